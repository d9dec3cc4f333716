"""The first-level divisions of countries by their names."""

from dataclasses import replace
from functools import cache, lru_cache
from sys import intern

from dateline.gazetteer import lexicon
from dateline.gazetteer.place import Level, Place
from dateline.gazetteer.row_index import REMEMBERED, Table

# A division that regions.txt names counts as a city of a million, any other as a town.
_WELL_KNOWN = 1_000_000
_OTHER = 50_000


@cache
def _listed() -> Table:
    return Table([line for _, line in lexicon.lines("divisions.txt")], 3)


@lru_cache(REMEMBERED)
def named(name: str) -> tuple[Place, ...]:
    """Return all divisions of a (folded) name, one in a country; a form by hand goes before the others."""
    found: dict[str, Place] = {}
    for code, _, geonames, *_ in reversed(_listed().of(name)):
        country = intern(code[:2])
        found.setdefault(country, Place(Level.DIVISION, country, intern(code), int(geonames), None, _OTHER))
    return tuple(found.values())


def well_known(country: str, name: str) -> Place:
    """Return the division, or another region of the country, that regions.txt has under a (folded) name."""
    for division in named(name):
        if division.country == country:
            return replace(division, people=_WELL_KNOWN)
    return Place(Level.DIVISION, country, people=_WELL_KNOWN)
