"""The first-level divisions of countries by their names."""

from dataclasses import replace
from functools import cache
from sys import intern

from workers.entities import lexicon
from workers.entities.place import Level, Place
from workers.fold import fold

# A division that regions.txt names counts as a city of a million, any other as a town.
_WELL_KNOWN = 1_000_000
_OTHER = 50_000


@cache
def _listed() -> dict[str, tuple[Place, ...]]:
    """Folded name → divisions, one in a country; a form by hand goes before the others."""
    found: dict[str, tuple[Place, ...]] = {}
    for _, code, (_, geonames, *forms) in lexicon.rows("divisions.txt"):
        place = Place(Level.DIVISION, intern(code[:2]), intern(code), int(geonames), None, _OTHER)
        for form in map(fold, forms):
            others = (other for other in found.get(form, ()) if other.country != place.country)
            found[form] = (place, *others)
    return found


def named(name: str) -> tuple[Place, ...]:
    """All divisions of a (folded) name."""
    return _listed().get(name, ())


def well_known(country: str, name: str) -> Place:
    """The division, or another region of the country, that regions.txt has under a (folded) name."""
    for division in named(name):
        if division.country == country:
            return replace(division, people=_WELL_KNOWN)
    return Place(Level.DIVISION, country, people=_WELL_KNOWN)
