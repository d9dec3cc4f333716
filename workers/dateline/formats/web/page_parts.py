"""The places of a page that say something of its story, each value with the name of its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from dateline.formats.newsml.nature import is_web_address
from dateline.text.html_elements import INLINE, UNRENDERED

# Pages have up to 100 meta elements, and now and then a hundred links to themselves in other languages.
_MOST_ELEMENTS = 1000
# More headings than a newspaper's page has, and longer than any headline.
_MOST_HEADINGS, _MOST_HEADING_CHARS = 20, 500

# Microdata, and HTML5's first draft.
_PUBLISHED = 'time[datetime][pubdate], [itemprop~="datePublished"]'
_UPDATED = '[itemprop~="dateModified"]'
_BYLINES = ('[itemprop~="author"]', "a[rel~=author]")

# Elements inside a headline or a name that put no space there.
_INLINE = INLINE | {"bdi", "bdo", "font", "time", "u", "wbr"}


@dataclass(frozen=True, slots=True)
class MetaValue:
    """A value and its origin."""

    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class Related:
    """A `link` element."""

    rels: frozenset[str]
    address: str
    language: str


class PageParts:
    """A page, parsed once."""

    def __init__(self, text: str) -> None:
        self._tree = LexborHTMLParser(text.encode("utf-8", "replace"))

    def named(self, *names: str) -> Iterator[MetaValue]:
        """Yield the contents of the meta elements of these names, in the names' order."""
        for name in names:
            yield from (MetaValue(value, _origin(name)) for value in self._meta.get(name, ()))

    def scripts(self) -> Iterator[str]:
        """Yield the texts of JSON-LD scripts."""
        for script in self._tree.css("script[type]"):
            if "ld+json" in _attribute(script, "type").lower():
                yield script.text() or ""

    def addresses(self) -> Iterator[MetaValue]:
        """Yield the page's own addresses."""
        for link in self.links:
            if "canonical" in link.rels:
                yield MetaValue(link.address, "html:canonical")
        yield from self.named("og:url")

    def title(self) -> Iterator[MetaValue]:
        """Yield the `title` element, which mostly names the site, too."""
        node = self._tree.css_first("head title")
        if node is not None and (text := " ".join((node.text() or "").split())):
            yield MetaValue(text, "html:title")

    def headings(self) -> list[str]:
        """Return the texts of `h1` elements, each once."""
        texts = (_text(node) for node in self._tree.css("h1")[:_MOST_HEADINGS])
        return list(dict.fromkeys(text for text in texts if text and len(text) <= _MOST_HEADING_CHARS))

    def language(self) -> Iterator[MetaValue]:
        """Of the root element."""
        root = self._tree.css_first("html")
        for name in ("lang", "xml:lang"):
            if root is not None and (language := _attribute(root, name)):
                yield MetaValue(language, f"html:{name}")

    def published(self) -> Iterator[MetaValue]:
        """Return what the text itself marks as the date of publication."""
        return self._first(_PUBLISHED, "html:datePublished")

    def updated(self) -> Iterator[MetaValue]:
        """Return what the text itself marks as the date of the last change."""
        return self._first(_UPDATED, "html:dateModified")

    def bylines(self) -> Iterator[list[MetaValue]]:
        """Yield authors that the text marks as such, by each way of marking."""
        for selector in _BYLINES:
            found = self._tree.css(selector)[:_MOST_HEADINGS]
            names = [
                _text(node.css_first('[itemprop~="name"]') or node) or _attribute(node, "content") for node in found
            ]
            yield [MetaValue(name, "html:author") for name in dict.fromkeys(names) if name]

    @cached_property
    def links(self) -> list[Related]:
        """The `link` elements that relate the page to another, their addresses absolute if the page says against what."""
        base = self._tree.css_first("base[href]")
        against = (
            _attribute(base, "href") if base is not None else next((url.value for url in self.named("og:url")), "")
        )
        return [
            Related(
                frozenset(_attribute(node, "rel").lower().split()),
                _absolute(against, _attribute(node, "href")),
                _attribute(node, "hreflang"),
            )
            for node in self._tree.css("link[rel][href]")[:_MOST_ELEMENTS]
            if _attribute(node, "href")
        ]

    @cached_property
    def _meta(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for node in islice(self._tree.css("meta[content]"), _MOST_ELEMENTS):
            if content := _attribute(node, "content"):
                for name in {_attribute(node, key).lower() for key in ("property", "name", "http-equiv")} - {""}:
                    found.setdefault(name, []).append(content)
        return found

    def _first(self, selector: str, origin: str) -> Iterator[MetaValue]:
        node = self._tree.css_first(selector)
        if node is None:
            return
        value = _attribute(node, "datetime") or _attribute(node, "content") or _text(node)
        if value:
            yield MetaValue(value, origin)


def _origin(name: str) -> str:
    return name if ":" in name else f"meta:{name}"


def _attribute(node: LexborNode, name: str) -> str:
    return (node.attrs.get(name) or "").strip()


def _absolute(base: str, address: str) -> str:
    if is_web_address(address):
        return address
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _text(node: LexborNode) -> str:
    """Return what is seen of an element, on one line."""
    pieces: list[str] = []
    for inner in node.traverse(include_text=True):
        if inner.tag == "-text":
            if inner.parent is None or inner.parent.tag not in UNRENDERED:
                pieces.append(inner.text_content or "")
        elif inner.tag not in _INLINE:
            pieces.append(" ")
    return " ".join("".join(pieces).split())
