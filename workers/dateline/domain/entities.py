"""People, organisations, places and countries that a story names."""

from dataclasses import dataclass
from enum import StrEnum


class EntityType(StrEnum):
    """The types every backend maps to."""

    PERSON = "PER"
    ORGANISATION = "ORG"
    PLACE = "LOC"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A tagged stretch of text; `start` and `end` count code points."""

    start: int
    end: int
    type: EntityType


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of an entity's name in the story's text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity with all its mentions, first one first.

    `country` is an ISO 3166-1 alpha-2 code, `wikidata` and `geonames` are identifiers there, each if it is certain;
    `salience` says from 0 to 1 how much the story is about the entity.
    """

    type: EntityType
    canonical: str
    mentions: tuple[Mention, ...]
    country: str | None = None
    wikidata: str | None = None
    geonames: int | None = None
    salience: float = 0.0


@dataclass(frozen=True, slots=True)
class CountryMentions:
    """Mentions of a country (ISO 3166-1 alpha-2): by its name, by places in it, by words for its people and things.

    `focus` marks the country that the story speaks of most, or several that it speaks of as often.
    """

    code: str
    named: int
    places: int
    demonyms: int
    focus: bool

    @property
    def count(self) -> int:
        """All mentions together."""
        return self.named + self.places + self.demonyms


EXTERNAL_BACKENDS = ("spacy", "onnx", "gliner")
"""The kinds of taggers that do not ship with the package."""


class FallbackReason(StrEnum):
    """Reasons for falling back to the built-in tagger."""

    DEADLINE = "deadline"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Fallback:
    """The kind of tagger that failed, and why; `detail` is for people."""

    backend: str
    reason: FallbackReason
    detail: str
