"""The addresses of what an entity is linked to."""

from typing import Any
from urllib.parse import quote

# Everything that may stand in a URI as it is (RFC 3986, section 2), and what is escaped already.
_SAFE = ":/?#[]@!$&'()*+,;=-._~%"


def uri(address: str) -> str:
    """Return the address with all other characters escaped."""
    return quote(address, safe=_SAFE)


def identifier(record: dict[str, Any]) -> str:
    """Return the record's address, else a name made of its source and id."""
    if record["url"]:
        return uri(record["url"])
    return f"urn:dateline:{quote(record['source'], safe='')}:{quote(record['id'], safe='')}"


def addresses(entity: dict[str, Any]) -> list[str]:
    """Return the concept URIs of Wikidata and GeoNames, as far as they are known."""
    found = []
    if entity["wikidata"]:
        found.append(f"http://www.wikidata.org/entity/{entity['wikidata']}")
    if entity["geonames"]:
        found.append(f"https://sws.geonames.org/{entity['geonames']}/")
    return found
