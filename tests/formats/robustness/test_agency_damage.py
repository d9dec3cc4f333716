"""Agencies' documents whose parts stand where they should not: entries or reasons, never another exception, always the same."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from dateline.domain.rejection import Reason
from dateline.domain.story import Form, Story
from dateline.extract import extract
from dateline.formats.decode.format import Entry, Format, FormatError
from dateline.formats.metadata.facts import with_facts
from dateline.formats.newsml.g2 import NEWSML_G2
from dateline.formats.newsml.newsml_1 import NEWSML_1
from dateline.formats.newsml.nitf import NITF
from dateline.formats.ninjs.reader import NINJS
from tests.support.examples import examples
from tests.support.formats import newsml_1_documents as newsml_1
from tests.support.formats.golden import FOLDER

FORMATS = (NINJS, NITF, NEWSML_G2, NEWSML_1)
XML = {
    NITF: ("nitf-3.6.xml", "nitf-namespace.xml"),
    NEWSML_G2: ("newsml-g2.xml", "newsml-g2-item.xml"),
}
PARTS = (newsml_1.content(lines=newsml_1.LINES), newsml_1.picture("Photo", 80, 700))
OLD = newsml_1.newsml(
    *PARTS, management=newsml_1.MANAGEMENT, identification=newsml_1.IDENTIFICATION, more=newsml_1.MORE
)
TREES = [(format_, (FOLDER / name).read_bytes()) for format_, names in XML.items() for name in names]
TREES.append((NEWSML_1, OLD.encode()))
ITEMS = [orjson.loads((FOLDER / name).read_bytes()) for name in ("ninjs-1.3.json", "ninjs-2.1.json", "ninjs-3.0.json")]
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20)
)
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=6)  # fmt: skip
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12) | st.sampled_from(
    (
        "BEIRUT (AP) -",
        "\n  One\nTwo\n  Three",
        "2024-03-04",
        "text",
        "ninat:picture",
        "npa",
        "html",
        "http://x.example/",
        "<p>One.</p>",
    )
)


def told(format_: Format, text: str) -> list[Any]:
    """Entries and reasons, so that two runs can be compared; each entry goes on to the next stage."""
    try:
        found = list(format_.read(text))
    except FormatError as error:
        return [error.reason]
    for entry in found:
        if isinstance(entry, Entry):
            assert entry.markup.strip()
            story = with_facts(Story(raw=None, markup=entry.markup, form=entry.form), entry.facts)
            assert extract(story) is not None
    return [entry.reason if isinstance(entry, FormatError) else entry for entry in found]


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.content_type)
@given(text=st.text(max_size=200))
def test_any_text(format_: Format, text: str) -> None:
    (reason,) = told(format_, text)
    assert reason in (Reason.INVALID_JSON, Reason.MALFORMED_MARKUP, Reason.FORBIDDEN_MARKUP, Reason.NO_ENTRIES)


@given(st.sampled_from(TREES), st.data())
@examples(300)
def test_elements_anywhere(document: tuple[Format, bytes], data: st.DataObject) -> None:
    format_, raw = document
    root = etree.fromstring(raw)
    for _ in range(data.draw(st.integers(1, 8))):
        _disturb(list(root.iter("*")), data)
    text = etree.tostring(root, encoding="unicode")
    assert told(format_, text) == told(format_, text)


def _disturb(elements: list[Any], data: st.DataObject) -> None:
    one, other = data.draw(st.sampled_from(elements)), data.draw(st.sampled_from(elements))
    match data.draw(st.sampled_from(("text", "attribute", "tail", "name", "copy", "remove", "empty"))):
        case "text":
            one.text = data.draw(WORDS)
        case "tail" if one.getparent() is not None:
            one.tail = data.draw(WORDS)
        case "attribute":
            one.set(data.draw(st.sampled_from([*one.keys(), "type", "role"])), data.draw(WORDS))
        case "name" if one.getparent() is not None:
            one.tag = other.tag
        case "copy":
            one.append(etree.fromstring(etree.tostring(other, with_tail=False)))
        case "remove" if one.getparent() is not None:
            one.getparent().remove(one)
        case "empty":
            one.clear()


@given(st.sampled_from(ITEMS), st.data())
@examples(300)
def test_values_anywhere(item: dict[str, Any], data: st.DataObject) -> None:
    item = deepcopy(item)
    for _ in range(data.draw(st.integers(1, 6))):
        places = list(_places(item))
        holder, key = data.draw(st.sampled_from(places))
        copied = data.draw(st.sampled_from(places))
        holder[key] = deepcopy(copied[0][copied[1]]) if data.draw(st.booleans()) else data.draw(JSON)
    text = json.dumps(item)
    assert told(NINJS, text) == told(NINJS, text)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    for key in value if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])


@pytest.mark.parametrize(
    ("format_", "raw"), TREES, ids=lambda part: part.content_type if isinstance(part, Format) else ""
)
def test_undamaged_documents_have_stories(format_: Format, raw: bytes) -> None:
    found = told(format_, raw.decode())
    assert any(isinstance(entry, Entry) and entry.form in Form for entry in found)
