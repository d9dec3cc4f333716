"""Feeds: RSS 0.9x to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0, as feedparser reads them; ill-formed ones, too."""

import io
import re
from collections.abc import Iterator
from typing import Any

import feedparser

from workers.domain.fact import Fact, Field, Value
from workers.domain.form import Form
from workers.domain.link import Link
from workers.domain.media import Media
from workers.domain.reason import Reason
from workers.domain.subject import Subject
from workers.formats.elements import Elements
from workers.formats.format import Entry, Format, FormatError
from workers.formats.guard import check_depth, count_elements, without_doctype
from workers.limits import MAX_ENTRIES

_PREFIXES = {"content": "http://purl.org/rss/1.0/modules/content/", "dc": "http://purl.org/dc/elements/1.1/",
             "media": "http://search.yahoo.com/mrss/", "atom": "http://www.w3.org/2005/Atom"}  # fmt: skip
_BARE = re.compile(r"\s*<(?P<tag>item|entry)[\s>]", re.I)
# Of an entry's start tag: what is counted before anything is parsed.
_ENTRY_TAG = re.compile(r"<(?:[\w.-]{1,40}:)?(?:item|entry)(?=[\s>])", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\d{1,7}|#x[\da-fA-F]{1,6}|[a-zA-Z]{2,31});")
_TEXT_TYPES = frozenset(("text/plain", "text", "plain"))
_HTML_TYPES = frozenset(("text/html", "application/xhtml+xml", "html", "xhtml"))
# References to halves of characters, at which the parser fails.
_HALF = re.compile(
    r"&#(?:x0*d[89a-f][\da-f]{2}|0*(?:5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3]));", re.I
)
# One alone is a date of publication; feedparser takes it for one of change (Dublin Core says "associated with an event").
_CHANGED = ("atom:updated", "atom:modified", "dcterms:modified", "rss:lastBuildDate", "dc:date")
_MEDIA_TYPES = {"image": "photo", "video": "video", "audio": "audio"}


def read(text: str) -> Iterator[Entry | FormatError]:
    """The feed's entries; a bare `<item>` or `<entry>` is a feed of one. Raises FormatError."""
    document = _guarded(text)
    feed = _parse(_as_document(document))
    entries = feed.get("entries", [])
    if not entries:
        known = feed.get("version") or not feed.get("bozo")
        raise FormatError(Reason.NO_ENTRIES if known else Reason.MALFORMED_MARKUP, "a feed without entries")
    prefix = "atom" if str(feed.get("version", "")).startswith("atom") else "rss"
    elements = Elements(document)
    return (_entry(entry, feed.get("feed", {}), prefix, elements) for entry in entries)


def _guarded(text: str) -> str:
    text = _HALF.sub("&#xFFFD;", without_doctype(text))
    count_elements(text)
    check_depth(text)
    if (entries := len(_ENTRY_TAG.findall(text))) > MAX_ENTRIES:
        raise FormatError(Reason.MANY_ENTRIES, f"{entries} stories, more than {MAX_ENTRIES}")
    return text


def _as_document(text: str) -> str:
    """A bare entry inside the feed that it came from, so that its prefixes are known to the parser."""
    bare = _BARE.match(text)
    if bare is None:
        return text
    namespaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _PREFIXES.items())
    if bare["tag"].lower() == "entry":
        return f'<feed xmlns="{_PREFIXES["atom"]}" {namespaces}>{text}</feed>'
    return f'<rss version="2.0" {namespaces}><channel>{text}</channel></rss>'


def _parse(document: str) -> Any:
    headers = {"content-type": "application/rss+xml; charset=utf-8"}
    stream = io.BytesIO(document.encode("utf-8", "replace"))
    try:
        return feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # its loose parser fails in many ways on what is no markup at all
        raise FormatError(Reason.MALFORMED_MARKUP, f"{type(error).__name__}: {error}") from None


def _entry(entry: Any, feed: Any, prefix: str, elements: Elements) -> Entry | FormatError:
    content, form = _content(entry)
    if not content.strip():
        return FormatError(Reason.EMPTY_TEXT, "an entry without text")
    return Entry(content, form, tuple(_facts(entry, feed, prefix, elements)))


def _content(entry: Any) -> tuple[str, Form]:
    """The longest text that the entry gives: the whole story rather than a teaser or a picture's description."""
    given = [*entry.get("content", []), entry.get("summary_detail", {}), entry.get("description_detail", {})]
    texts = [part for part in given if part.get("value") and part.get("type", "text/html") in _TEXT_TYPES | _HTML_TYPES]
    if not texts:
        return "", Form.TEXT
    best = max(texts, key=lambda part: len(part["value"]))
    value, declared = best["value"], best.get("type", "text/html")
    return value, Form.TEXT if declared in _TEXT_TYPES or not _TAG.search(value) else Form.FRAGMENT


def _facts(entry: Any, feed: Any, prefix: str, elements: Elements) -> Iterator[Fact]:
    origin = elements.origin
    changed = origin(*_CHANGED)
    single: tuple[tuple[Field, str, str], ...] = (
        (Field.TITLE, "title", origin(f"{prefix}:title", "dc:title", "media:title")),
        (Field.SUBTITLE, "subtitle", "itunes:subtitle"),
        (Field.URL, "link", f"{prefix}:link"),
        (Field.GUID, "id", origin("atom:id") if prefix == "atom" else origin("rss:guid", "dc:identifier", "rdf:about")),
        (Field.PUBLISHED, "published", origin("rss:pubDate", "atom:published", "atom:issued", "dcterms:issued")),
        (Field.PUBLISHED, "created", origin("dcterms:created", "atom:created")),
        (Field.PUBLISHED if changed == "dc:date" else Field.UPDATED, "updated", changed),
        (Field.RIGHTS, "rights", origin(f"{prefix}:rights", "rss:copyright", "dc:rights")),
    )
    for field, key, where in single:
        yield from _fact(field, dict.get(entry, key), where)  # feedparser's own takes one date for another
    yield from _fact(Field.LANGUAGE, entry.get("title_detail", {}).get("language") or entry.get("language"), "xml:lang")
    yield from _fact(Field.LANGUAGE, feed.get("language"), origin("rss:language", "dc:language") + " of the feed")
    yield from _fact(
        Field.RIGHTS,
        None if entry.get("rights") else feed.get("rights"),
        origin("rss:copyright", "atom:rights", "dc:rights") + " of the feed",
    )
    for author in entry.get("authors", []):
        yield from _fact(Field.AUTHORS, author.get("name"), origin(f"{prefix}:author", "dc:creator", "itunes:author"))
    for tag in entry.get("tags", []):
        subject = Subject(
            tag.get("label") or tag.get("term"), tag.get("term") if tag.get("label") else None, tag.get("scheme")
        )
        yield Fact(Field.SUBJECTS, subject, origin(f"{prefix}:category", "dc:subject", "itunes:category"))
    for link in entry.get("links", []):
        yield from _link(link, prefix)
    yield from _media(entry)


def _fact(field: Field, value: Value | None, origin: str) -> Iterator[Fact]:
    if isinstance(value, str) and value.strip():
        yield Fact(field, value, origin)


def _link(link: Any, prefix: str) -> Iterator[Fact]:
    address, rel = link.get("href"), link.get("rel", "alternate")
    if not address or rel == "alternate":
        return
    kind = _MEDIA_TYPES.get(str(link.get("type", "")).split("/")[0])
    if rel == "enclosure" and kind:
        yield Fact(Field.MEDIA, Media(kind, url=address), f"{prefix}:enclosure")
    else:
        yield Fact(Field.LINKS, Link(address, rel, link.get("title")), f"{prefix}:link")


def _media(entry: Any) -> Iterator[Fact]:
    names = [credit.get("content") for credit in entry.get("media_credit", []) if credit.get("content")]
    for medium in entry.get("media_content", []):
        kind = _MEDIA_TYPES.get(medium.get("medium") or str(medium.get("type", "")).split("/")[0], "photo")
        if medium.get("url"):
            yield Fact(Field.MEDIA, Media(kind, credit=names[0] if names else None, url=medium["url"]), "media:content")
    for thumbnail in entry.get("media_thumbnail", []):
        if thumbnail.get("url"):
            yield Fact(Field.MEDIA, Media("photo", url=thumbnail["url"]), "media:thumbnail")


RSS = Format("application/rss+xml", frozenset(("application/rdf+xml",)), read)
ATOM = Format("application/atom+xml", frozenset(), read)
