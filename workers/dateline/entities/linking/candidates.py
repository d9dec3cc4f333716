"""Toponym candidates: the gazetteer's places of a name, and the choice among them."""

from collections.abc import Iterable, Mapping, Sequence

from dateline.gazetteer import cities, divisions
from dateline.gazetteer import matcher as gazetteer
from dateline.gazetteer.inflection import bases
from dateline.gazetteer.place import Level, Place
from dateline.text.fold import fold

_ARTICLE = "the "
# People. Smaller places are meant only if the story mentions their country.
_PROMINENT_PEOPLE = 100_000
# A place in a mentioned country wins over one elsewhere with up to so many times its people.
_TIMES_AS_BIG = 20


def find_candidates(name: str, language: str | None) -> list[Place]:
    """Return the listed places of a name or, if there are none, of its base form ("Москве") or of the name without "the".

    A capital that shares its country's name is left out.
    """
    if found := _listed(name, language):
        return found
    if name[:4].lower() == _ARTICLE:
        return _listed(name[4:], language)
    others = (base for base in bases(name, language)[1:] if len(base) == len(name))
    return next((found for base in others if (found := prominent(_listed(base, None)))), [])


def _listed(name: str, language: str | None) -> list[Place]:
    folded = fold(name)
    entries = gazetteer.lookup(name, language)
    found = [entry.place for entry in entries if entry.place is not None]
    found += divisions.named(folded) + cities.untagged(folded)
    countries = {place.country for place in found if place.level is Level.COUNTRY}
    places = [place for place in found if place.level <= Level.COUNTRY or place.country not in countries]
    return _each_once(places)


def _each_once(places: Iterable[Place]) -> list[Place]:
    """Drop duplicates: a division that regions.txt lists as well, whose entry comes first."""
    found: dict[object, Place] = {}
    for place in places:
        found.setdefault(place.geonames or place, place)
    return list(found.values())


def prominent(places: Sequence[Place]) -> list[Place]:
    """Return the candidates that a name may mean in any story: countries, divisions, and large cities of similar size."""
    known = [
        place
        for place in _without_towns_of_countries(places)
        if place.people >= _PROMINENT_PEOPLE or place.level <= Level.COUNTRY
    ]
    most = max((place.people for place in known), default=0)
    return [place for place in known if place.people * _TIMES_AS_BIG >= most]


def _without_towns_of_countries(places: Sequence[Place]) -> Sequence[Place]:
    """For a country's name keep countries and states ("Georgia"): a text that means a town of that name says so ("Lebanon, Tennessee")."""
    if not any(place.level is Level.COUNTRY for place in places):
        return places
    return [place for place in places if place.level <= Level.DIVISION]


def disambiguate(places: Sequence[Place], country_prior: Mapping[str, int]) -> Place | None:
    """Return the most likely candidate, None if two are equally likely.

    country_prior: how often the story mentions each country (ISO 3166-1 alpha-2). The most mentioned country wins, then population.
    """
    places = _without_towns_of_countries(places)
    likely = prominent(places)
    most = max((place.people for place in likely), default=0)
    near = [
        place for place in places if _prior(place, country_prior) and place.people * _TIMES_AS_BIG >= most
    ] or likely
    if not near:
        return None
    first, *others = sorted(near, key=lambda place: _rank(place, country_prior), reverse=True)
    is_sure = not others or _rank(first, country_prior) > _rank(others[0], country_prior)
    return first if is_sure else None


def _prior(place: Place, country_prior: Mapping[str, int]) -> int:
    return country_prior.get(place.country, 0) if place.country else 0


def _rank(place: Place, country_prior: Mapping[str, int]) -> tuple[int, int]:
    return _prior(place, country_prior), place.weight
