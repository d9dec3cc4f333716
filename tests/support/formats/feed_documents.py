"""Feeds by hand, and their entries."""

from typing import Any

from dateline.domain.metadata import Field
from dateline.domain.story import Form
from dateline.formats.decode.format import Entry
from dateline.formats.feeds.reader import read

STORY = "The port reopened on Monday."


NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:wfw="http://wellformedweb.org/CommentAPI/" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" xmlns:dcterms="http://purl.org/dc/terms/"'
)


def rss(*items: str, channel: str = "", attributes: str = "") -> str:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0" {NAMESPACES} {attributes}><channel><title>F</title>{channel}{inner}</channel></rss>'


def atom(*entries: str, feed: str = "", attributes: str = "") -> str:
    inner = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>F</title>{feed}{inner}</feed>'


def entry_of(text: str) -> Entry:
    (entry,) = read(text)
    assert isinstance(entry, Entry), entry.detail
    return entry


def content(text: str) -> tuple[str, Form]:
    entry = entry_of(text)
    return entry.markup, entry.form


def said(text: str, field: Field) -> list[tuple[Any, str]]:
    """Values of a field with their origins, the most trusted one first."""
    return [(fact.value, fact.origin) for fact in entry_of(text).facts if fact.field is field]
