"""The one value that travels through the stages."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from dateline.domain.entities import CountryMentions, Entity, Fallback
from dateline.domain.metadata import InvalidValue, Link, Media, Subject, Timestamp


class Category(StrEnum):
    """Categories of removals; part of the record's public contract."""

    SYNDICATION_DISCLAIMER = "syndication_disclaimer"
    AGENCY_CREDIT = "agency_credit"
    COPYRIGHT = "copyright"
    BYLINE = "byline"
    TIMESTAMP = "timestamp"
    HEADLINE = "headline"
    RELATED = "related"
    VIDEO = "video"
    NEWSLETTER = "newsletter"
    CAPTION = "caption"
    ADVERTISEMENT = "advertisement"
    SHARE = "share"
    PAYWALL = "paywall"
    CONTACT = "contact"
    EDITORS_NOTE = "editors_note"
    SLUG = "slug"
    PAGE = "page"
    REPEATED = "repeated"


class Form(StrEnum):
    """Plain text, a piece of HTML that is all story, or a whole page that holds one."""

    TEXT = "text"
    FRAGMENT = "fragment"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph-like line of the decoded text, with what the markup says of it.

    `number` counts from 0 over the decoded text; `tag` is the nearest block element ("" in plain text);
    `link_share` is the share of the characters that stand inside links, 0 to 1.
    """

    number: int
    text: str
    tag: str = ""
    link_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Removed:
    """A piece of the decoded text that is not in the record's text.

    `line` is the number of the decoded line, `start` the code point in it at which the piece begins, `by` the rule or
    method that took it, `score` how sure that method is, 0 to 1.
    """

    category: Category
    text: str
    line: int
    start: int
    by: str
    score: float


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline ("STOCKHOLM, Aug 29, 2014 (AFP) -") taken apart; `text`, `line` and `start` give its place in the decoded text.

    `country` (ISO 3166-1 alpha-2) and `geonames` are the place's, if it is known.
    """

    place: str | None
    date: str | None
    agency: str | None
    text: str
    line: int
    start: int
    country: str | None = None
    geonames: int | None = None


class Suspicion(StrEnum):
    """A metric label, and part of the record's public contract."""

    MOST_REMOVED = "most_removed"
    SHORTER_THAN_PROMISED = "shorter_than_promised"


@dataclass(frozen=True, slots=True)
class Story:
    """A news item on its way from raw bytes to a record; each stage returns a copy that knows more.

    `raw` is the message as received, `position` the place of the story in its document, from 0, if that contains several.
    `origins` gives the origin of each field's value, `refused` the invalid values, `repairs` what was damaged.
    `tagger` is the kind of tagger that found the entities, `fallback` says why it is not the one that is set.
    `promised_chars` is the least length that a page says its text has, 0 if it says nothing.
    `lines` is the decoded text; `kept` holds (line number, text) pairs of it in order, and whatever is not in `kept` stands
    in `removed` or in `dateline`.
    """

    raw: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()
    default_source: str = "unknown"

    source: str = ""
    id: str = ""
    url: str | None = None
    guid: str | None = None
    position: int | None = None
    content_type: str = ""
    markup: str = ""
    form: Form = Form.TEXT

    title: str | None = None
    subtitle: str | None = None
    declared_language: str | None = None
    fetched_at: str | None = None
    published: Timestamp | None = None
    updated: Timestamp | None = None
    embargo: Timestamp | None = None
    urgency: int | None = None
    slug: str | None = None
    take: str | None = None
    pub_status: str | None = None
    version: str | None = None
    subjects: tuple[Subject, ...] = ()
    links: tuple[Link, ...] = ()
    origins: tuple[tuple[str, tuple[str, ...]], ...] = ()
    refused: tuple[InvalidValue, ...] = ()
    repairs: tuple[str, ...] = ()

    lines: tuple[Line, ...] = ()
    kept: tuple[tuple[int, str], ...] = ()
    removed: tuple[Removed, ...] = ()

    dateline: Dateline | None = None
    authors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    notes: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    syndicated: bool = False
    truncated: bool = False
    suspect: Suspicion | None = None
    promised_chars: int = 0

    language: str | None = None
    entities: tuple[Entity, ...] = ()
    countries: tuple[CountryMentions, ...] = ()
    source_country: str | None = None
    tagger: str = ""
    fallback: Fallback | None = None
    record: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The clean text: kept paragraphs joined by one newline."""
        return "\n".join(paragraph for _, paragraph in self.kept)
