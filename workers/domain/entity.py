"""People, organisations and places that a story names."""

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
    """One place in the story's text where an entity is named."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity with all its mentions, first one first; `country` is an ISO 3166-1 alpha-2 code where one is sure."""

    type: EntityType
    canonical: str
    mentions: tuple[Mention, ...]
    country: str | None = None
