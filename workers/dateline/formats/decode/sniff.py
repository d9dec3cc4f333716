"""Format detection: by the media type of a document, else by its content."""

import re
from typing import Any

from dateline.domain.rejection import Reason
from dateline.formats.decode.charset import parse_content_type
from dateline.formats.decode.format import Document, Format, FormatError
from dateline.formats.decode.safe_parse import parse_json
from dateline.formats.feeds.json_feed import JSON_FEED
from dateline.formats.feeds.reader import ATOM, RSS
from dateline.formats.newsml.g2 import NEWSML_G2
from dateline.formats.newsml.newsml_1 import NEWSML_1
from dateline.formats.newsml.nitf import NITF
from dateline.formats.ninjs.reader import NINJS
from dateline.formats.web.page import HTML
from dateline.formats.wire.anpa1312 import ANPA_1312, is_anpa1312
from dateline.formats.wire.iptc7901 import IPTC_7901, is_iptc7901
from dateline.formats.wire.plain_text import TEXT

FORMATS = (RSS, ATOM, JSON_FEED, NINJS, NITF, NEWSML_G2, NEWSML_1, HTML, TEXT, IPTC_7901, ANPA_1312)
_BY_TYPE = {name: format_ for format_ in FORMATS for name in (format_.content_type, *format_.also)}

# Types that say how a document is written and not what it is.
_XML_TYPES = frozenset(("application/xml", "text/xml"))
_JSON_TYPES = frozenset(("application/json", "text/json"))
_NO_TYPES = frozenset(("", "application/octet-stream"))

_ROOTS = {
    **dict.fromkeys(("rss", "rdf", "item", "channel"), RSS),
    **dict.fromkeys(("feed", "entry"), ATOM),
    "nitf": NITF,
    "newsml": NEWSML_1,
    **dict.fromkeys(
        ("newsitem", "newsmessage", "packageitem", "conceptitem", "knowledgeitem", "planningitem", "catalogitem"),
        NEWSML_G2,
    ),
    "html": HTML,
}
_ROOT = re.compile(
    r"\s*(?:<\?[^>]{0,500}>\s*|<!--(?:[^-]|-(?!->))*+-->\s*|<!doctype[^>\[]{0,1000}>\s*){0,20}<(?P<name>(?:[\w.-]{1,40}:)?(?P<root>[a-z][\w.-]{0,40}))",
    re.I | re.A,
)
# A document type with a subset of its own, whatever it is the type of.
_DECLARING = re.compile(
    r"\s*(?:<\?[^>]{0,500}>\s*|<!--(?:[^-]|-(?!->))*+-->\s*|<!doctype[^>\[]{0,1000}>\s*){0,20}<!doctype[^>\[]{0,1000}\[",
    re.I,
)
_HTML_ROOTS = frozenset(
    "a abbr address article aside audio b big blockquote body br center cite code dd del details div dl dt em fieldset figcaption"
    " figure font footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img ins kbd label li main mark meta nav noscript"
    " ol p picture pre q s samp script section small span strike strong style sub summary sup table tbody td th thead time title tr"
    " tt u ul var video".split()
)
_HTML_TAG = re.compile(
    r"</?(?:p|div|br|h[1-6]|a|ul|ol|li|span|article|section|body|html|table|img|strong|em|b|i|figure|blockquote)\b[^<>]{0,4000}>",
    re.I,
)
_JSON_OBJECT = re.compile(r'\s*(?:\[\s*)?\{\s*"')
_JSON_FEED = "https://jsonfeed.org/version/"
# Some systems send ninjs with a guid in place of its uri; these keys are ninjs' own.
_OWN_NINJS = frozenset(("versioncreated", "versionCreated", "pubstatus", "pubStatus"))
# A feed's text may hold one stray tag; markup has several.
_TAGS_OF_MARKUP = 2
_LOOKED_AT = 20_000


def detect_format(document: Document) -> Format:
    """Return the document's format. Raises FormatError for a media type that is none of ours, or a shape that its type does not tell."""
    media_type = parse_content_type(document.content_type)[0] if document.content_type else ""
    if media_type in _NO_TYPES:
        return _json(document.text) if _JSON_OBJECT.match(document.text) else sniff(document.text)
    if media_type in _JSON_TYPES:
        return _json(document.text)
    named = _BY_TYPE.get(media_type)
    if media_type in _XML_TYPES or named in (RSS, ATOM, NITF, NEWSML_G2, NEWSML_1):
        _refuse_declarations(document.text)
        return _by_root(document.text) or named or _unknown("XML in no format that is known")
    if named is TEXT:
        return _wire(document.text) or TEXT
    return named or _unknown(f"content type {media_type!r}")


def sniff(text: str) -> Format:
    """Return the format that a text looks like, which is plain text in the end. Raises FormatError for XML of another kind."""
    _refuse_declarations(text)
    if found := _by_root(text) or _wire(text):
        return found
    root = _ROOT.match(text)
    if root and root["root"].lower() not in _HTML_ROOTS and _is_document(text, root):
        return _unknown(f"XML in no format that is known: <{root['root']}>")
    return HTML if _is_markup(text) else TEXT


def _is_document(text: str, root: re.Match[str]) -> bool:
    """Return whether text that opens with a tag is an XML document: it says so, or closes with that tag."""
    return text.lstrip().startswith("<?xml") or text.rstrip().endswith(f"</{root['name']}>")


def _refuse_declarations(text: str) -> None:
    if _DECLARING.match(text):
        raise FormatError(Reason.FORBIDDEN_MARKUP, "a document type that declares something of its own")


def _by_root(text: str) -> Format | None:
    found = _ROOT.match(text)
    return _ROOTS.get(found["root"].lower()) if found else None


def by_keys(value: Any) -> Format | None:
    """Return the format of a JSON value; None if it is no document."""
    if isinstance(value, list) and value:
        return NINJS if by_keys(value[0]) is NINJS else None
    if not isinstance(value, dict):
        return None
    if str(value.get("version", "")).startswith(_JSON_FEED):
        return JSON_FEED
    return NINJS if "uri" in value or not _OWN_NINJS.isdisjoint(value) else None


def _json(text: str) -> Format:
    return by_keys(parse_json(text)) or _unknown("JSON in no format that is known")


def _wire(text: str) -> Format | None:
    if is_iptc7901(text):
        return IPTC_7901
    return ANPA_1312 if is_anpa1312(text) else None


def _is_markup(text: str) -> bool:
    return len(_HTML_TAG.findall(text[:_LOOKED_AT])) >= _TAGS_OF_MARKUP


def _unknown(what: str) -> Format:
    raise FormatError(Reason.UNKNOWN_CONTENT_TYPE, what)
