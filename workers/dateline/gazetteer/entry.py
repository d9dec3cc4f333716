"""Entries of the gazetteer."""

from dataclasses import dataclass
from enum import IntEnum

from dateline.domain.entities import EntityType
from dateline.gazetteer.organisations import Organisation
from dateline.gazetteer.place import Place


class EntryType(IntEnum):
    """Types of entries; of two that share a name, the lower one wins."""

    COUNTRY = 1
    ORGANISATION = 2
    REGION = 3
    CITY = 4
    TITLE = 5

    @property
    def entity_type(self) -> EntityType:
        """The entity type; a title has none of its own and announces a person."""
        if self is EntryType.TITLE:
            return EntityType.PERSON
        return EntityType.ORGANISATION if self is EntryType.ORGANISATION else EntityType.PLACE


@dataclass(frozen=True, slots=True)
class GazetteerEntry:
    """A listed name: the languages in which it counts (all if empty), and its exact spelling if that matters.

    `stem` marks a name without its last vowel; `place` or `organisation` is what it stands for.
    """

    type: EntryType
    place: Place | None = None
    languages: frozenset[str] = frozenset()
    exact: str | None = None
    stem: bool = False
    organisation: Organisation | None = None


Named = tuple[str, tuple[GazetteerEntry]]
"""A folded name and its entries; names of one thing share the tuple."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A listed name found in a text."""

    start: int
    end: int
    entry: GazetteerEntry
