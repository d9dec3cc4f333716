"""Feeds as trees of elements, each with its text as feedparser reads it."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from feedparser.api import LooseFeedParser, StrictFeedParser
from feedparser.html import _cp1252
from feedparser.mixin import _FeedParserMixin
from lxml import etree

from dateline.domain.limits import MAX_ENTRIES, MAX_URL_CHARS
from dateline.domain.rejection import Reason
from dateline.formats.decode.format import FormatError
from dateline.formats.decode.safe_parse import check_depth, count_elements, parse_xml
from dateline.formats.feeds.element import Element, Feed

_ENTRIES = frozenset(("item", "entry"))
_FORMATS = {"rss": "rss", "rdf:rdf": "rss", "channel": "cdf", "feed": "atom", "item": "rss", "entry": "atom"}
# End tags at which text ends that nothing else has ended.
_ENDS = frozenset((*_ENTRIES, "channel", "feed", "rss", "rdf:rdf"))
# Elements whose text may be markup, and the type that they have if they name none.
_CONSTRUCTS = {
    **dict.fromkeys(("description", "dc:description", "content:encoded", "fullitem"), "text/html"),
    **dict.fromkeys(("body", "xhtml:body"), "application/xhtml+xml"),
    **dict.fromkeys(("title", "dc:title", "media:title", "subtitle", "tagline", "itunes:subtitle", "content", "summary",
                     "itunes:summary", "media:description", "abstract", "rights", "copyright", "dc:rights"), "text/plain"),
}  # fmt: skip
_ADDRESSES = frozenset(("link", "guid", "id", "comments", "url", "uri", "feedburner:origlink", "wfw:commentrss"))
# Elements that contain text alone: if one is not closed, the next element closes it.
_LEAVES = _ADDRESSES | frozenset(("pubdate", "published", "updated", "issued", "modified", "created", "category", "enclosure",
                                  "language", "name", "email", "dc:creator", "dc:date", "dc:subject", "media:thumbnail"))  # fmt: skip
_CAPITALS = {"pubdate": "pubDate", "lastbuilddate": "lastBuildDate", "origlink": "origLink", "commentrss": "commentRss",
             "creativecommons": "creativeCommons"}  # fmt: skip
_ATOM = ("http://www.w3.org/2005/atom", "http://purl.org/atom/", "http://purl.org/echo/", "http://purl.org/pie/")
_ATOM_PREFIXES = ("atom:", "a10:")
_REFERENCE = re.compile("&([A-Za-z0-9_]+);")
_DIVS = ("div", "xhtml:div")
# feedparser looks at each of these for each element of a namespace that it does not know.
_MAX_NAMESPACES = 100
_MAX_LANGUAGE_CHARS = 100
_MAX_ATTRIBUTES = 100
# Names under which elements go through feedparser; no element has them.
_ELEMENT, _TEXT = "element", "<text>"


def parse_feed(text: str) -> Feed:
    """Return the feed of a text without declarations; one that is not well-formed is read by feedparser's loose parser.
    Raises FormatError.
    """
    count_elements(text)
    try:
        root = parse_xml(text)
    except FormatError as error:
        if error.reason is not Reason.MALFORMED_MARKUP:
            raise
        check_depth(text)
        return _loosely(text)
    return _strictly(root)


def _strictly(root: Any) -> Feed:
    parser = _Strict()
    with _named_failures():
        _walk(root, parser)
    return parser.finished()


def _loosely(text: str) -> Feed:
    parser = _Loose()
    with _named_failures():
        parser.feed(text.encode("utf-8", "replace").decode("utf-8"))
    return parser.finished()


@contextmanager
def _named_failures() -> Iterator[None]:
    """Feedparser raises whatever it runs into in markup that nobody foresaw."""
    try:
        yield
    except FormatError:
        raise
    except Exception as error:
        raise FormatError(Reason.MALFORMED_MARKUP, f"{type(error).__name__}: {error}") from None


class _Recorder(_FeedParserMixin):  # type: ignore[misc]
    """Stands before feedparser's parsers. They keep bases, languages and namespaces, and read text; here elements become a tree,
    since feedparser's own entries don't say which element a value stood in.
    """

    lenient = False
    # Both would rewrite all markup; nobody shows it, and links inside of it are not read.
    sanitize_html = resolve_relative_uris = False

    def __init__(self) -> None:
        # feedparser undoes mojibake silently if the encoding's name is in lower case; the decode stage does so and tells.
        super().__init__("", None, "UTF-8")
        self.format = ""
        self.entries: list[Element] = []
        self._open = [Element("")]
        self._names: Counter[str] = Counter()
        self._construct: Element | None = None
        self._same_inside = self._bases = 0
        self._tag = self._namespace = ""

    def finished(self) -> Feed:
        """Return the feed, once all has been read."""
        while len(self._open) > 1:
            self._close(closed=False)
        about = self._open[0]
        for name in ("rss", "rdf:rdf", "feed", "channel"):
            about = about.first(name) or about
        return Feed(about, tuple(self.entries))

    def unknown_starttag(self, tag: str, attrs: list[tuple[str, str]]) -> None:
        attrs = [(key, value) for key, value in attrs if not self._is_long(key, value)]
        name = self._named(tag)
        if self._construct is not None and not (self.lenient and name in _ENTRIES):
            self._start_inside(tag, attrs)
            return
        self._make_room(name)
        self._tag = tag
        super().unknown_starttag(_ELEMENT, attrs)  # calls _start_element

    def unknown_endtag(self, tag: str) -> None:
        name = self._named(tag)
        if self._is_inside(name):
            self._end_inside(tag)
            return
        if self._names[name]:
            while self._open[-1].name != name:
                self._close(closed=False)
            self._close(closed=True)

    def track_namespace(self, prefix: str | None, uri: str) -> None:
        if len(self.namespaces_in_use) < _MAX_NAMESPACES:
            super().track_namespace(prefix, uri)

    def _is_long(self, key: str, value: str) -> bool:
        """Return bases are joined and languages copied for every element below."""
        key = key.lower()
        if key in ("xml:base", "base"):
            return len(self.baseuri) + len(value) > MAX_URL_CHARS
        return key in ("xml:lang", "lang") and len(value) > _MAX_LANGUAGE_CHARS

    def _named(self, tag: str) -> str:
        prefix, colon, local = tag.partition(":")
        if not colon:
            return tag
        prefix = self.namespacemap.get(prefix, prefix)
        return f"{prefix}:{local}".lower() if prefix else local

    def _origin(self, name: str) -> str:
        prefix, _, local = name.rpartition(":")
        if not prefix:
            is_atom = self._namespace.startswith(_ATOM) or self._tag.startswith(_ATOM_PREFIXES)
            prefix = "atom" if is_atom else self.format
        return f"{_CAPITALS.get(prefix, prefix)}:{_CAPITALS.get(local, local)}"

    def _start_element(self, attributes: dict[str, str]) -> None:
        name = self._named(self._tag)
        self.format = self.format or _FORMATS.get(name, "rss")
        if name == "rss":
            self._start_rss(attributes)
        elif name == "feed":
            self._start_feed(attributes)
        element = Element(name, self._origin(name), attributes, self.baseuri, self.lang or "")
        self._open[-1].add(element)
        self._open.append(element)
        self._names[name] += 1
        if name in _ENTRIES:
            self._enter(element)
        if name in _CONSTRUCTS:
            self.push_content(_TEXT, attributes, _CONSTRUCTS[name], 1)
            self._construct, self._same_inside, self._bases = element, 0, len(self.basestack)
        else:
            self.push(_TEXT, 0)

    def _make_room(self, name: str) -> None:
        """Close what should have been closed before an element of this name."""
        if name in _ENTRIES:
            while any(self._names[entry] for entry in _ENTRIES):
                self._close(closed=False)
        if self.lenient and self._open[-1].name in _LEAVES:
            self._close(closed=True)

    def _enter(self, entry: Element) -> None:
        if len(self.entries) == MAX_ENTRIES:
            raise FormatError(Reason.MANY_ENTRIES, f"more than {MAX_ENTRIES} stories")
        self.entries.append(entry)

    def _close(self, *, closed: bool) -> None:
        """Close the innermost element."""
        element = self._open[-1]
        element.closed = closed
        super().unknown_endtag(_ELEMENT)  # calls _end_element
        # feedparser keeps a base for what follows if there was none before.
        self.baseuri = self.basestack[-1] if self.basestack else ""
        self._open.pop()
        self._names[element.name] -= 1

    def _end_element(self) -> None:
        element = self._open[-1]
        # feedparser takes blank pieces from the front one by one.
        self.elementstack[-1][2] = _trimmed(self.elementstack[-1][2])
        text = self.pop(_TEXT) or ""
        if element is not self._construct:
            element.text = self._decoded(element.name, text).translate(_cp1252)
            return
        element.text, element.media_type = text, self.contentparams.get("type", "")
        self.contentparams.clear()
        del self.basestack[self._bases :], self.langstack[self._bases :]
        self.incontent = self.svgOK = 0
        self._construct = None

    def _decoded(self, name: str, text: str) -> str:  # noqa: ARG002
        return text

    def _is_inside(self, name: str) -> bool:
        """Return whether an end tag belongs to markup inside a text."""
        if self._construct is None or (self.lenient and name in _ENDS):
            return False
        return name != self._construct.name or self._same_inside > 0

    def _start_inside(self, tag: str, attrs: list[tuple[str, str]]) -> None:
        """An element inside text is markup, whatever its name."""
        if self._construct is not None and self._named(tag) == self._construct.name:
            self._same_inside += 1
        if not self._is_foreign():
            super().unknown_starttag(tag, attrs)

    def _end_inside(self, tag: str) -> None:
        if self._construct is not None and self._named(tag) == self._construct.name:
            self._same_inside -= 1
        if not self._is_foreign():
            # feedparser would close a feed's element of that name; no element has this prefix.
            super().unknown_endtag(tag if tag in _DIVS else f"-:{_local(tag)}")

    def _is_foreign(self) -> bool:
        """Return whether the text is XML of a kind that is no XHTML."""
        media_type = str(self.contentparams.get("type", ""))
        return media_type.endswith("xml") and media_type != "application/xhtml+xml"


class _Strict(_Recorder, StrictFeedParser):  # type: ignore[misc]
    """Well-formed feeds."""

    def startElementNS(self, name: tuple[str, str], qname: None, attrs: Any) -> None:  # noqa: N802
        self._namespace = name[0].lower()
        super().startElementNS(name, qname, attrs)


class _Loose(_Recorder, LooseFeedParser):  # type: ignore[misc]
    """All others."""

    lenient = True

    def __init__(self) -> None:
        super().__init__()
        self.namespacemap = {"atom": ""}

    def handle_charref(self, ref: str) -> None:
        try:
            super().handle_charref(ref)
        except (ValueError, OverflowError):
            self.handle_data(f"&#{ref};")

    def _decoded(self, name: str, text: str) -> str:
        self.contentparams["type"] = "text/plain"
        text = self.decode_entities(name, text)
        self.contentparams.clear()
        # "?a=1&b=2" was taken for a reference.
        return _REFERENCE.sub(r"&\1", text) if name in _ADDRESSES else text


class _Attributes:
    """An element's attributes as SAX gives them."""

    def __init__(self, attributes: Any) -> None:
        self._attributes = attributes

    def items(self) -> Iterator[tuple[tuple[str, str], str]]:
        # lxml looks for each of them from the first one on.
        return ((_split(name), self._attributes[name]) for name in islice(self._attributes, _MAX_ATTRIBUTES))

    def getQNames(self) -> tuple[()]:  # noqa: N802
        return ()


def _walk(root: Any, handler: _Strict) -> None:
    """Feed the handler the events of a SAX parser."""
    for event, what in etree.iterwalk(root, events=("start-ns", "start", "end")):
        if event == "start-ns":
            handler.startPrefixMapping(*what)
        elif event == "start":
            handler.startElementNS(_split(what.tag), None, _Attributes(what.attrib))
            if what.text:
                handler.characters(what.text)
        else:
            handler.endElementNS(_split(what.tag), None)
            if what.tail:
                handler.characters(what.tail)


def _split(name: str) -> tuple[str, str]:
    namespace, _, local = name.rpartition("}")
    return namespace[1:], local


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _trimmed(pieces: list[Any]) -> list[Any]:
    full = [number for number, piece in enumerate(pieces) if piece.strip()]
    return pieces[full[0] : full[-1] + 1] if full else []
