"""Cities and towns with the names they go by."""

from collections.abc import Iterator
from functools import cache, lru_cache
from sys import intern

from dateline.gazetteer import lexicon
from dateline.gazetteer.country_ids import capitals
from dateline.gazetteer.place import Level, Place
from dateline.gazetteer.row_index import BETWEEN, REMEMBERED, Table
from dateline.text.fold import fold_lines


def listed(name: str) -> Iterator[tuple[Place, list[str]]]:
    """(city, its names) of a list."""
    for _, division, (geonames, people, *forms) in lexicon.rows(name):
        yield _place(division, geonames, people), forms


def folded(name: str) -> Iterator[tuple[Place, list[str]]]:
    """(city, its names folded) of a list."""
    rows = [line for _, line in lexicon.lines(name)]
    for row, names in zip(rows, fold_lines("\n".join(rows)).split("\n"), strict=True):
        yield _place(*row.split(BETWEEN, 3)[:3]), names.split(BETWEEN)[3:]


def _place(division: str, geonames: str, people: str) -> Place:
    number = int(geonames)
    return Place(Level.CITY, intern(division[:2]), intern(division), number, None, int(people), number in capitals())


@cache
def _untagged() -> Table:
    """Return the towns, and before them the cities by other names than those in cities.txt."""
    cities = (line.split(BETWEEN, 3)[:3] for _, line in lexicon.lines("cities.txt"))
    abouts = {number: BETWEEN.join((division, number, people)) for division, number, people in cities}
    more = (line.split(BETWEEN, 1) for _, line in lexicon.lines("city-names.txt"))
    towns = (line for _, line in lexicon.lines("towns.txt"))
    return Table([*(f"{abouts[number]}{BETWEEN}{names}" for number, names in more), *towns], 3)


@lru_cache(REMEMBERED)
def untagged(name: str) -> tuple[Place, ...]:
    """Return the places that have a (folded) name which the tagger is not told of: towns, and cities by their less usual names."""
    return tuple(_place(*fields[:3]) for fields in _untagged().of(name))
