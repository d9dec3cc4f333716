"""A story's elements as plain HTML, and the dateline that belongs in front of it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from dateline.domain.story import Form
from dateline.formats.decode.format import Entry
from dateline.formats.decode.safe_parse import check_depth
from dateline.formats.newsml.xml import children, first, local, words
from dateline.text.html_elements import BLOCKS, EMBEDDED, INLINE, RARE_INLINE, UNRENDERED

_HIDDEN = UNRENDERED | EMBEDDED | {"applet", "audio", "embed", "meta", "object", "video"}
HTML_NAMES = BLOCKS | INLINE | RARE_INLINE
"""What a piece of HTML can begin with."""

# Two cells of a table; their row is a line of its own.
_COLUMNS = re.compile(r"\S {3,}\S")
_INDENT = (" ", "\t", "\u3000")

_PLAIN = "span"
# Paragraphs that a dateline may already open: a kicker or a note may stand before the story's first one.
_OPENING = 4
# Where no story begins.
_ASIDE = frozenset(("figure", "table", "blockquote", "aside", "header"))
_PLACE_END = re.compile(r"[,(\[:–—]|\s-|-\s")
_ENDS = ("-", "–", "—", "=", ":")
_BRACKETS = ("(", "[", "（", "［", "【", "/")
# A first tag of markup that a text without a fit media type is written in.
_MARKED_UP = re.compile(r"\s*<(?:p|div|html|body|section|article|h[1-6]|ul|ol|table|span|br)\b[^<>]{0,1000}>", re.I)


def fragment(elements: Iterable[Any], renamed: Mapping[str, str], is_apart: Callable[[Any], bool]) -> Any:
    """Return a `div` with the elements under HTML's names, those apart left out; what has no such name is inline."""
    made = etree.Element("div")
    converter = _Converter(renamed, is_apart)
    for element in elements:
        converter.add(element, made)
    return made


class _Converter:
    def __init__(self, renamed: Mapping[str, str], is_apart: Callable[[Any], bool]) -> None:
        self._renamed, self._is_apart = renamed, is_apart

    def add(self, element: Any, parent: Any) -> None:
        """The element and all inside it, at the end of the parent; of one that is left out, only the text after it."""
        name = local(element)
        out = not name or name.lower() in _HIDDEN or self._is_apart(element)
        made = etree.SubElement(parent, _PLAIN) if out else self._made(element, name, parent)
        made.tail = element.tail

    def _made(self, element: Any, name: str, parent: Any) -> Any:
        named = self._renamed.get(name, name.lower())
        named = named if named in HTML_NAMES else _PLAIN
        if len(element) == 0:
            return _wrapped(named, element.text or "", parent)
        made = etree.SubElement(parent, named)
        made.text = element.text
        for child in element:
            # Headline, time and the like are given apart as well; a lead paragraph may stand among them.
            if named != "header" or local(child).lower() == "p":
                self.add(child, made)
        if name == "block":
            _lead_in(_first(children(made, "p"), _OPENING), words(first(element, "dateline")))
        return made


def _wrapped(name: str, text: str, parent: Any) -> Any:
    """Return a leaf; a `p` or `body` whose lines were wrapped by hand becomes several paragraphs."""
    found = _paragraphs(text) if "\n" in text and name in ("p", "body", "div") else [text]
    if len(found) == 1:
        made = etree.SubElement(parent, name)
        made.text = text
        return made
    for paragraph in found:
        made = etree.SubElement(parent, "p")
        made.text = paragraph
    return made


def as_entry(body: Any) -> Entry:
    """Return the markup of it."""
    return Entry(str(etree.tostring(body, encoding="unicode", method="html")), Form.FRAGMENT)


def put_in_front(body: Any, dateline: str) -> None:
    """A dateline in front of the first paragraph, unless the story opens with it or it is only a time."""
    opening = _first(__paragraphs(body), _OPENING)
    _lead_in(opening or [part for part in body.iter() if (part.text or "").strip()][:1], dateline)


def _lead_in(opening: list[Any], dateline: str) -> None:
    if opening and _is_printed(dateline) and not any(_opens_with(words(part), dateline) for part in opening):
        opening[0].text = f"{_joined(dateline, words(opening[0]))} {(opening[0].text or '').lstrip()}"


def _first(parts: Iterable[Any], most: int) -> list[Any]:
    return list(islice((part for part in parts if words(part)), most))


def __paragraphs(body: Any) -> Iterator[Any]:
    """Yield those outside of tables, captions and the like, in document order."""
    waiting = list(reversed(body))
    while waiting:
        element = waiting.pop()
        name = local(element)
        if name == "p":
            yield element
        elif name not in _ASIDE:
            waiting.extend(reversed(element))


def entry_of(text: str, media_type: str, dateline: str = "") -> Entry:
    """Return text or HTML that stands as a text inside a document; its dateline in front. Raises FormatError for markup that is too deep."""
    if "html" in media_type.lower() or _MARKED_UP.match(text):
        return Entry(_with_dateline(text, dateline) if _is_printed(dateline) else text, Form.FRAGMENT)
    text = "\n".join(_paragraphs(text))
    fits = _is_printed(dateline) and not any(
        _opens_with(line.strip(), dateline) for line in text.strip().splitlines()[:_OPENING]
    )
    return Entry(f"{_joined(dateline, text)} {text.lstrip()}" if fits else text, Form.TEXT)


def _with_dateline(markup: str, dateline: str) -> str:
    check_depth(markup)
    tree = LexborHTMLParser(markup)
    opening = list(islice((part for part in tree.css("p") if part.text().strip()), _OPENING))
    if not opening or any(_opens_with(part.text().strip(), dateline) for part in opening):
        return markup
    inside = opening[0].child
    if inside is None or tree.body is None:
        return markup
    inside.insert_before(f"{_joined(dateline, opening[0].text())} ")
    return tree.body.html or markup


def _is_printed(dateline: str) -> bool:
    """Return whether it begins as print begins it: datelines that open with a number are times for machines."""
    return dateline[:1] != "" and not dateline[0].isdigit()


def _opens_with(text: str, dateline: str) -> bool:
    place = _PLACE_END.split(dateline.strip(), maxsplit=1)[0].strip() or dateline.strip()
    return text.casefold().startswith((place.casefold(), dateline.casefold()))


def _joined(dateline: str, text: str) -> str:
    """With the dash that print has; a bracketed agency that opens the text belongs to the dateline and has its own."""
    dateline = " ".join(dateline.split())
    return dateline if dateline.endswith(_ENDS) or text.lstrip().startswith(_BRACKETS) else f"{dateline} -"


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs of text that was wrapped by hand, as wires send it even inside markup: they begin with an indented line or after a blank one; the text as it is if nothing marks them.

    Lines that are all indented or all flush say nothing: that is how XML is laid out.
    """
    lines = text.strip("\r\n").splitlines()
    later = [line for line in lines[1:] if line.strip()]
    indented = sum(line.startswith(_INDENT) for line in later)
    if indented == 0 or indented == len(later):
        return [text]
    found: list[list[str]] = [[]]
    for line in lines:
        if not line.strip() or line.startswith(_INDENT) or _COLUMNS.search(line):
            found.append([])
        found[-1].append(line.strip())
    joined = (" ".join(part for part in parts if part) for parts in found)
    return [paragraph for paragraph in joined if paragraph]
