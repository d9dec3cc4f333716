"""Countries and parts of the world as places, with their identifiers."""

from functools import cache

from dateline.gazetteer import lexicon
from dateline.gazetteer.place import Level, Place

# Parts of countries that CLDR has under codes which ISO 3166-1 only reserves.
_RESERVED = {"AC": "SH", "CP": "FR", "CQ": "GB", "DG": "IO", "EA": "ES", "IC": "ES", "TA": "SH"}
# More than of any of its namesakes.
_PEOPLE_OF_A_PART = 1_000_000_000


def _number(field: str) -> int | None:
    return None if field == "-" else int(field)


@cache
def _listed() -> tuple[dict[str, Place], frozenset[int]]:
    places, capitals = {}, set()
    for _, code, (wikidata, geonames, people, capital) in lexicon.rows("country-ids.txt"):
        if code.isdigit():
            places[code] = Place(Level.PART_OF_THE_WORLD, None, None, _number(geonames), wikidata, _PEOPLE_OF_A_PART)
        else:
            places[code] = Place(Level.COUNTRY, code[:2], None, _number(geonames), wikidata, int(people))
        if capital != "-":
            capitals.add(int(capital))
    return places, frozenset(capitals)


@cache
def _by_wikidata() -> dict[str | None, Place]:
    places, _ = _listed()
    return {place.wikidata: place for place in places.values()}


def country(code: str) -> Place:
    """Return the place of an ISO 3166 or UN M49 code, or of a Wikidata id: of a part of the world, or of a state that is no more."""
    if code[0] == "Q" and code[1:].isdigit():
        part = Place(Level.PART_OF_THE_WORLD, None, wikidata=code, people=_PEOPLE_OF_A_PART)
        return _by_wikidata().get(code, part)
    if code in _RESERVED:
        return Place(Level.DIVISION, _RESERVED[code], people=_PEOPLE_OF_A_PART)
    return _listed()[0].get(code) or Place(Level.PART_OF_THE_WORLD, None, people=_PEOPLE_OF_A_PART)


def capitals() -> frozenset[int]:
    """Return the GeoNames ids of the countries' capitals."""
    return _listed()[1]


def is_country(code: str) -> bool:
    """Return whether a code is one of ISO 3166-1 alpha-2, or Kosovo's."""
    return len(code) == 2 and code in _listed()[0]
