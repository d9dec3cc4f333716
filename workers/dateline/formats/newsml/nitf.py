"""NITF 3.x (IPTC, https://www.iptc.org/std/NITF/3.6/), with or without its namespace."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from dateline.domain.rejection import Reason
from dateline.formats.decode.format import Entry, Format, FormatError
from dateline.formats.decode.safe_parse import parse_xml
from dateline.formats.newsml.nitf_facts import NOT_PUBLISHED, read_facts
from dateline.formats.newsml.story_html import as_entry, fragment, put_in_front
from dateline.formats.newsml.xml import below, children, first, local, words

# NITF's own names for what HTML calls otherwise; all else either is HTML already or only marks words.
_AS_HTML = {"body.content": "div", "block": "div", "nitf-table": "div", "note": "div", "fn": "div", "hl1": "h1", "hl2": "h2",
            "bq": "blockquote", "byline": "p", "abstract": "div", "datasource": "p", "credit": "p", "tagline": "p",
            "bibliography": "p"}  # fmt: skip
# What becomes a fact, or says of a table how it is laid out; a block's dateline goes in front of its first paragraph.
_APART = frozenset(("media", "dateline", "copyrite", "key-list", "tobject", "classifier", "nitf-table-metadata"))
_ENDS = frozenset(("tagline", "bibliography"))


def read(text: str) -> Iterator[Entry | FormatError]:
    """Yield the document as one entry. Raises FormatError."""
    root = parse_xml(text)
    if local(root) != "nitf":
        raise FormatError(Reason.MALFORMED_MARKUP, f"<{local(root)}> is no NITF document")
    yield read_element(root)


def read_element(root: Any, dateline: str = "") -> Entry | FormatError:
    """Return an `nitf` element, which NewsML and ninjs carry as well, as an entry; the dateline is theirs if it gives none."""
    head = first(root, "body", "body.head")
    body = _body(root, head)
    if not words(body):
        return FormatError(Reason.EMPTY_TEXT, "no text in body.content")
    put_in_front(body, _dateline(head) or dateline)
    return replace(as_entry(body), facts=tuple(read_facts(root)))


def _body(root: Any, head: Any) -> Any:
    """Return the story as HTML, its tagline after the last paragraph; its abstract if that is all there is."""
    content = first(root, "body", "body.content")
    if content is None:
        content = first(root, "body.content")
    parts = [] if content is None else [content]
    if not words(content) and head is not None:
        parts = list(children(head, "abstract"))
    if any(words(part) for part in parts):
        parts += [part for end in below(root, "body", "body.end") for part in end if local(part) in _ENDS]
    return as_html(parts)


def as_html(elements: Iterable[Any]) -> Any:
    """NITF's elements, or HTML's, as a piece of HTML."""
    return fragment(elements, _AS_HTML, _is_apart)


def _is_apart(element: Any) -> bool:
    return local(element) in _APART or element.get("type") == NOT_PUBLISHED


def _dateline(head: Any) -> str:
    """Return its words without a date that only machines read, which some agencies put where print has "March 4"."""
    dateline = None if head is None else first(head, "dateline")
    date = None if dateline is None else first(dateline, "story.date")
    of_machines = date is not None and (not words(date) or words(date)[:4].isdigit())
    return words(dateline, frozenset(("story.date",)) if of_machines else frozenset()).strip(" ,")


NITF = Format("application/nitf+xml", frozenset(("application/vnd.iptc.nitf+xml", "text/vnd.iptc.nitf")), read)
