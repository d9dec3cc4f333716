"""What the gazetteer knows of a name."""

from dataclasses import dataclass
from enum import IntEnum

from dateline.domain.entities import EntityType
from dateline.gazetteer.organisations import Organisation
from dateline.gazetteer.place import Place


class Kind(IntEnum):
    """The sort of thing a listed name stands for; of two that share a name, the lower one wins."""

    COUNTRY = 1
    ORGANISATION = 2
    REGION = 3
    CITY = 4
    TITLE = 5

    @property
    def type(self) -> EntityType:
        """The entity type of the kind; a title has none of its own and announces a person."""
        if self is Kind.TITLE:
            return EntityType.PERSON
        return EntityType.ORGANISATION if self is Kind.ORGANISATION else EntityType.PLACE


@dataclass(frozen=True, slots=True)
class Entry:
    """A listed name: in which languages it counts (all where empty) and how it must be written where that matters.

    `stem` marks a name without its last vowel; `place` or `organisation` is what it stands for.
    """

    kind: Kind
    place: Place | None = None
    languages: frozenset[str] = frozenset()
    exact: str | None = None
    stem: bool = False
    organisation: Organisation | None = None


Named = tuple[str, tuple[Entry]]
"""A folded name and what it may stand for; names of one thing share the tuple, too."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A listed name found in a text."""

    start: int
    end: int
    entry: Entry
