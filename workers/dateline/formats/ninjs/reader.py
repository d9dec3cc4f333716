"""ninjs 1.x, 2.x and 3.x (IPTC, https://iptc.org/std/ninjs/), whose keys differ in little but their capitals."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from dateline.domain.rejection import Reason
from dateline.domain.story import Form
from dateline.formats.decode.format import Entry, Format, FormatError
from dateline.formats.decode.safe_parse import parse_json
from dateline.formats.newsml import nitf
from dateline.formats.newsml.story_html import entry_of
from dateline.formats.ninjs.facts import associated, read_facts
from dateline.formats.ninjs.item import Item, lowered, objects, text_of

_OTHER_THINGS = frozenset(
    ("picture", "graphic", "video", "audio", "animated", "event", "planning", "composite", "component")
)
_PLANNING = frozenset(("eventdetails", "plannedcoverage"))
_KEYS = frozenset(("uri", "guid", "bodies"))
_SUMMARIES = frozenset(("text", "lead", "summary", "abstract", ""))
# Bodies that are only a part of a story or about something else; they stand for it if there is no other.
_PARTS = frozenset(("lead", "teaser", "summary", "abstract", "caption", "shotlist", "script"))
_HTML, _NITF, _PLAIN, _ANY = range(4)


def read(text: str) -> Iterator[Entry | FormatError]:
    """Return an entry for the item, or for each of a list of items, and for the whole stories that come with it. Raises FormatError."""
    value = parse_json(text)
    if not isinstance(value, list) and not _is_item(value):
        raise FormatError(Reason.MALFORMED_MARKUP, "a ninjs item is an object with a uri")
    items = value if isinstance(value, list) else [value]
    if not items:
        raise FormatError(Reason.NO_ENTRIES, "a list without items")
    return (entry for item in items for entry in _entries(item))


def _is_item(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    return any(key.lower() in _KEYS or key.lower().startswith("body_") for key in value)


def _entries(value: Any) -> Iterator[Entry | FormatError]:
    if not _is_item(value):
        yield FormatError(Reason.MALFORMED_MARKUP, "no ninjs item")
        return
    item = lowered(value)
    entry = _entry(item)
    others = [inner for other in associated(item) if _is_story(other) for inner in _entries(other)]
    if isinstance(entry, Entry) or not others:
        yield entry
    yield from others


def _is_story(item: Item) -> bool:
    """Return whether something that comes with a story is another one as a whole; a link is enough if it is only pointed to."""
    if text_of(item, "type") in _OTHER_THINGS - {"composite"} or text_of(item, "representationtype") == "partial":
        return False
    return text_of(item, "type") == "composite" or any(True for _ in _bodies(item))


def _entry(item: Item) -> Entry | FormatError:
    try:
        body = _body(item)
    except FormatError as error:
        return error
    if body is not None:
        return replace(body, facts=(*read_facts(item), *body.facts))
    kind = text_of(item, "type")
    if kind in _OTHER_THINGS or not _PLANNING.isdisjoint(item):
        return FormatError(Reason.NOT_A_STORY, f"a ninjs {kind or 'event'} without a body")
    summary = _summary(item)
    if not summary:
        return FormatError(Reason.EMPTY_TEXT, "no body and no description")
    return Entry(summary, Form.TEXT, tuple(read_facts(item)))


def _body(item: Item) -> Entry | None:
    """Return the best body that can be read: whole ones before parts, and HTML, NITF and plain text in this order. Raises FormatError."""
    for _, kind, value in sorted(_bodies(item), key=lambda body: body[:2]):
        if kind != _NITF:
            return entry_of(value, "text/html" if kind == _HTML else "text/plain")
        entry = _nitf(value)
        if isinstance(entry, Entry):
            return entry
    return None


def _nitf(text: str) -> Entry | FormatError:
    try:
        return next(nitf.read(text))
    except FormatError as error:
        return error


def _bodies(item: Item) -> Iterator[tuple[bool, int, str]]:
    """Yield each body with whether it is only a part, and its kind."""
    for body in objects(item, "bodies"):
        value, role, type_ = text_of(body, "value"), text_of(body, "role"), text_of(body, "contenttype").lower()
        kind = _kind(type_ or role)
        if value and (kind != _ANY or not type_):
            yield role in _PARTS, kind, value
    yield from ((False, kind, value) for kind, value in _bodies_1(item))


def _bodies_1(item: Item) -> Iterator[tuple[int, str]]:
    """Yield the body_html, body_text and any other body_* of ninjs 1.x."""
    for key in item:
        if key.startswith("body_") and (value := text_of(item, key)):
            yield _kind(key), value


def _kind(name: str) -> int:
    """By a media type, role or key; `_ANY` for what says nothing or names another form."""
    named = {"html": _HTML, "nitf": _NITF, "plain": _PLAIN, "text": _PLAIN}
    return next((kind for part, kind in named.items() if part in name.lower()), _ANY)


def _summary(item: Item) -> str:
    described = [text_of(d, "value") for d in objects(item, "descriptions") if text_of(d, "role") in _SUMMARIES]
    return next(filter(None, [*described, text_of(item, "description_text")]), "")


NINJS = Format("application/vnd.iptc.ninjs+json", frozenset(("application/ninjs+json",)), read)
