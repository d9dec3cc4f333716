"""Whether a name is a place: the countries, regions and cities that the tagger knows."""

from dateline.gazetteer import matcher as gazetteer
from dateline.text.fold import fold


def is_place(name: str) -> bool:
    """Whether `name`, in whatever capitals, is a known place."""
    return gazetteer.is_place(fold(name).strip())
