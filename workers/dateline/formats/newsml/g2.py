"""NewsML-G2 (IPTC, https://iptc.org/standards/newsml-g2/): news items, alone, in a news message or in a package."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from dateline.domain.rejection import Reason
from dateline.domain.story import Form
from dateline.formats.decode.format import Entry, Format, FormatError
from dateline.formats.decode.safe_parse import parse_xml
from dateline.formats.newsml import nitf
from dateline.formats.newsml.g2_facts import Language, item_class, read_facts
from dateline.formats.newsml.nature import code
from dateline.formats.newsml.story_html import HTML_NAMES, as_entry, entry_of, fragment, put_in_front
from dateline.formats.newsml.xml import attribute, below, children, first, local, words

_NO_STORIES = frozenset(("conceptItem", "knowledgeItem", "planningItem", "catalogItem"))
_TEXT_CLASSES = frozenset(("", "text"))
# Descriptions that stand for a story's text; captions and shot lists are about something else.
_SUMMARIES = frozenset(("", "summary", "abstract", "synopsis"))


def read(text: str) -> Iterator[Entry | FormatError]:
    """Return an entry for each news item, in order; what is no story is an error in its place. Raises FormatError."""
    root = parse_xml(text)
    name = local(root)
    if name == "newsMessage":
        items = [item for item_set in children(root, "itemSet") for item in item_set if local(item)]
    elif name in ("newsItem", "packageItem", *_NO_STORIES):
        items = [root]
    else:
        raise FormatError(Reason.MALFORMED_MARKUP, f"<{name}> is no NewsML-G2 document")
    if not items:
        raise FormatError(Reason.NO_ENTRIES, "a news message without items")
    return (_item(inner) for item in items for inner in _unpacked(item))


def _unpacked(item: Any) -> list[Any]:
    """Return the news items that stand inside a package instead of being referred to; without any, the item itself."""
    inline = list(item.iter("{*}newsItem")) if local(item) == "packageItem" else []
    return inline or [item]


def _item(item: Any) -> Entry | FormatError:
    name = local(item)
    if name != "newsItem":
        return FormatError(Reason.NOT_A_STORY, f"a {name} has no text of its own")
    try:
        content = _content(item)
    except FormatError as error:
        return error
    if content is not None:
        return replace(content, facts=(*read_facts(item), *content.facts))
    class_ = item_class(item)
    is_text = code(class_) in _TEXT_CLASSES
    reason = Reason.EMPTY_TEXT if is_text else Reason.NOT_A_STORY
    return FormatError(reason, f"a news item of {class_ or 'no class'} without text")


def _content(item: Any) -> Entry | None:
    """Return the text in the item's own language before others, markup before data; a text's summary if it has no more."""
    language, dateline = Language(item), words(first(item, "contentMeta", "dateline"))
    for inline in language.sorted(below(item, "contentSet", "inlineXML")):
        if entry := _inline_xml(inline, dateline):
            return entry
    for inline in language.sorted(below(item, "contentSet", "inlineData")):
        text = "".join(inline.itertext())
        if not inline.get("encoding") and (entry := _data(text, attribute(inline, "contenttype"), dateline)):
            return entry
    if code(item_class(item)) not in _TEXT_CLASSES:
        return None
    descriptions = language.own(below(item, "contentMeta", "description"))
    summaries = (words(part) for part in descriptions if code(attribute(part, "role")).lower() in _SUMMARIES)
    summary = next(filter(None, summaries), None)
    return Entry(summary, Form.TEXT) if summary else None


def _inline_xml(inline: Any, dateline: str) -> Entry | None:
    """NITF or XHTML; escaped markup if there are no elements. Other XML is no text that is read."""
    roots = [root for root in inline if local(root)]
    if not roots:
        return _data(inline.text or "", attribute(inline, "contenttype"), dateline)
    for root in roots:
        if local(root) == "nitf":
            entry = nitf.read_element(root, dateline)
            return entry if isinstance(entry, Entry) else None
    if any(local(root).lower() not in HTML_NAMES and words(root) for root in roots):
        return None
    body = fragment(inline, {}, lambda _: False)
    body.text = inline.text
    if not words(body):
        return None
    put_in_front(body, dateline)
    return as_entry(body)


def _data(text: str, media_type: str, dateline: str) -> Entry | None:
    """Return text or HTML; None for what is blank or in a media type that holds no story."""
    kind = media_type.lower().partition(";")[0].strip()
    if not text.strip() or not (kind in ("", "text/plain") or "html" in kind):
        return None
    return entry_of(text, kind, dateline)


NEWSML_G2 = Format(
    "application/vnd.iptc.g2.newsitem+xml",
    frozenset(
        (
            "application/vnd.iptc.g2.newsmessage+xml",
            "application/vnd.iptc.g2.packageitem+xml",
            "application/vnd.iptc.g2.conceptitem+xml",
            "application/vnd.iptc.g2.knowledgeitem+xml",
            "application/vnd.iptc.g2.planningitem+xml",
            "application/vnd.iptc.g2.catalogitem+xml",
            "application/vnd.iptc.g2+xml",
        )
    ),
    read,
)
