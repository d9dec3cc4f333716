"""Safe parsing: hostile XML is rejected unread, and JSON that nests too deeply before it is parsed."""

import re
from collections.abc import Iterable
from itertools import chain
from typing import Any

import orjson
from lxml import etree

from dateline.domain.limits import MAX_JSON_DEPTH, MAX_XML_ELEMENTS
from dateline.domain.rejection import Reason
from dateline.formats.decode.format import FormatError
from dateline.text.markup_depth import MAX_DEPTH, too_deep

# A document type without a subset of its own only names a DTD, as RSS 0.91 and NITF do; no parser here fetches it.
_PLAIN_DOCTYPE = re.compile(
    r"""<!DOCTYPE\s++[\w:.-]{1,64}+\s*+(?:(?:PUBLIC\s*+(?:"[^"<>]{0,512}+"|'[^'<>]{0,512}+')|SYSTEM)\s*+(?:"[^"<>]{0,512}+"|'[^'<>]{0,512}+')?+\s*+)?+>"""
)
_FORBIDDEN = re.compile(r"<!(?:DOCTYPE|ENTITY)\b", re.I)
# Behind the first element such a declaration is text: an article on XML in CDATA.
_ELEMENT = re.compile(r"<[a-zA-Z_:]")
_COMMENT = re.compile(r"<!--(?:(?!-->).)*+(?:-->|\Z)", re.S)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")


def without_doctype(text: str) -> str:
    """Return an XML document without its declarations, which say nothing that matters once it is text.
    Raises FormatError if entities are or may be declared.
    """
    text = _DECLARATION.sub("", text, count=1)
    text = _PLAIN_DOCTYPE.sub("", text, count=1)
    if found := _FORBIDDEN.search(_prolog(text)):
        raise FormatError(Reason.FORBIDDEN_MARKUP, f"{found[0]} at {found.start()}: entities can't be declared")
    return text


def _prolog(text: str) -> str:
    """Return what stands before the first element, without comments."""
    bare = _COMMENT.sub("", text)
    element = _ELEMENT.search(bare)
    return bare[: element.start()] if element else bare


def count_elements(text: str) -> None:
    """Raise FormatError if markup holds more elements than any story needs."""
    if (elements := text.count("<") - text.count("</")) > MAX_XML_ELEMENTS:
        raise FormatError(Reason.FORBIDDEN_MARKUP, f"{elements} elements, more than {MAX_XML_ELEMENTS}")


def check_depth(text: str) -> None:
    """Raise FormatError if more elements stand inside one another than any story needs."""
    if too_deep(text):
        raise FormatError(Reason.FORBIDDEN_MARKUP, f"more than {MAX_DEPTH} elements inside one another")


def parse_xml(text: str) -> Any:
    """Return the root element. Raises FormatError for what is not well-formed or too large, too deep or declares entities."""
    text = without_doctype(text)
    count_elements(text)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        message = error.msg or "not XML"
        reason = Reason.FORBIDDEN_MARKUP if "depth" in message.lower() else Reason.MALFORMED_MARKUP
        raise FormatError(reason, message) from None
    return root


def parse_json(text: str) -> Any:
    """Return the value; of a key that is given twice, the last one counts. Raises FormatError for what is not JSON or nests too deep."""
    try:
        value = orjson.loads(text.encode("utf-8"))
    except (orjson.JSONDecodeError, UnicodeEncodeError) as error:  # beyond 1,024 levels orjson gives up by itself
        raise FormatError(Reason.INVALID_JSON, str(error)) from None
    if text.count("[") + text.count("{") > MAX_JSON_DEPTH and _is_deeper(value, MAX_JSON_DEPTH):
        raise FormatError(Reason.INVALID_JSON, f"nests deeper than {MAX_JSON_DEPTH}")
    return value


def _is_deeper(value: Any, levels: int) -> bool:
    """Return whether arrays and objects stand inside one another at more levels than that."""
    level = _containers([value])
    while level and levels > 0:
        inner = (member.values() if isinstance(member, dict) else member for member in level)
        level = _containers(chain.from_iterable(inner))
        levels -= 1
    return bool(level)


def _containers(values: Iterable[Any]) -> list[Any]:
    return [value for value in values if isinstance(value, (dict, list))]
