"""A place of the world with its identifiers."""

from dataclasses import dataclass
from enum import IntEnum

# A capital is meant ten times as often as another city of its size.
_CAPITAL = 10


class Level(IntEnum):
    """Kinds of places; a lower one may lie in a higher one."""

    PART_OF_THE_WORLD = 0
    COUNTRY = 1
    DIVISION = 2
    CITY = 3


@dataclass(frozen=True, slots=True)
class Place:
    """`country` is an ISO 3166-1 alpha-2 code, `division` GeoNames' code of the first-level division that a city lies in or that
    the place is ("US.GA"). `people` weighs it against its namesakes.
    """

    level: Level
    country: str | None
    division: str | None = None
    geonames: int | None = None
    wikidata: str | None = None
    people: int = 0
    is_capital: bool = False

    @property
    def weight(self) -> int:
        """The prior of a place among those of its name."""
        return self.people * _CAPITAL if self.is_capital else self.people

    def holds(self, other: "Place") -> bool:
        """Return whether the other place lies in this one."""
        if other.level <= self.level or other.country is None or other.country != self.country:
            return False
        return self.level is Level.COUNTRY or (self.level is Level.DIVISION and self.division == other.division)
