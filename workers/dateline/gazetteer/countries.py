"""Names of countries and continents in all languages of CLDR, and the short forms that newsrooms use."""

from collections.abc import Iterator
from sys import intern

from dateline.gazetteer import lexicon
from dateline.gazetteer.country_ids import country
from dateline.gazetteer.entry import EntryType, GazetteerEntry, Named
from dateline.text.fold import fold

# A shorter Latin name counts only in the languages that use it: "Mali", "Anh", "Nga", "Chad" are words elsewhere.
_SURE_LENGTH = 6


def _named() -> dict[str, dict[str, str]]:
    """Folded name → code → languages (`data/territories.txt`)."""
    names: dict[str, dict[str, str]] = {}
    for code, name, (languages,) in lexicon.rows("territories.txt"):
        codes = names.setdefault(fold(name), {})
        codes[code] = f"{codes[code]} {languages}" if code in codes else languages
    return names


def _is_sure(name: str) -> bool:
    return len(name) >= (_SURE_LENGTH if name[0] < "\u0530" else 3)


def _cldr_entries() -> Iterator[Named]:
    made: dict[tuple[str, str], tuple[GazetteerEntry]] = {}
    for name, codes in _named().items():
        for code, languages in codes.items():
            everywhere = len(codes) == 1 and _is_sure(name)
            kind = code, "" if everywhere else languages
            if kind not in made:
                made[kind] = (_entry(*kind),)
            yield name, made[kind]


def _entry(code: str, languages: str) -> GazetteerEntry:
    kind = EntryType.COUNTRY if code.isalpha() else EntryType.REGION
    return GazetteerEntry(kind, country(code), frozenset(map(intern, languages.split())))


def _alias_entries() -> Iterator[Named]:
    for language, code, forms in lexicon.rows("aliases.txt"):
        languages = frozenset() if language == lexicon.ANY else frozenset((language,))
        for form in forms:
            entry = GazetteerEntry(EntryType.COUNTRY, country(code), languages, form if form.isupper() else None)
            yield fold(form), (entry,)


def entries() -> Iterator[Named]:
    """Yield the names of all countries and continents, the newsroom's short forms first."""
    yield from _alias_entries()
    yield from _cldr_entries()
