"""HTML to blocks of visible text, with the elements that they stand in: one walk over the parsed page, written out again.

Parsers hand their nodes to Python one by one, which costs more than parsing. So the tree is written out by the parser itself,
tidy and without what is hidden, and its tags are told apart by one expression.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser

from dateline.text.html_elements import (
    BREAKS,
    EMBEDDED,
    INLINE,
    PRESENTATIONAL,
    RARE_INLINE,
    RAW_TEXT,
    UNRENDERED,
    VOID,
)
from dateline.text.normalize import tidy

# Elements without text of the page; the last ones are obsolete, and show their content as it is.
_HIDDEN = [*sorted(UNRENDERED | EMBEDDED), "noembed", "noframes", "xmp", "plaintext"]
# Elements that don't begin a line on crawled pages, whatever the standard says of them.
_INLINE = INLINE | RARE_INLINE | PRESENTATIONAL | {"bdi", "bdo", "data", "dfn", "font", "label", "samp", "time", "wbr"}
# Quoted values may hold ">"; the parser writes every value in double quotes.
_TAG = re.compile(r'<(/?)([a-zA-Z][^\s>/]*)([^">]*(?:"[^"]*"[^">]*)*)>')
_COMMENT = re.compile(r"<!--.*?-->", re.S)

# Elements whose text is raw: one that is closed as XML does it, or not at all, swallows everything after it.
_CLOSED_AS_XML = re.compile(
    rb"(?P<kept><(?P<raw>script|style)\b[^<>]{0,4000}(?<!/)>.*?</(?P=raw)\s*>)"
    rb"|<(?P<tag>iframe|textarea|noscript|title|script|style)\b(?P<rest>[^<>]{0,4000})/>",
    re.I | re.S,
)
_FRAME = re.compile(rb"</?iframe\b[^<>]{0,4000}>", re.I)
_LONGEST_TAG = 4000
_RAW = tuple(f"<{name}".encode() for name in RAW_TEXT)


@dataclass(slots=True)
class Elements:
    """The block-level elements in document order, the root first; an element's blocks are `first` to `last`, exclusive."""

    tags: list[str] = field(default_factory=lambda: [""])
    attributes: list[str] = field(default_factory=lambda: [""])
    parents: list[int] = field(default_factory=lambda: [0])
    depths: list[int] = field(default_factory=lambda: [0])
    first: list[int] = field(default_factory=lambda: [0])
    last: list[int] = field(default_factory=lambda: [0])


@dataclass(slots=True)
class Blocks:
    """The text blocks of a page or fragment: text, element, share of its characters inside links, images before it."""

    texts: list[str] = field(default_factory=list)
    inside: list[int] = field(default_factory=list)
    link_shares: list[float] = field(default_factory=list)
    images: list[int] = field(default_factory=list)
    elements: Elements = field(default_factory=Elements)


def read_blocks(markup: str) -> Blocks:
    """Return the blocks of a page or fragment, in document order."""
    tree = LexborHTMLParser(_closed(markup.encode("utf-8", "replace")))
    tree.strip_tags(_HIDDEN)
    if tree.body is None:
        return Blocks()
    body = tree.body.html or ""
    return _Walk(_COMMENT.sub("", body) if "<!--" in body else body).blocks


def _closed(markup: bytes) -> bytes:
    """Return markup whose raw elements are closed (WHATWG HTML, raw text)."""
    if _has_raw_closed_as_xml(markup):
        markup = _CLOSED_AS_XML.sub(_mended, markup)
    lowered = markup.lower()
    return markup if lowered.count(b"<iframe") == lowered.count(b"</iframe") else _FRAME.sub(b"", markup)


def _has_raw_closed_as_xml(markup: bytes) -> bool:
    """Return whether a raw element closes itself; XHTML writes its name in lower case."""
    at = markup.find(b"/>")
    while at >= 0:
        if markup.startswith(_RAW, markup.rfind(b"<", max(0, at - _LONGEST_TAG), at)):
            return True
        at = markup.find(b"/>", at + 2)
    return False


def _mended(match: re.Match[bytes]) -> bytes:
    return match["kept"] or b"<%b%b></%b>" % (match["tag"], match["rest"], match["tag"])


class _Walk:
    """One pass over the tags of a written-out tree."""

    def __init__(self, body: str) -> None:
        self.blocks = Blocks()
        self._open, self._parts, self._linked, self._images = [0], list[str](), list[str](), 0
        first, *pieces = _TAG.split(body)
        if first and not first.isspace():
            self._parts.append(first)
        self._walk(iter(pieces))
        if self._parts:
            self._close_block()
        for element in self._open:
            self.blocks.elements.last[element] = len(self.blocks.texts)

    def _walk(self, pieces: Iterator[str]) -> None:  # noqa: C901
        """The loop over a page's thousands of tags; a call for each would double its time."""
        parts, linked, links, is_open = self._parts, self._linked, 0, self._open
        elements, texts = self.blocks.elements, self.blocks.texts
        for closing, tag, attributes, text in zip(pieces, pieces, pieces, pieces, strict=True):
            if tag in _INLINE:
                if tag == "a":
                    links += -1 if closing else 1
            elif tag in VOID:
                if tag == "img":
                    self._images += 1
                elif parts and tag in BREAKS:
                    self._close_block()
            else:
                if parts:
                    self._close_block()
                if not closing:
                    elements.parents.append(is_open[-1])
                    elements.depths.append(len(is_open))
                    is_open.append(len(elements.tags))
                    elements.tags.append(tag)
                    elements.attributes.append(attributes)
                    elements.first.append(len(texts))
                    elements.last.append(0)
                elif len(is_open) > 1:
                    elements.last[is_open.pop()] = len(texts)
            if text and (parts or not text.isspace()):
                parts.append(text)
                if links > 0:
                    linked.append(text)

    def _close_block(self) -> None:
        text = tidy(_unescaped("".join(self._parts)).replace("\n", " "))
        if text:
            blocks = self.blocks
            blocks.texts.append(text)
            blocks.inside.append(self._open[-1])
            blocks.link_shares.append(round(_size(self._linked) / _size(self._parts), 3) if self._linked else 0.0)
            blocks.images.append(self._images)
        self._parts.clear()
        self._linked.clear()


def _size(parts: list[str]) -> int:
    """Return characters without the blanks around each part."""
    return sum([len(part.strip()) for part in parts])


def _unescaped(text: str) -> str:
    """Without the four references that a parser writes (WHATWG HTML, "escaping a string")."""
    if "&" not in text:
        return text
    return text.replace("&nbsp;", "\xa0").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
