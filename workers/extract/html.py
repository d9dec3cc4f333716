"""HTML to lines: one per block of visible text, in document order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from workers.domain.line import Line
from workers.extract.text import numbered

_HIDDEN = ("script style noscript template svg math iframe canvas head select textarea").split()
_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label",
    "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
    "wbr",
}  # fmt: skip
_BREAKS = {"br", "hr"}
_CLOSED_AS_XML = re.compile(r"<(?P<tag>iframe|script|textarea|noscript|title|style)\b[^<>]{0,4000}/>", re.I)
_FRAME = re.compile(r"</?iframe\b[^<>]{0,4000}>", re.I)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a text node stands: its nearest block element and whether a link lies between or above."""

    block: int
    tag: str
    linked: bool


class _Places:
    """The place of every element, each worked out once, so that depth costs nothing."""

    def __init__(self) -> None:
        self._known: dict[int, _Place] = {}

    def of(self, node: LexborNode) -> _Place:
        path: list[LexborNode] = []
        here: LexborNode | None = node
        while here is not None and here.mem_id not in self._known:
            path.append(here)
            here = here.parent
        place = self._known[here.mem_id] if here is not None else _Place(0, "", False)
        for step in reversed(path):
            tag = step.tag or ""
            linked = place.linked or tag == "a"
            place = _Place(place.block, place.tag, linked) if tag in _INLINE else _Place(step.mem_id, tag, linked)
            self._known[step.mem_id] = place
        return place


def html_lines(markup: str) -> tuple[Line, ...]:
    """The lines of a page or fragment; `tag` is the block's element, `link_share` the share of its text inside links."""
    tree = LexborHTMLParser(_closed(markup))
    tree.strip_tags(_HIDDEN)
    return numbered(_blocks(tree.body)) if tree.body is not None else ()


def _closed(markup: str) -> str:
    """Markup whose frames are closed: one that is not, or is as XML does it, takes all text behind it along (WHATWG HTML, raw text)."""
    markup = _CLOSED_AS_XML.sub(r"<\g<tag>></\g<tag>>", markup)
    lowered = markup.lower()
    return markup if lowered.count("<iframe") == lowered.count("</iframe") else _FRAME.sub("", markup)


def _blocks(body: LexborNode) -> Iterator[tuple[str, str, float]]:
    places, block = _Places(), _Block()
    for node in body.traverse(include_text=True):
        if node.tag == "-text":
            parent = node.parent
            if parent is None:
                continue
            place = places.of(parent)
            if place.block != block.id and block.parts:
                yield block.closed()
            block.add(place, node.text_content or "")
        elif node.tag in _BREAKS and block.parts:
            yield block.closed()
    if block.parts:
        yield block.closed()


class _Block:
    """The text of one block element while it is gathered."""

    def __init__(self) -> None:
        self.id, self.tag, self.parts, self.linked, self.size = 0, "", list[str](), 0, 0

    def add(self, place: _Place, text: str) -> None:
        self.id, self.tag = place.block, place.tag
        self.parts.append(text)
        self.size += len(text.strip())
        self.linked += len(text.strip()) if place.linked else 0

    def closed(self) -> tuple[str, str, float]:
        text, share = "".join(self.parts).replace("\n", " "), round(self.linked / max(1, self.size), 3)
        tag = self.tag
        self.parts, self.linked, self.size = [], 0, 0
        return text, tag, share
