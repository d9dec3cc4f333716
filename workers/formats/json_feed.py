"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from collections.abc import Iterator
from typing import Any

from workers.domain.fact import Fact, Field
from workers.domain.form import Form
from workers.domain.link import Link
from workers.domain.media import Media
from workers.domain.reason import Reason
from workers.domain.subject import Subject
from workers.formats.format import Entry, Format, FormatError
from workers.formats.guard import parse_json

_MEDIA = {"image": "photo", "video": "video", "audio": "audio"}


def read(text: str) -> Iterator[Entry | FormatError]:
    """The feed's items. Raises FormatError."""
    feed = parse_json(text)
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise FormatError(Reason.MALFORMED_MARKUP, "a JSON Feed without a list of items")
    if not items:
        raise FormatError(Reason.NO_ENTRIES, "a JSON Feed without items")
    return (_entry(item, feed) for item in items)


def _entry(item: Any, feed: dict[str, Any]) -> Entry | FormatError:
    if not isinstance(item, dict):
        return FormatError(Reason.MALFORMED_MARKUP, "an item that is no object")
    facts = tuple(_facts(item, feed))
    html, text = _text(item, "content_html"), _text(item, "content_text") or _text(item, "summary")
    if html:
        return Entry(html, Form.FRAGMENT, facts)
    return Entry(text, Form.TEXT, facts) if text else FormatError(Reason.EMPTY_TEXT, "an item without text")


def _facts(item: dict[str, Any], feed: dict[str, Any]) -> Iterator[Fact]:
    for field, key in (
        (Field.TITLE, "title"),
        (Field.URL, "url"),
        (Field.GUID, "id"),
        (Field.PUBLISHED, "date_published"),
        (Field.UPDATED, "date_modified"),
        (Field.LANGUAGE, "language"),
    ):
        if value := _text(item, key):
            yield Fact(field, value, f"json-feed:{key}")
    if value := _text(feed, "language"):
        yield Fact(Field.LANGUAGE, value, "json-feed:language of the feed")
    yield from _authors(item, feed)
    yield from _around(item)


def _around(item: dict[str, Any]) -> Iterator[Fact]:
    """What stands around the story: subjects, links, pictures."""
    for tag in _list(item, "tags"):
        if isinstance(tag, str) and tag.strip():
            yield Fact(Field.SUBJECTS, Subject(tag), "json-feed:tags")
    if address := _text(item, "external_url"):
        yield Fact(Field.LINKS, Link(address, "related"), "json-feed:external_url")
    for key in ("image", "banner_image"):
        if address := _text(item, key):
            yield Fact(Field.MEDIA, Media("photo", url=address), f"json-feed:{key}")
    for attachment in _list(item, "attachments"):
        if isinstance(attachment, dict) and (address := _text(attachment, "url")):
            yield from _attachment(attachment, address)


def _authors(item: dict[str, Any], feed: dict[str, Any]) -> Iterator[Fact]:
    """The item's own, else the feed's; 1.0 has one author where 1.1 has a list."""
    for holder, where in ((item, ""), (feed, " of the feed")):
        names = [_text(a, "name") for a in [*_list(holder, "authors"), holder.get("author")] if isinstance(a, dict)]
        for name in filter(None, names):
            yield Fact(Field.AUTHORS, name, f"json-feed:authors{where}")
        if any(names):
            return


def _attachment(attachment: dict[str, Any], address: str) -> Iterator[Fact]:
    kind = _MEDIA.get(_text(attachment, "mime_type").split("/")[0])
    title = _text(attachment, "title") or None
    if kind:
        yield Fact(Field.MEDIA, Media(kind, caption=title, url=address), "json-feed:attachments")
    else:
        yield Fact(Field.LINKS, Link(address, "enclosure", title), "json-feed:attachments")


def _text(holder: Any, key: str) -> str:
    value = holder.get(key)
    if isinstance(value, int) and not isinstance(value, bool):  # ids are often numbers
        return str(value)
    return value if isinstance(value, str) and value.strip() else ""


def _list(holder: dict[str, Any], key: str) -> list[Any]:
    value = holder.get(key)
    return value if isinstance(value, list) else []


JSON_FEED = Format("application/feed+json", frozenset(), read)
