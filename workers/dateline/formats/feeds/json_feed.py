"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from dateline.domain.limits import MAX_ENTRIES
from dateline.domain.metadata import Fact, Field, Link, Media, Subject
from dateline.domain.rejection import Reason
from dateline.domain.story import Form
from dateline.formats.decode.format import Entry, Format, FormatError
from dateline.formats.decode.safe_parse import parse_json
from dateline.formats.feeds.content import form_of, is_blank
from dateline.formats.metadata.media_kind import kind_of

_PLAIN = (
    (Field.TITLE, "title"),
    (Field.URL, "url"),
    (Field.GUID, "id"),
    (Field.PUBLISHED, "date_published"),
    (Field.UPDATED, "date_modified"),
)


def read(text: str) -> Iterator[Entry | FormatError]:
    """Return the feed's items. Raises FormatError."""
    feed = parse_json(text)
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise FormatError(Reason.MALFORMED_MARKUP, "a JSON Feed without a list of items")
    if not items:
        raise FormatError(Reason.NO_ENTRIES, "a feed without entries")
    if len(items) > MAX_ENTRIES:
        raise FormatError(Reason.MANY_ENTRIES, f"{len(items)} stories, more than {MAX_ENTRIES}")
    return (_entry(item, feed) for item in items)


def _entry(item: Any, feed: dict[str, Any]) -> Entry | FormatError:
    if not isinstance(item, dict):
        return FormatError(Reason.MALFORMED_MARKUP, "an item that is no object")
    content = _content(item)
    if content is None:
        return FormatError(Reason.EMPTY_TEXT, "an item without text")
    return Entry(*content, tuple(_facts(item, feed)))


def _content(item: dict[str, Any]) -> tuple[str, Form] | None:
    markup = _text(item, "content_html")
    if not is_blank(markup):
        return markup, form_of(markup)
    text = _text(item, "content_text") or _text(item, "summary")
    return (text, Form.TEXT) if text else None


def _facts(item: dict[str, Any], feed: dict[str, Any]) -> Iterator[Fact]:
    for field, key in _PLAIN:
        yield from _plain(field, item, key)
    yield from _plain(Field.LANGUAGE, item, "language")
    yield from _of_the_feed(_plain(Field.LANGUAGE, feed, "language"))
    yield from list(_authors(item)) or _of_the_feed(_authors(feed))
    for tag in _list(item, "tags"):
        if isinstance(tag, str) and tag.strip():
            yield Fact(Field.SUBJECTS, Subject(tag), "json-feed:tags")
    if address := _text(item, "external_url"):
        yield Fact(Field.LINKS, Link(address, "related"), "json-feed:external_url")
    for key in ("image", "banner_image"):
        if address := _text(item, key):
            yield Fact(Field.MEDIA, Media("photo", url=address), f"json-feed:{key}")
    for attachment in _objects(item, "attachments"):
        yield from _attachment(attachment)


def _plain(field: Field, holder: dict[str, Any], key: str) -> Iterator[Fact]:
    if value := _text(holder, key):
        yield Fact(field, value, f"json-feed:{key}")


def _of_the_feed(facts: Iterator[Fact]) -> Iterator[Fact]:
    return (replace(fact, origin=f"{fact.origin} of the feed") for fact in facts)


def _authors(holder: dict[str, Any]) -> Iterator[Fact]:
    """Yield a list in 1.1, one in 1.0."""
    for key, authors in (("authors", _objects(holder, "authors")), ("author", [holder.get("author")])):
        for author in authors:
            if isinstance(author, dict) and (name := _text(author, "name")):
                yield Fact(Field.AUTHORS, name, f"json-feed:{key}")


def _attachment(attachment: dict[str, Any]) -> Iterator[Fact]:
    address, title = _text(attachment, "url"), _text(attachment, "title") or None
    if not address:
        return
    yield Fact(Field.LINKS, Link(address, "enclosure", title), "json-feed:attachments")
    if kind := kind_of(_text(attachment, "mime_type"), address):
        yield Fact(Field.MEDIA, Media(kind, caption=title, url=address), "json-feed:attachments")


def _text(holder: dict[str, Any], key: str) -> str:
    """Return a text; a number, as ids once were, as one; empty for all else."""
    value = holder.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value.strip() else ""


def _objects(holder: dict[str, Any], key: str) -> list[dict[str, Any]]:
    return [value for value in _list(holder, key) if isinstance(value, dict)]


def _list(holder: dict[str, Any], key: str) -> list[Any]:
    value = holder.get(key)
    return value if isinstance(value, list) else []


JSON_FEED = Format("application/feed+json", frozenset(), read)
