"""JSON Feed 1.0 and 1.1: content, facts with their origins, items that can't be read."""

from contextlib import suppress
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.domain.limits import MAX_ENTRIES
from dateline.domain.metadata import Fact, Field, Link, Media, Subject
from dateline.domain.rejection import Reason
from dateline.domain.story import Form
from dateline.formats.decode.format import Entry, FormatError
from dateline.formats.feeds.json_feed import JSON_FEED


def feed(*items: Any, **fields: Any) -> str:
    return orjson.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "F", **fields, "items": items}
    ).decode()


def entry_of(item: dict[str, Any], **fields: Any) -> Entry:
    (entry,) = JSON_FEED.read(feed(item, **fields))
    assert isinstance(entry, Entry), entry.detail
    return entry


def refusal(text: str) -> Reason:
    with pytest.raises(FormatError) as raised:
        list(JSON_FEED.read(text))
    return raised.value.reason


def test_version_1_1() -> None:
    entry = entry_of(
        {
            "id": "hp-17", "url": "https://a.example/1", "external_url": "https://b.example/1", "title": "Port reopens",
            "content_html": "<p>The port reopened.</p>", "content_text": "The port reopened on Monday.", "summary": "A teaser.",
            "image": "https://a.example/1.jpg", "banner_image": "https://a.example/2.jpg",
            "date_published": "2024-03-04T09:30:00+02:00", "date_modified": "2024-03-04T10:05:00Z", "language": "en-GB",
            "authors": [{"name": "Laila Haddad", "url": "https://a.example/laila"}, {"url": "https://a.example/sam"}],
            "tags": ["shipping", "", 3],
            "attachments": [{"url": "https://a.example/1.mp3", "mime_type": "audio/mpeg", "title": "The opening"}, {"url": "https://a.example/1.pdf", "mime_type": "application/pdf"}],
        },
        language="en", authors=[{"name": "The desk"}],
    )  # fmt: skip
    assert entry == Entry(
        "<p>The port reopened.</p>",
        Form.FRAGMENT,
        (
            Fact(Field.TITLE, "Port reopens", "json-feed:title"),
            Fact(Field.URL, "https://a.example/1", "json-feed:url"),
            Fact(Field.GUID, "hp-17", "json-feed:id"),
            Fact(Field.PUBLISHED, "2024-03-04T09:30:00+02:00", "json-feed:date_published"),
            Fact(Field.UPDATED, "2024-03-04T10:05:00Z", "json-feed:date_modified"),
            Fact(Field.LANGUAGE, "en-GB", "json-feed:language"),
            Fact(Field.LANGUAGE, "en", "json-feed:language of the feed"),
            Fact(Field.AUTHORS, "Laila Haddad", "json-feed:authors"),
            Fact(Field.SUBJECTS, Subject("shipping"), "json-feed:tags"),
            Fact(Field.LINKS, Link("https://b.example/1", "related"), "json-feed:external_url"),
            Fact(Field.MEDIA, Media("photo", url="https://a.example/1.jpg"), "json-feed:image"),
            Fact(Field.MEDIA, Media("photo", url="https://a.example/2.jpg"), "json-feed:banner_image"),
            Fact(Field.LINKS, Link("https://a.example/1.mp3", "enclosure", "The opening"), "json-feed:attachments"),
            Fact(Field.MEDIA, Media("audio", "The opening", url="https://a.example/1.mp3"), "json-feed:attachments"),
            Fact(Field.LINKS, Link("https://a.example/1.pdf", "enclosure"), "json-feed:attachments"),
        ),
    )


CONTENTS: dict[str, tuple[dict[str, Any], tuple[str, Form]]] = {
    "text": ({"content_text": "3 < 4 <b>"}, ("3 < 4 <b>", Form.TEXT)),
    "HTML without markup": ({"content_html": "The port reopened."}, ("The port reopened.", Form.TEXT)),
    "text where the HTML says nothing": ({"content_html": "<p>&nbsp;</p>", "content_text": "A"}, ("A", Form.TEXT)),
    "a summary where there is no content": ({"content_html": None, "summary": "A"}, ("A", Form.TEXT)),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTENTS)
def test_the_content_is_the_story_in_its_own_form(name: str) -> None:
    item, expected = CONTENTS[name]
    entry = entry_of(item)
    assert (entry.markup, entry.form) == expected


def test_version_1_0_has_one_author() -> None:
    facts = entry_of({"content_text": "A", "author": {"name": "B"}}, author={"name": "C"}).facts
    assert facts == (Fact(Field.AUTHORS, "B", "json-feed:author"),)


def test_authors_of_the_feed_where_an_item_names_none() -> None:
    facts = entry_of({"content_text": "A", "authors": [{}]}, authors=[{"name": "C"}]).facts
    assert facts == (Fact(Field.AUTHORS, "C", "json-feed:authors of the feed"),)


def test_an_id_may_be_a_number() -> None:
    assert entry_of({"id": 17, "content_text": "A"}).facts == (Fact(Field.GUID, "17", "json-feed:id"),)


def test_items_that_cannot_be_read_are_errors_in_their_places() -> None:
    found = list(JSON_FEED.read(feed({"content_text": "A"}, "B", {"title": "C"}, {"content_text": "D"})))
    assert [entry.markup if isinstance(entry, Entry) else entry.reason for entry in found] == ["A", Reason.MALFORMED_MARKUP, Reason.EMPTY_TEXT, "D"]  # fmt: skip


def test_what_is_no_feed_is_refused_as_a_whole() -> None:
    assert refusal("{") is Reason.INVALID_JSON
    assert refusal("[" * 1000) is Reason.INVALID_JSON
    assert refusal("[]") is Reason.MALFORMED_MARKUP
    assert refusal('{"items": {}}') is Reason.MALFORMED_MARKUP
    assert refusal(feed()) is Reason.NO_ENTRIES
    assert refusal(feed(*[{}] * (MAX_ENTRIES + 1))) is Reason.MANY_ENTRIES
    assert len(list(JSON_FEED.read(feed(*[{}] * MAX_ENTRIES)))) == MAX_ENTRIES


KEYS = st.sampled_from(
    "id url title content_html content_text summary image authors author tags attachments language name mime_type".split()
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(KEYS, VALUES) | VALUES, max_size=4), st.dictionaries(KEYS, VALUES))
def test_any_items_give_entries_or_a_reason(items: list[Any], fields: dict[str, Any]) -> None:
    text = orjson.dumps({**fields, "items": items}).decode()
    if not items:
        assert refusal(text) is Reason.NO_ENTRIES
    else:
        assert len(list(JSON_FEED.read(text))) == len(items)


@given(st.text())
def test_any_text_gives_a_reason_or_entries(text: str) -> None:
    with suppress(FormatError):
        assert list(JSON_FEED.read(text))
