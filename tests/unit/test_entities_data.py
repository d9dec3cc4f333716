"""The word lists: readable text with a header, well formed, and quick to load."""

import subprocess
import sys
from importlib.resources import files

import pytest

from workers.entities import lexicon
from workers.training import cldr

DATA = files("workers.entities") / "data"
FILES = sorted(entry.name for entry in DATA.iterdir() if entry.name.endswith(".txt"))


@pytest.mark.parametrize("name", FILES)
def test_a_list_opens_with_a_header_and_has_entries(name: str) -> None:
    assert (DATA / name).read_text(encoding="utf-8").startswith("# ")
    assert any(line for _, line in lexicon.lines(name))


@pytest.mark.parametrize("name", ["aliases.txt", "cities.txt", "demonyms.txt", "regions.txt"])
def test_country_codes_are_two_capitals_or_none(name: str) -> None:
    codes = {code for _, code, _ in lexicon.rows(name)}
    assert all(code == "-" or (len(code) == 2 and code.isupper()) for code in codes)


def test_the_city_list_credits_geonames() -> None:
    assert "CC BY" in (DATA / "cities.txt").read_text(encoding="utf-8")[:600]


def test_the_lists_from_cldr_are_what_babel_says_today() -> None:
    for file, text in cldr.lists().items():
        assert file.read_text(encoding="utf-8") == text, "run python -m workers.training.cldr"


def test_there_are_thousands_of_first_names() -> None:
    assert len(lexicon.words("given-names.txt", None)) > 2000


def test_the_lists_load_without_the_broker_or_metrics() -> None:
    code = "import sys; from workers.entities.tag import warm; warm(); print([m for m in ('faust','aiokafka') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
