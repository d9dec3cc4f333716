"""Feeds: RSS 0.9x to 2.0, RSS 1.0 (RDF), CDF, Atom 0.3 and 1.0, well-formed or not."""

import re
from collections.abc import Iterator

from dateline.domain.rejection import Reason
from dateline.formats.decode.format import Entry, Format, FormatError
from dateline.formats.decode.safe_parse import without_doctype
from dateline.formats.feeds.content import content_of
from dateline.formats.feeds.element import Element, Feed
from dateline.formats.feeds.facts import facts_of
from dateline.formats.feeds.parser import parse_feed

_PREFIXES = {"content": "http://purl.org/rss/1.0/modules/content/", "dc": "http://purl.org/dc/elements/1.1/",
             "media": "http://search.yahoo.com/mrss/", "atom": "http://www.w3.org/2005/Atom",
             "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd"}  # fmt: skip
_BARE = re.compile(r"\s*<(?P<name>item|entry)[\s>]", re.I)


def read(text: str) -> Iterator[Entry | FormatError]:
    """Return the feed's entries; a bare `<item>` or `<entry>` is read as if its feed stood around it. Raises FormatError."""
    feed = parse_feed(_as_feed(without_doctype(text)))
    if not feed.entries:
        reason = Reason.NO_ENTRIES if feed.about.name else Reason.MALFORMED_MARKUP
        raise FormatError(reason, "a feed without entries" if feed.about.name else "no feed")
    return (_entry(entry, feed) for entry in feed.entries)


def _as_feed(text: str) -> str:
    """Return a bare entry within a feed in which the usual prefixes are known."""
    bare = _BARE.match(text)
    if bare is None:
        return text
    namespaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _PREFIXES.items())
    if bare["name"].lower() == "entry":
        return f'<feed xmlns="{_PREFIXES["atom"]}" {namespaces}>{text}</feed>'
    return f'<rss version="2.0" {namespaces}><channel>{text}</channel></rss>'


def _entry(entry: Element, feed: Feed) -> Entry | FormatError:
    if unclosed := entry.unclosed():
        return FormatError(Reason.MALFORMED_MARKUP, f"{unclosed.origin} is not closed")
    content = content_of(entry)
    if content is None:
        return FormatError(Reason.EMPTY_TEXT, "an entry without text")
    return Entry(content.text, content.form, tuple(facts_of(entry, feed.about, content.element.language)))


RSS = Format(
    "application/rss+xml",
    frozenset(("application/rdf+xml", "application/rss", "application/x-rss+xml", "text/rss", "application/x-cdf")),
    read,
)
ATOM = Format("application/atom+xml", frozenset(("application/atom", "application/x-atom+xml")), read)
