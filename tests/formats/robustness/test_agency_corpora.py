"""Every example that IPTC has put up goes through its reader: entries or a reason, each field with where it stood."""

from collections import Counter
from pathlib import Path

import pytest

from dateline.formats.decode.format import Entry, Format, FormatError
from dateline.formats.newsml.g2 import NEWSML_G2
from dateline.formats.newsml.newsml_1 import NEWSML_1
from dateline.formats.ninjs.reader import NINJS
from tests.support.formats.entries import entries
from tests.support.shared_data import shared
from tests.support.tables import Table

COUNTS: dict[str, tuple[int, int, dict[str, int]]] = {
    "ninjs/examples/2.1": (14, 8, {"not_a_story": 5, "malformed_markup": 1}),
    "ninjs/examples/3.0": (19, 10, {"not_a_story": 22}),
    "ninjs/examples/NewsML": (4, 4, {}),
    "ninjs/specification": (1, 0, {"malformed_markup": 1}),
    "ninjs/validation": (35, 1, {"not_a_story": 22, "empty_text": 12}),
    "newsml-g2": (35, 5, {"not_a_story": 20, "empty_text": 9, "malformed_markup": 5}),
}
"""Of each folder its files, their entries, and its rejections by reason; schemas among them are no stories."""


def format_of(file: Path, text: str) -> Format:
    if file.suffix == ".json":
        return NINJS
    return NEWSML_1 if "<NewsML" in text else NEWSML_G2


def read(file: Path) -> list[str]:
    """ "entry" or the reason, for each story of a file or for the whole of it."""
    text = file.read_text("utf-8")
    try:
        found = entries(format_of(file, text), text)
    except FormatError as error:
        return [error.reason.value]
    for entry in found:
        if isinstance(entry, Entry):
            assert entry.markup.strip()
            assert all(fact.value and ":" in fact.origin for fact in entry.facts)
    return ["entry" if isinstance(part, Entry) else part.value for part in found]


@pytest.mark.parametrize("folder", COUNTS)
def test_every_example_gives_entries_or_a_reason(folder: str, corpora_table: Table) -> None:
    files = sorted(file for file in shared(f"wire/{folder}").rglob("*") if file.suffix in (".xml", ".json"))
    found = Counter(result for file in files for result in read(file))
    read_ = found.pop("entry", 0)
    told = ", ".join(f"{reason} {count}" for reason, count in found.most_common())
    corpora_table.add(f"{folder}, by its reader", str(len(files)), str(read_), told, "0")
    assert (len(files), read_, dict(found)) == COUNTS[folder]
