"""NewsML 1.x (IPTC, https://iptc.org/standards/newsml-1/), which agencies and press release wires still send beside NewsML-G2."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from dateline.domain.rejection import Reason
from dateline.formats.decode.format import Entry, Format, FormatError
from dateline.formats.decode.safe_parse import parse_xml
from dateline.formats.newsml import nitf
from dateline.formats.newsml.newsml_1_facts import ContentItem, contents, line, read_facts, sender
from dateline.formats.newsml.story_html import HTML_NAMES, as_entry, entry_of, put_in_front
from dateline.formats.newsml.xml import attribute, first, local, words

_MAIN = frozenset(("body", "main", "main text", "maintext", "story", "article"))
# Text that belongs to something else, or is given apart as well.
_NO_STORY = frozenset(
    ("stylesheet", "headline", "subheadline", "logo", "contact", "caption", "photo", "thumbnail", "keywords", "byline")
)
_NITF_NAMES = frozenset(("block", "hl2", "media", "body.content"))


def read(text: str) -> Iterator[Entry | FormatError]:
    """Return an entry for each news item, in order. Raises FormatError."""
    root = parse_xml(text)
    if local(root) != "NewsML":
        raise FormatError(Reason.MALFORMED_MARKUP, f"<{local(root)}> is no NewsML document")
    if next(root.iter("{*}NewsItem"), None) is None:
        raise FormatError(Reason.NO_ENTRIES, "a NewsML document without items")
    sent_from = sender(root)
    return (_item(item, sent_from) for item in root.iter("{*}NewsItem"))


def _item(item: Any, sent_from: str) -> Entry | FormatError:
    found = contents(item)
    candidates = [content for content in found if content.role not in _NO_STORY]
    for content in sorted(candidates, key=lambda content: content.role not in _MAIN):
        try:
            entry = _entry(content)
        except FormatError as error:
            return error
        if entry is not None:
            return replace(entry, facts=(*read_facts(item, sent_from, content, found), *entry.facts))
    has_text = any(first(content.element, "DataContent") is not None for content in candidates)
    reason = Reason.EMPTY_TEXT if has_text else Reason.NOT_A_STORY
    return FormatError(reason, "a news item without text")


def _entry(content: ContentItem) -> Entry | None:
    """NITF, XHTML or text inside; None for all else."""
    data = first(content.element, "DataContent")
    if data is None:
        return None
    dateline = next(filter(None, (line(component, "DateLine") for component in content.chain)), "")
    roots = [root for root in data if local(root)]
    if not roots:
        return _text(content.element, data.text or "", dateline)
    for root in roots:
        if local(root) == "nitf":
            entry = nitf.read_element(root, dateline)
            return entry if isinstance(entry, Entry) else None
    if any(local(root).lower() not in HTML_NAMES | _NITF_NAMES and words(root) for root in roots):
        return None
    body = nitf.as_html(data)
    if not words(body):
        return None
    put_in_front(body, dateline)
    return as_entry(body)


def _text(element: Any, text: str, dateline: str) -> Entry | None:
    said = [first(element, name) for name in ("MimeType", "Format")]
    kind = " ".join(attribute(found, "FormalName").lower() for found in said if found is not None)
    if not text.strip() or "css" in kind or "base64" in kind:
        return None
    return entry_of(text, "text/html" if "html" in kind else "text/plain", dateline)


NEWSML_1 = Format(
    "text/vnd.iptc.newsml", frozenset(("application/vnd.iptc.newsml+xml", "application/newsml+xml")), read
)
