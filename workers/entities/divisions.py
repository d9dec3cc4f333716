"""The first-level divisions of countries by their names."""

from functools import cache

from workers.entities import lexicon
from workers.entities.place import Level, Place
from workers.fold import fold

# A division that regions.txt names counts as a city of a million, any other as a town.
_WELL_KNOWN = 1_000_000
_OTHER = 50_000


@cache
def _listed() -> dict[str, dict[str, Place]]:
    """Folded name → country → division; a form by hand goes before the others."""
    named: dict[str, dict[str, Place]] = {}
    for _, code, (_, geonames, *forms) in lexicon.rows("divisions.txt"):
        place = Place(Level.DIVISION, code[:2], code, int(geonames), None, _OTHER)
        for form in forms:
            named.setdefault(fold(form), {})[code[:2]] = place
    return named


def named(name: str) -> tuple[Place, ...]:
    """All divisions of a (folded) name."""
    return tuple(_listed().get(name, {}).values())


def well_known(country: str, name: str) -> Place:
    """The division, or another region of the country, that regions.txt has under a (folded) name."""
    division = _listed().get(name, {}).get(country)
    if division is None:
        return Place(Level.DIVISION, country, people=_WELL_KNOWN)
    return Place(Level.DIVISION, country, division.division, division.geonames, None, _WELL_KNOWN)
