"""Whether a name is a place: the countries, regions and cities that the tagger knows."""

from functools import cache

from workers.entities import cities, countries, lexicon
from workers.fold import fold


@cache
def _names() -> frozenset[str]:
    regions = {fold(form) for _, _, forms in lexicon.rows("regions.txt") for form in forms}
    found = {fold(form) for _, forms in cities.listed("cities.txt") for form in forms}
    return frozenset(regions | found | {name for name, _ in countries.entries()})


def is_place(name: str) -> bool:
    """Whether `name`, in whatever capitals, is a known place."""
    return fold(name).strip() in _names()
