"""Names of countries and continents in all languages of CLDR, and the short forms that newsrooms use."""

from collections.abc import Iterator
from functools import cache

from workers.entities import lexicon
from workers.entities.country_ids import country
from workers.entities.entry import Entry, Kind
from workers.fold import fold

# A shorter Latin name counts only in the languages that use it: "Mali", "Anh", "Nga", "Chad" are words elsewhere.
_SURE_LENGTH = 6


def _named() -> dict[str, dict[str, set[str]]]:
    """Folded name → code → languages (`data/territories.txt`)."""
    names: dict[str, dict[str, set[str]]] = {}
    for code, name, (languages,) in lexicon.rows("territories.txt"):
        names.setdefault(fold(name), {}).setdefault(code, set()).update(languages.split())
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
