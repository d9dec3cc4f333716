"""The one value that travels through the stages."""

from dataclasses import dataclass, field
from typing import Any

from workers.domain.country_mentions import CountryMentions
from workers.domain.dateline import Dateline
from workers.domain.entity import Entity
from workers.domain.fallback import Fallback
from workers.domain.form import Form
from workers.domain.line import Line, Removed
from workers.domain.link import Link
from workers.domain.media import Media
from workers.domain.moment import Moment
from workers.domain.refused import Refused
from workers.domain.subject import Subject
from workers.domain.suspicion import Suspicion


@dataclass(frozen=True, slots=True)
class Story:
    """A news item on its way from raw bytes to a record; each stage returns a copy that knows more.

    `raw` is the message as received, `position` the place of the story in its document, from 0, where that has several.
    `origins` says of each field where its value stood, `refused` what could not be held, `repairs` what was damaged.
    `tagger` is the kind of tagger that found the entities, `fallback` says why it is not the one that is set.
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
    published: Moment | None = None
    updated: Moment | None = None
    embargo: Moment | None = None
    urgency: int | None = None
    slug: str | None = None
    take: str | None = None
    pub_status: str | None = None
    version: str | None = None
    subjects: tuple[Subject, ...] = ()
    links: tuple[Link, ...] = ()
    origins: tuple[tuple[str, tuple[str, ...]], ...] = ()
    refused: tuple[Refused, ...] = ()
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
