"""Whatever comes: entries or an error with its reason, and the same again for the same text; damaged documents as well."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.domain.schemas import ENRICHED_ITEM
from dateline.domain.story import Story
from dateline.formats.decode.format import Entry, Format, FormatError
from dateline.formats.decode.sniff import FORMATS, sniff
from dateline.formats.wire.anpa1312 import is_anpa1312
from dateline.formats.wire.iptc7901 import is_iptc7901
from tests.support.examples import examples
from tests.support.formats.golden import documents
from tests.support.items import through

PIECES = (
    '<rss version="2.0">', "<channel>", "<item>", "</item>", "<title>", "</title>", "<description>", "<![CDATA[", "]]>", "<link/>",
    '<feed xmlns="http://www.w3.org/2005/Atom">', "<entry>", '<content type="xhtml">', "<nitf>", "<body>", "<body.content>", "<p>", "</p>",
    '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/">', "<itemSet>", "<newsItem>", "<contentSet>", "<inlineXML>", '{"uri":', '"x"',
    '"bodies":', "[", "]", "{", "}", ",", '"value":', "null", "1e400", '"associations":', '<script type="application/ld+json">', "</script>",
    '"@type":"NewsArticle"', "<meta name=author content=A>", "\x01abc0001 3 i 12\r\n", "\x02", "\x03", "\x04", "\x16\x16\x01", "a0512\x1fapv\r\n",
    "r a BC-X--Y, 1st Ld\r\n", "^By A=\n", "&#xD800;", "&amp;", "\ud800", "\u202e", "Port reopens.", "\n", " ",
)  # fmt: skip
SOUP = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=30).map("".join)
GOLDEN = [document.read_bytes() for document in documents()]


def read(format_: Format, text: str) -> list[Any]:
    """Entries and errors, told so that two runs can be compared."""
    try:
        found = list(format_.read(text))
    except FormatError as error:
        return [error.reason]
    assert all(isinstance(entry, Entry | FormatError) for entry in found)
    return [entry.reason if isinstance(entry, FormatError) else entry for entry in found]


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.content_type)
@given(text=SOUP)
@examples(60)
def test_any_text_gives_entries_or_a_reason(format_: Format, text: str) -> None:
    assert read(format_, text) == read(format_, text)


@given(st.sampled_from(GOLDEN), st.data())
@examples(300)
def test_a_damaged_document_gives_records_or_reasons(document: bytes, data: st.DataObject) -> None:
    damaged = bytearray(document)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(damaged)))
        size = data.draw(st.integers(0, 40))
        damaged[at : at + size] = data.draw(st.binary(max_size=20))
    for result in through(bytes(damaged)):
        if isinstance(result, Story):
            assert ENRICHED_ITEM.problem(result.record) is None
        else:
            assert result.exception is None, result


@given(st.text(max_size=300))
def test_a_text_that_opens_without_controls_is_no_wire_message(text: str) -> None:
    plain = text.lstrip("\x01\x16\r\n \x7f")
    if "<SOH>" not in plain:
        assert not is_iptc7901(plain)
        assert not is_anpa1312(plain)


@pytest.mark.parametrize(
    "text",
    [
        "BEIRUT (Reuters) - The port reopened.",
        "Is 3 < 4?",
        "<Seoul> The port reopened.",
        "{curly} words",
        "2024-03-04",
    ],
)
def test_ordinary_text_stays_text(text: str) -> None:
    assert sniff(text).content_type == "text/plain"
