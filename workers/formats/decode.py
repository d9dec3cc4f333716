"""The decode stage: envelope or bare bytes in, a story with its payload out."""

import hashlib
import re
from dataclasses import replace

from workers.domain.reason import Reason
from workers.domain.rejected import Rejected
from workers.domain.story import Story
from workers.formats.charset import CharsetError, decode_bytes, parse_content_type
from workers.formats.envelope import read_envelope
from workers.formats.rss import read_item
from workers.formats.sniff import sniff
from workers.limits import MAX_ITEM_BYTES

_ENVELOPE_TYPES = {"application/json", "application/vnd.dateline.raw-item+json"}
_TEXT_TYPES = {"text/plain"}
_HTML_TYPES = {"text/html", "application/xhtml+xml"}
# A whole page says so; what a feed or an API carries is a fragment of one.
_PAGE = re.compile(r"<(?:html|body|!doctype)\b", re.I)
_RSS_TYPES = {"application/rss+xml", "application/xml", "text/xml"}


def decode(story: Story) -> Story | Rejected:
    """The story with source, id, content type and payload; form by header, then the envelope, then sniffing."""
    raw = story.raw
    if raw is None:
        return Rejected("decode", Reason.TOMBSTONE, "a message without a value")
    if len(raw) > MAX_ITEM_BYTES:
        return Rejected("decode", Reason.TOO_LARGE, f"{len(raw)} bytes, more than {MAX_ITEM_BYTES}")
    if b"\x00" in raw and not raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return Rejected("decode", Reason.NUL_BYTES, f"a NUL byte at {raw.index(0)}")
    media_type, charset = parse_content_type(_header(story, "content-type"))
    if _is_envelope(raw, media_type):
        story_or_not = read_envelope(story, raw)
    else:
        story_or_not = _bare(story, raw, media_type, charset)
    return story_or_not if isinstance(story_or_not, Rejected) else _payload(story_or_not)


def _header(story: Story, name: str) -> str:
    return next((value.decode("latin-1") for key, value in story.headers if key.lower() == name), "")


def _is_envelope(raw: bytes, media_type: str) -> bool:
    return media_type in _ENVELOPE_TYPES or (not media_type and raw.lstrip()[:1] == b"{")


def _bare(story: Story, raw: bytes, media_type: str, charset: str | None) -> Story | Rejected:
    """A payload without an envelope: its source is the header `source`, else the worker's default."""
    try:
        markup = decode_bytes(raw, charset)
    except CharsetError as error:
        return Rejected("decode", Reason.WRONG_CHARSET, str(error))
    source = _header(story, "source") or story.default_source
    return replace(story, source=source, content_type=media_type, markup=markup)


def _payload(story: Story) -> Story | Rejected:
    """The payload read by its content type, and the id that follows from what it says."""
    if "\x00" in story.markup:
        return Rejected("decode", Reason.NUL_BYTES, f"a NUL character at {story.markup.index(chr(0))} of the payload")
    media_type = parse_content_type(story.content_type)[0] if story.content_type else sniff(story.markup)
    if media_type in _RSS_TYPES:
        item = read_item(story, story.markup)
        return item if isinstance(item, Rejected) else _identified(item)
    if media_type in _HTML_TYPES:
        return _identified(replace(story, content_type="text/html", fragment=not _PAGE.search(story.markup)))
    if media_type in _TEXT_TYPES:
        return _identified(replace(story, content_type="text/plain"))
    return Rejected("decode", Reason.UNKNOWN_CONTENT_TYPE, f"content type {media_type!r}")


def _identified(story: Story) -> Story:
    """The story with an id: the given one, else a digest of source and guid, URL or content."""
    if story.id:
        return story
    key = story.guid or story.url or story.markup
    digest = hashlib.sha256(f"{story.source}\n{key}".encode("utf-8", "surrogatepass")).hexdigest()
    return replace(story, id=digest[:32])
