"""Cities and towns with the names they go by."""

from collections.abc import Iterator
from functools import cache
from sys import intern

from workers.entities import lexicon
from workers.entities.country_ids import capitals
from workers.entities.place import Level, Place
from workers.fold import fold


def listed(name: str) -> Iterator[tuple[Place, list[str]]]:
    """(city, its names) of a list."""
    seats = capitals()
    for _, division, (geonames, people, *forms) in lexicon.rows(name):
        number = int(geonames)
        country = intern(division[:2])
        yield Place(Level.CITY, country, intern(division), number, None, int(people), number in seats), forms


@cache
def _untagged() -> dict[str, tuple[Place, ...]]:
    named: dict[str, tuple[Place, ...]] = {}
    cities = {city.geonames: city for city, _ in listed("cities.txt")}
    names = ((cities[int(number)], forms) for _, number, forms in lexicon.rows("city-names.txt"))
    for place, forms in (*names, *listed("towns.txt")):
        for form in forms:
            folded = fold(form)
            named[folded] = (*named.get(folded, ()), place)
    return named


def untagged(name: str) -> tuple[Place, ...]:
    """The places that have a (folded) name which the tagger is not told of: towns, and cities by their less usual names."""
    return _untagged().get(name, ())
