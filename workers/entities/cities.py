"""Cities and towns with the names they go by."""

from collections.abc import Iterator
from functools import cache

from workers.entities import lexicon
from workers.entities.country_ids import capitals
from workers.entities.place import Level, Place
from workers.fold import fold


def listed(name: str) -> Iterator[tuple[Place, list[str]]]:
    """(city, its names) of a list."""
    seats = capitals()
    for _, division, (geonames, people, *forms) in lexicon.rows(name):
        number = int(geonames)
        yield Place(Level.CITY, division[:2], division, number, None, int(people), number in seats), forms


@cache
def _towns() -> dict[str, tuple[Place, ...]]:
    named: dict[str, tuple[Place, ...]] = {}
    for town, forms in listed("towns.txt"):
        for form in forms:
            folded = fold(form)
            named[folded] = (*named.get(folded, ()), town)
    return named


def towns(name: str) -> tuple[Place, ...]:
    """All towns below the size of a listed city that have a (folded) name."""
    return _towns().get(name, ())
