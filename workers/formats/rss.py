"""A single RSS 2.0 item (RSS 2.0 specification; content and Dublin Core modules)."""

import io
import re
from dataclasses import replace
from typing import Any

import feedparser

from workers.domain.reason import Reason
from workers.domain.rejected import Rejected
from workers.domain.story import Story
from workers.formats.sniff import sniff

# An entity bomb of 792 bytes costs the parser over half a CPU second; no feed needs either declaration.
_FORBIDDEN = re.compile(r"<!(?:DOCTYPE|ENTITY)\b", re.I)
_PREFIXES = {"content": "http://purl.org/rss/1.0/modules/content/", "dc": "http://purl.org/dc/elements/1.1/",
             "media": "http://search.yahoo.com/mrss/", "atom": "http://www.w3.org/2005/Atom"}  # fmt: skip


def read_item(story: Story, markup: str) -> Story | Rejected:
    """The story with the item's content as its markup; fields that the envelope gave win over the item's."""
    if _FORBIDDEN.search(markup):
        return Rejected("decode", Reason.FORBIDDEN_MARKUP, "a feed with a DOCTYPE or ENTITY declaration")
    entries = _parse(_as_document(markup)).get("entries", [])
    if len(entries) != 1:
        reason = Reason.MALFORMED_MARKUP if not entries else Reason.MANY_ENTRIES
        return Rejected("decode", reason, f"expected one RSS item, found {len(entries)}")
    entry = entries[0]
    content = (entry.get("content") or [{}])[0].get("value") or entry.get("summary") or ""
    author = entry.get("author")
    return replace(
        story,
        markup=content,
        fragment=True,
        content_type="application/rss+xml",
        title=story.title or _plain(entry.get("title")),
        url=story.url or entry.get("link"),
        guid=story.guid or entry.get("id"),
        published=story.published or entry.get("published"),
        authors=story.authors or ((author,) if author else ()),
    )


def _as_document(markup: str) -> str:
    """A bare `<item>` inside the feed that it came from, so that its prefixes are known to the parser."""
    body = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup)
    if not re.match(r"\s*<item[\s>]", body, re.I):
        return body
    namespaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _PREFIXES.items())
    return f'<rss version="2.0" {namespaces}><channel>{body}</channel></rss>'


def _parse(document: str) -> Any:
    headers = {"content-type": "application/rss+xml; charset=utf-8"}
    stream = io.BytesIO(document.encode("utf-8", "replace"))
    return feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)


def _plain(title: str | None) -> str | None:
    """A title without the markup that some feeds put into it."""
    if title and sniff(title) == "text/html":
        title = re.sub(r"<[^<>]*>", "", title)
    return title.strip() or None if title else None
