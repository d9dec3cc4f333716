"""The word lists: readable text with a header, well formed, and quick to load."""

import re
import subprocess
import sys
from importlib.resources import files

import pytest

from dateline.gazetteer import lexicon
from dateline.gazetteer.country_ids import capitals, country
from training import cldr

DATA = files("dateline.gazetteer") / "data"
FILES = sorted(entry.name for entry in DATA.iterdir() if entry.name.endswith(".txt"))


@pytest.mark.parametrize("name", FILES)
def test_a_list_opens_with_a_header_and_has_entries(name: str) -> None:
    assert (DATA / name).read_text(encoding="utf-8").startswith("# ")
    assert any(line for _, line in lexicon.lines(name))


# A country, a land of one, a part of the world by its UN M49 code, or a state that is no more by its Wikidata id.
CODE = re.compile(r"-|[A-Z]{2}(-[A-Z]{3})?|\d{3}|Q\d+")


@pytest.mark.parametrize(
    "name", ["aliases.txt", "country-domains.txt", "country-ids.txt", "demonyms.txt", "regions.txt"]
)
def test_codes_are_well_formed(name: str) -> None:
    assert [code for _, code, _ in lexicon.rows(name) if not CODE.fullmatch(code)] == []


@pytest.mark.parametrize("name", ["cities.txt", "towns.txt", "divisions.txt", "more-divisions.txt"])
def test_places_of_geonames_have_its_code_an_id_and_a_name(name: str) -> None:
    number = 0 if name in ("cities.txt", "towns.txt") else 1
    for _, code, (*fields, form) in lexicon.rows(name):
        assert re.fullmatch(r"[A-Z]{2}(\.[\w.-]+)?", code)
        assert int(fields[number]) > 0
        assert form == form.strip() != ""


def test_capitals_are_listed_cities() -> None:
    cities = {int(number) for name in ("cities.txt", "towns.txt") for _, _, (number, *_) in lexicon.rows(name)}
    assert capitals() <= cities
    assert len(capitals()) > 230


def test_more_names_are_of_listed_cities() -> None:
    cities = {number for _, _, (number, *_) in lexicon.rows("cities.txt")}
    assert {number for _, number, _ in lexicon.rows("city-names.txt")} <= cities


def test_ids_are_of_listed_names_each_once() -> None:
    listed = {name for _, name, _ in lexicon.rows("organisations.txt")}
    rows = [(wikidata, name) for _, wikidata, (name, *_) in lexicon.rows("organisation-ids.txt")]
    assert {name for _, name in rows} <= listed
    assert len({wikidata for wikidata, _ in rows}) == len({name for _, name in rows}) == len(rows)
    regions = {form for _, code, forms in lexicon.rows("regions.txt") if code == "-" for form in forms}
    assert {form for _, _, forms in lexicon.rows("region-ids.txt") for form in forms} <= regions


def test_every_country_that_a_list_names_has_its_ids() -> None:
    codes = {code for name in ("aliases.txt", "demonyms.txt", "regions.txt") for _, code, _ in lexicon.rows(name)}
    for code in codes - {"-"}:
        assert country(code).wikidata


@pytest.mark.parametrize("name", ["cities.txt", "city-names.txt", "towns.txt", "divisions.txt", "country-ids.txt"])
def test_a_list_from_geonames_credits_it(name: str) -> None:
    assert "CC BY" in (DATA / name).read_text(encoding="utf-8")[:900]


def test_the_lists_from_cldr_are_what_babel_says_today() -> None:
    for file, text in cldr.lists().items():
        assert file.read_text(encoding="utf-8") == text, "run python -m training.cldr"


def test_there_are_thousands_of_first_names() -> None:
    assert len(lexicon.words("given-names.txt", None)) > 2000


def test_the_lists_load_without_the_broker_or_metrics() -> None:
    code = "import sys; from dateline.entities.tag import spans; spans('Jakarta'); print([m for m in ('faust','aiokafka') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
