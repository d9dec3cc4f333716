"""Names of countries and continents in all languages of CLDR, and the short forms that newsrooms use."""

from collections.abc import Iterator
from functools import cache

from babel import localedata

from workers.entities import lexicon
from workers.entities.country_ids import country
from workers.entities.entry import Entry, Kind
from workers.fold import fold

# CLDR's areas that are no place a story speaks of: the world, and outlying, pseudo and statistical regions.
_NO_PLACES = {"001", "009", "QO", "ZZ", "XA", "XB", "EZ", "UN", "EU"}
# A shorter Latin name counts only in the languages that use it: "Mali", "Anh", "Nga", "Chad" are words elsewhere.
_SURE_LENGTH = 6


def _cldr() -> Iterator[tuple[str, str, str]]:
    """(name, code, language) of every territory in every language."""
    for language in localedata.locale_identifiers():
        if "_" not in language:
            for code, name in localedata.load(language)["territories"].items():
                if code not in _NO_PLACES:
                    yield name, code, language


@cache
def _named() -> dict[str, dict[str, set[str]]]:
    """Folded name → code → languages."""
    names: dict[str, dict[str, set[str]]] = {}
    for name, code, language in _cldr():
        names.setdefault(fold(name), {}).setdefault(code, set()).add(language)
    return names


def _is_sure(name: str) -> bool:
    return len(name) >= (_SURE_LENGTH if name[0] < "\u0530" else 3)


@cache
def _entry(code: str, languages: frozenset[str]) -> Entry:
    return Entry(Kind.COUNTRY if code.isalpha() else Kind.REGION, country(code), languages)


def _cldr_entries() -> Iterator[tuple[str, Entry]]:
    for name, codes in _named().items():
        for code, languages in codes.items():
            everywhere = len(codes) == 1 and _is_sure(name)
            yield name, _entry(code, frozenset() if everywhere else frozenset(languages))


def _alias_entries() -> Iterator[tuple[str, Entry]]:
    for language, code, forms in lexicon.rows("aliases.txt"):
        languages = frozenset() if language == lexicon.ANY else frozenset((language,))
        for form in forms:
            yield fold(form), Entry(Kind.COUNTRY, country(code), languages, form if form.isupper() else None)


@cache
def entries() -> tuple[tuple[str, Entry], ...]:
    """(folded name, entry) of all countries and continents, the newsroom's short forms first."""
    return (*_alias_entries(), *_cldr_entries())
