"""The addresses of what an entity is linked to."""

from typing import Any


def addresses(entity: dict[str, Any]) -> list[str]:
    """The concept URIs of Wikidata and GeoNames, as far as they are known."""
    found = []
    if entity["wikidata"]:
        found.append(f"http://www.wikidata.org/entity/{entity['wikidata']}")
    if entity["geonames"]:
        found.append(f"https://sws.geonames.org/{entity['geonames']}/")
    return found
