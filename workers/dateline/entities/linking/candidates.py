"""All places that a name may stand for, and which of them a story means."""

from collections.abc import Iterable, Mapping, Sequence

from dateline.gazetteer import cities, divisions
from dateline.gazetteer import matcher as gazetteer
from dateline.gazetteer.inflection import bases
from dateline.gazetteer.place import Level, Place
from dateline.text.fold import fold

_ARTICLE = "the "
# Smaller places are meant only where the story speaks of their country.
_KNOWN_ABROAD = 100_000
# A place in a country that the story speaks of is meant before one elsewhere that is up to so many times its size.
_TIMES_AS_BIG = 20


def namesakes(name: str, language: str | None) -> list[Place]:
    """Return the listed places of a name or, where it has none, of what it may be with another last letter ("Москве") or without "the".

    A capital that shares its country's name is left out.
    """
    if found := _listed(name, language):
        return found
    if name[:4].lower() == _ARTICLE:
        return _listed(name[4:], language)
    others = (base for base in bases(name, language)[1:] if len(base) == len(name))
    return next((found for base in others if (found := eminent(_listed(base, None)))), [])


def _listed(name: str, language: str | None) -> list[Place]:
    folded = fold(name)
    entries = gazetteer.lookup(name, language)
    found = [entry.place for entry in entries if entry.place is not None]
    found += divisions.named(folded) + cities.untagged(folded)
    countries = {place.country for place in found if place.level is Level.COUNTRY}
    places = [place for place in found if place.level <= Level.COUNTRY or place.country not in countries]
    return _each_once(places)


def _each_once(places: Iterable[Place]) -> list[Place]:
    """Return the places without the less known view of a division that regions.txt has as well."""
    found: dict[object, Place] = {}
    for place in places:
        found.setdefault(place.geonames or place, place)
    return list(found.values())


def eminent(places: Sequence[Place]) -> list[Place]:
    """Return the places that a name may mean in any story."""
    known = [
        place
        for place in _without_towns_of_countries(places)
        if place.people >= _KNOWN_ABROAD or place.level <= Level.COUNTRY
    ]
    most = max((place.people for place in known), default=0)
    return [place for place in known if place.people * _TIMES_AS_BIG >= most]


def _without_towns_of_countries(places: Sequence[Place]) -> Sequence[Place]:
    """Of a country's name the country, and a state of that name ("Georgia"): a town that has it ("Lebanon, Tennessee") says where it lies."""
    if not any(place.level is Level.COUNTRY for place in places):
        return places
    return [place for place in places if place.level <= Level.DIVISION]


def meant(places: Sequence[Place], spoken_of: Mapping[str, int]) -> Place | None:
    """Return the place that is meant in a story that speaks so often of these countries; none if two are as likely.

    Before its namesakes goes the place in the country most spoken of, then the most populous.
    """
    places = _without_towns_of_countries(places)
    likely = eminent(places)
    most = max((place.people for place in likely), default=0)
    near = [place for place in places if _times(place, spoken_of) and place.people * _TIMES_AS_BIG >= most] or likely
    if not near:
        return None
    first, *others = sorted(near, key=lambda place: _likelihood(place, spoken_of), reverse=True)
    is_sure = not others or _likelihood(first, spoken_of) > _likelihood(others[0], spoken_of)
    return first if is_sure else None


def _times(place: Place, spoken_of: Mapping[str, int]) -> int:
    return spoken_of.get(place.country, 0) if place.country else 0


def _likelihood(place: Place, spoken_of: Mapping[str, int]) -> tuple[int, int]:
    return _times(place, spoken_of), place.weight
