"""ninjs 1.x, 2.x and 3.x (IPTC, https://iptc.org/std/ninjs/), whose keys differ in little but their capitals."""

from collections.abc import Iterator
from typing import Any

from workers.domain.fact import Fact, Field
from workers.domain.form import Form
from workers.domain.link import Link
from workers.domain.media import Media
from workers.domain.reason import Reason
from workers.domain.subject import Subject
from workers.formats import nitf
from workers.formats.format import Entry, Format, FormatError
from workers.formats.guard import parse_json

_MEDIA = {"picture": "photo", "video": "video", "audio": "audio", "graphic": "graphic"}
_OTHER_THINGS = frozenset((*_MEDIA, "event", "planning", "composite", "component"))
_STORY_TEXTS = ("text", "lead", "summary", "abstract", "")

_SINGLE = (
    (Field.GUID, ("uri",)),
    (Field.PUBLISHED, ("firstcreated", "versioncreated", "contentcreated")),
    (Field.UPDATED, ("versioncreated",)),
    (Field.EMBARGO, ("embargoeduntil", "embargoed")),
    (Field.URGENCY, ("urgency",)),
    (Field.SLUG, ("slugline",)),
    (Field.PUB_STATUS, ("pubstatus",)),
    (Field.VERSION, ("version",)),
    (Field.LANGUAGE, ("language",)),
    (Field.AUTHORS, ("byline", "by")),
    (Field.RIGHTS, ("copyrightnotice",)),
    (Field.RIGHTS, ("copyrightholder",)),
    (Field.RIGHTS, ("usageterms",)),
    (Field.NOTES, ("ednote",)),
)


def read(text: str) -> Iterator[Entry | FormatError]:
    """The item as one entry. Raises FormatError."""
    value = parse_json(text)
    if not isinstance(value, dict) or not isinstance(value.get("uri"), str | None):
        raise FormatError(Reason.MALFORMED_MARKUP, "a ninjs item is an object with a uri")
    yield _entry(_lowered(value))


def _entry(item: dict[str, Any]) -> Entry | FormatError:
    body = _body(item)
    if isinstance(body, FormatError):
        return body
    return Entry(body.markup, body.form, (*_facts(item), *body.facts))


def _body(item: dict[str, Any]) -> Entry | FormatError:
    """The content: HTML before text, NITF where it is all there is; a text's description where it has no body."""
    bodies = [_lowered(body) for body in _list(item, "bodies") if isinstance(body, dict) and _text(body, "value")]
    for kind in ("html", "plain", "nitf", ""):
        for body in bodies:
            if kind in _text(body, "contenttype").lower() or (
                kind == "html" and not _text(body, "contenttype") and _text(body, "role") == "html"
            ):
                return _content(body)
    for key, form in (("body_html", Form.FRAGMENT), ("body_xhtml", Form.FRAGMENT), ("body_text", Form.TEXT)):
        if text := _text(item, key):
            return Entry(text, form)
    if _text(item, "type") in _OTHER_THINGS or "eventdetails" in item:
        return FormatError(Reason.NOT_A_STORY, f"a ninjs {_text(item, 'type') or 'event'} without a body")
    described = [d for d in _list(item, "descriptions") if isinstance(d, dict) and _text(d, "role") in _STORY_TEXTS]
    texts = [_text(d, "value") for d in described] + [_text(item, "description_text")]
    text = next(filter(None, texts), "")
    return Entry(text, Form.TEXT) if text else FormatError(Reason.EMPTY_TEXT, "no body and no description")


def _content(body: dict[str, Any]) -> Entry | FormatError:
    kind, value = _text(body, "contenttype").lower(), _text(body, "value")
    if "nitf" in kind:
        try:
            return next(nitf.read(value))
        except FormatError as error:
            return error
    is_html = "html" in kind or (not kind and value.lstrip().startswith("<"))
    return Entry(value, Form.FRAGMENT if is_html else Form.TEXT)


def _facts(item: dict[str, Any]) -> Iterator[Fact]:
    yield from _headlines(item)
    for field, keys in _SINGLE:
        for key in keys:
            if value := _scalar(item, key):
                yield Fact(field, value, f"ninjs:{key}")
    if (uri := _text(item, "uri")).startswith(("http://", "https://")):
        yield Fact(Field.URL, uri, "ninjs:uri")
    for key in ("subjects", "subject"):
        for subject in _objects(item, key):
            code = _scalar(subject, "literal") or _scalar(subject, "code") or _text(subject, "uri")
            yield Fact(
                Field.SUBJECTS,
                Subject(_text(subject, "name") or None, code or None, _text(subject, "scheme") or None),
                f"ninjs:{key}",
            )
    for key in ("infosources", "infosource"):
        for source in _objects(item, key):
            if name := _text(source, "name") or _text(source, "literal"):
                yield Fact(Field.AGENCIES, name, f"ninjs:{key}")
    yield from _associations(item)


def _headlines(item: dict[str, Any]) -> Iterator[Fact]:
    given = [headline for headline in _objects(item, "headlines") if _text(headline, "value")]
    main = sorted(given, key=lambda headline: _text(headline, "role") != "main")
    for headline in main[:1]:
        yield Fact(Field.TITLE, _text(headline, "value"), "ninjs:headlines")
    for headline in main[1:]:
        if _text(headline, "role") in ("sub", "subtitle", "subheadline", "secondary", "deck"):
            yield Fact(Field.SUBTITLE, _text(headline, "value"), "ninjs:headlines")
    for key in ("headline", "title"):
        if value := _text(item, key):
            yield Fact(Field.TITLE, value, f"ninjs:{key}")


def _associations(item: dict[str, Any]) -> Iterator[Fact]:
    """Pictures and the like that come with it, and other stories as links."""
    associated = item.get("associations")
    others = list(associated.values()) if isinstance(associated, dict) else _list(item, "associations")
    for other in [_lowered(other) for other in others if isinstance(other, dict)]:
        kind = _MEDIA.get(_text(other, "type"))
        if kind:
            yield Fact(Field.MEDIA, Media(kind, _caption(other), _credit(other), _address(other)), "ninjs:associations")
        elif (uri := _text(other, "uri")).startswith(("http://", "https://")):
            title = next((_text(headline, "value") for headline in _objects(other, "headlines")), "") or _text(
                other, "headline"
            )
            yield Fact(Field.LINKS, Link(uri, "related", title or None), "ninjs:associations")


def _caption(medium: dict[str, Any]) -> str | None:
    described = sorted(_objects(medium, "descriptions"), key=lambda d: _text(d, "role") != "caption")
    texts = [_text(d, "value") for d in described if _text(d, "role") != "creditline"] + [
        _text(medium, "description_text")
    ]
    return next(filter(None, texts), None)


def _credit(medium: dict[str, Any]) -> str | None:
    lines = [_text(d, "value") for d in _objects(medium, "descriptions") if _text(d, "role") == "creditline"]
    return next(
        filter(None, [*lines, _text(medium, "byline"), _text(medium, "by"), _text(medium, "copyrightholder")]), None
    )


def _address(medium: dict[str, Any]) -> str | None:
    """Of its largest rendition."""
    given = medium.get("renditions")
    renditions = [
        r for r in (given.values() if isinstance(given, dict) else _list(medium, "renditions")) if isinstance(r, dict)
    ]
    with_address = [r for r in renditions if _text(r, "href").startswith(("http://", "https://"))]
    return _text(max(with_address, key=_width), "href") if with_address else None


def _width(rendition: dict[str, Any]) -> float:
    width = rendition.get("width")
    return float(width) if isinstance(width, int | float) and abs(width) < 10**9 else 0.0


def _objects(item: dict[str, Any], key: str) -> list[dict[str, Any]]:
    return [_lowered(value) for value in _list(item, key) if isinstance(value, dict)]


def _list(item: dict[str, Any], key: str) -> list[Any]:
    value = item.get(key)
    return value if isinstance(value, list) else []


def _lowered(value: dict[str, Any]) -> dict[str, Any]:
    return {key.lower(): inner for key, inner in value.items()}


def _text(item: dict[str, Any], key: str) -> str:
    value = item.get(key)
    return value.strip() if isinstance(value, str) else ""


def _scalar(item: dict[str, Any], key: str) -> str:
    """A text or a number: versions and urgencies are either."""
    value = item.get(key)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else _text(item, key)


NINJS = Format("application/vnd.iptc.ninjs+json", frozenset(("application/ninjs+json",)), read)
