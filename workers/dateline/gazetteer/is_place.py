"""Looks up places: the countries, regions and cities of the gazetteer."""

from dateline.gazetteer import matcher as gazetteer
from dateline.text.fold import fold


def is_place(name: str) -> bool:
    """Return whether `name`, in whatever capitals, is a known place."""
    return gazetteer.is_place(fold(name).strip())
