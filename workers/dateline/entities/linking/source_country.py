"""The country that a story's source is in, if its address or its language tag says so."""

import re
from functools import cache
from urllib.parse import urlsplit

from dateline.gazetteer import lexicon
from dateline.gazetteer.country_ids import is_country

# `en-US` is what many systems write by default.
_UNCHOSEN = frozenset(("en-us",))
_REGION = re.compile(r"[a-z]{2,3}(?:[-_][a-z]{4})?[-_]([a-z]{2})", re.IGNORECASE)


@cache
def _domains() -> dict[str, str | None]:
    """Top-level domain → country, None if it is sold as a word, of the domains that are not their country's code."""
    return {
        domain: None if code == "-" else code
        for _, code, domains in lexicon.rows("country-domains.txt")
        for domain in domains
    }


def source_country(url: str | None, language: str | None) -> str | None:
    """ISO 3166-1 alpha-2 code by the country-code domain of a URL, else by the region of a language tag, else None."""
    return (_of_domain(url) if url else None) or (_of_tag(language) if language else None)


def _of_domain(url: str) -> str | None:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    domain = host.rstrip(".").rpartition(".")[2]
    if domain in _domains():
        return _domains()[domain]
    return _country(domain)


def _of_tag(language: str) -> str | None:
    match = _REGION.fullmatch(language)
    return _country(match[1]) if match and language.replace("_", "-").lower() not in _UNCHOSEN else None


def _country(code: str) -> str | None:
    return code.upper() if is_country(code.upper()) else None
