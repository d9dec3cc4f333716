"""A feed's entry to its content: the whole story rather than a teaser."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dateline.domain.story import Form
from dateline.formats.feeds.element import Element

# Where the content may stand; the first group that holds any wins, and in it the longest text.
_GROUPS = (
    ("content:encoded", "content", "xhtml:body", "body", "fullitem"),
    ("description", "summary", "abstract", "dc:description"),
    ("itunes:summary",),
    ("media:description",),
)
_TEXT, _HTML = "text/plain", frozenset(("text/html", "application/xhtml+xml"))
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|<!--|&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z]\w{1,31});")
_TAG = re.compile(r"<[/a-zA-Z!][^<>]*>")
_BLANK = re.compile(r"(?:\s|&nbsp;|&#160;|&#xa0;)*+", re.I)
# Markup that was escaped once too often begins with a tag, or has one that closes a block; an article on HTML rarely has.
_OPENING = re.compile(
    r"\s*+&lt;(?:p|div|br|a|img|ul|ol|h[1-6]|span|strong|em|b|i|table|figure|blockquote)\b[^<>]{0,2000}?&gt;", re.I
)
_CLOSING = re.compile(r"&lt;/(?:p|div|a|ul|ol|li|h[1-6]|table|figure|blockquote)&gt;", re.I)


@dataclass(frozen=True, slots=True)
class FeedContent:
    """An entry's text, its form, and the element that holds it."""

    text: str
    form: Form
    element: Element


def content_of(entry: Element) -> FeedContent | None:
    """Return the entry's content: the longest text of the first group that has any, else markup without text; None if it has neither."""
    groups = [[content for element in _holding(entry, names) if (content := _content(element))] for names in _GROUPS]
    texts = ([content for content in contents if not is_blank(content.text)] for contents in groups)
    best = next(filter(None, texts), None) or [content for contents in groups for content in contents]
    return max(best, key=lambda content: len(content.text), default=None)


def _holding(entry: Element, names: tuple[str, ...]) -> Iterator[Element]:
    yield from entry.all(*names)
    for group in entry.all("media:group"):
        yield from group.all(*names)


def _content(element: Element) -> FeedContent | None:
    """Return what the element holds, unless it holds nothing or is of a type that is no text."""
    text, media_type = element.text, element.media_type.partition(";")[0].strip()
    if not text or media_type not in (_TEXT, *_HTML):
        return None
    if media_type == _TEXT and element.origin.startswith("atom:"):
        return FeedContent(text, Form.TEXT, element)
    if not _TAG.search(text) and (_OPENING.match(text) or _CLOSING.search(text)):
        text = html.unescape(text)
    return FeedContent(text, form_of(text), element)


def is_blank(markup: str) -> bool:
    """Return whether nothing is left of HTML without its tags."""
    return _BLANK.fullmatch(_TAG.sub("", markup)) is not None


def form_of(markup: str) -> Form:
    """Return the form of HTML: text if it contains no markup."""
    return Form.FRAGMENT if _MARKUP.search(markup) else Form.TEXT
