"""Whether a name is a place: the countries, regions and cities that the tagger knows."""

from functools import cache

from workers.entities import countries, lexicon
from workers.fold import fold


@cache
def _names() -> frozenset[str]:
    listed = {
        fold(form) for file in ("cities.txt", "regions.txt") for _, _, forms in lexicon.rows(file) for form in forms
    }
    return frozenset(listed | {name for name, _ in countries.entries()})


def is_place(name: str) -> bool:
    """Whether `name`, in whatever capitals, is a known place."""
    return fold(name).strip() in _names()
