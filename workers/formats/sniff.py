"""What a payload is when nobody says so."""

import re

_START = re.compile(r"\s*(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?P<tag>!doctype\s+\w+|[\w:]+)", re.I | re.S)
_FEED_TAGS = {"rss", "item", "rdf:rdf"}
_HTML_TAG = re.compile(
    r"</?(?:p|div|br|h[1-6]|a|ul|ol|li|span|article|section|body|html|table|img|strong|em|b|i|figure|blockquote)\b[^<>]*>",
    re.I,
)
# A feed's text may hold one stray tag; markup has several.
_TAGS_OF_MARKUP = 2


def sniff(text: str) -> str:
    """The media type of `text`: RSS, HTML or plain text."""
    if start := _START.match(text):
        tag = start["tag"].lower()
        if tag in _FEED_TAGS:
            return "application/rss+xml"
        if tag.startswith("!doctype html") or tag == "html":
            return "text/html"
    if len(_HTML_TAG.findall(text[:20_000])) >= _TAGS_OF_MARKUP:
        return "text/html"
    return "text/plain"
