"""One pass over a text for every listed country, region, city, organisation and title."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import MATCHKIND_LEFTMOST_LONGEST, AhoCorasick

from workers.entities import countries, lexicon
from workers.entities.entry import Entry, Hit, Kind
from workers.entities.inflection import longest_ending, stems, takes_endings
from workers.entities.shape import LOWER, UPPER, is_letter, shape
from workers.fold import FOLDS, fold

# Scripts whose words begin at a blank; their names are looked up with the blank before them.
_SPACED_END = 0x0600
_CLITICS = frozenset("وبلفك")
_ARABIC = range(0x0600, 0x0780)
_PEOPLE_AND_LANGUAGES = frozenset("人语語文系籍裔")


def _places() -> Iterator[tuple[str, Entry]]:
    for _, code, forms in lexicon.rows("regions.txt"):
        for form in forms:
            exact = form if form.isupper() and len(form) < 6 else None
            yield fold(form), Entry(Kind.REGION, None if code == "-" else code, exact=exact)
    for _, code, forms in lexicon.rows("cities.txt"):
        city = Entry(Kind.CITY, code)
        for form in forms:
            yield fold(form), city


def _organisations() -> Iterator[tuple[str, Entry]]:
    for _, canonical, forms in lexicon.rows("organisations.txt"):
        for form in (canonical, *forms):
            exact = form if len(form) < 6 and form.isascii() and form.isupper() else None
            yield fold(form), Entry(Kind.ORGANISATION, exact=exact, canonical=canonical)


def _titles() -> Iterator[tuple[str, Entry]]:
    for section, line in lexicon.lines("titles.txt"):
        entry = Entry(Kind.TITLE, languages=frozenset((section,)))
        for title in line.split(" | "):
            yield fold(title), entry


def _key(name: str) -> str:
    """Names in scripts that put blanks between words are found at the beginning of a word only."""
    return f" {name}" if ord(name[0]) < _SPACED_END else name


def _rank(entry: Entry) -> Kind:
    return entry.kind


def _is_same(entry: Entry, other: Entry) -> bool:
    return other.kind is entry.kind and other.languages == entry.languages


def _entries() -> dict[str, tuple[Entry, ...]]:
    listed: dict[str, list[Entry]] = {}
    for source in (countries.entries(), _places(), _organisations(), _titles()):
        for name, entry in source:
            known = listed.setdefault(_key(name), [])
            if not known or not any(_is_same(entry, other) for other in known):
                known.append(entry)
    for name, entry in stems(countries.entries()):
        listed.setdefault(_key(name), []).append(entry)
    return {name: tuple(sorted(known, key=_rank) if len(known) > 1 else known) for name, known in listed.items()}


@cache
def _scanner() -> tuple[AhoCorasick, tuple[tuple[str, tuple[Entry, ...]], ...]]:
    with lexicon.without_collection():
        entries = tuple(_entries().items())
        return AhoCorasick([name for name, _ in entries], matchkind=MATCHKIND_LEFTMOST_LONGEST), entries


_BEFORE_WORDS = frozenset("\n\t\"'([{<>|/*_,;:!?-+=#@«»¿¡・")


@cache
def _spaced() -> dict[int, str]:
    """Folds, and turns what may stand before a word into a blank, so that one key finds it."""
    folds = {code: " " if char in _BEFORE_WORDS else char for code, char in FOLDS.items()}
    return {ord(char): " " for char in _BEFORE_WORDS if fold(char) == char} | folds


@dataclass(frozen=True, slots=True)
class _Scanned:
    text: str
    kinds: str
    language: str | None


def find(text: str, kinds: str, language: str | None) -> list[Hit]:
    """The listed names in a text whose shape is `kinds`, in order, none inside another."""
    scanner, entries = _scanner()
    scanned = _Scanned(text, kinds, language)
    haystack = " " + text.translate(_spaced())
    hits = []
    for index, start, end in scanner.find_matches_as_indexes(haystack):
        name, candidates = entries[index]
        begin = start if name[0] == " " else start - 1
        if hit := _hit(scanned, begin, end - 1, candidates):
            hits.append(hit)
    return hits


def _hit(scanned: _Scanned, start: int, end: int, candidates: tuple[Entry, ...]) -> Hit | None:
    begin = _left(scanned.text, scanned.kinds, start)
    stop = _right(scanned.text, scanned.kinds, end, scanned.language)
    if begin is None or stop is None:
        return None
    fits = _fits_inflected if stop > end else _fits
    return next((Hit(begin, stop, entry) for entry in candidates if fits(entry, scanned, start, end)), None)


def _counts(entry: Entry, language: str | None) -> bool:
    return not entry.languages or language is None or language in entry.languages


def _fits(entry: Entry, scanned: _Scanned, start: int, end: int) -> bool:
    """Whether a name is written as it is listed: capitals where it needs them, in a language that knows it."""
    if entry.stem or not _counts(entry, scanned.language):
        return False
    if entry.exact is not None:
        return scanned.text[start:end] == entry.exact
    return entry.kind is Kind.TITLE or scanned.kinds[start] != LOWER


def _fits_inflected(entry: Entry, scanned: _Scanned, start: int, _end: int) -> bool:
    """Whether a name may stand with an ending: no title does, and no acronym."""
    if entry.kind is Kind.TITLE or entry.exact is not None or not _counts(entry, scanned.language):
        return False
    return scanned.kinds[start] != LOWER


def _left(text: str, kinds: str, start: int) -> int | None:
    """Where the mention begins, or None inside a word; Arabic writes "and", "in", "to" together with the name."""
    if start == 0 or not is_letter(kinds[start - 1]):
        return None if start and "가" <= text[start] <= "힣" and "가" <= text[start - 1] <= "힣" else start
    if ord(text[start]) in _ARABIC:
        begin = start
        while begin and is_letter(kinds[begin - 1]):
            begin -= 1
            if start - begin > 2:
                return None
        return begin if _CLITICS.issuperset(text[begin:start]) else None
    return start if "\u0e00" <= text[start] < "\u0e80" else None


def _right(text: str, kinds: str, end: int, language: str | None) -> int | None:
    """Where the mention ends, its ending of case included, or None inside a longer word."""
    if end >= len(text):
        return end
    last = text[end - 1]
    if "가" <= last <= "힣":
        return end if _before_particle(text, end) else None
    if not is_letter(kinds[end]):
        return None if text[end] in _PEOPLE_AND_LANGUAGES and last > "\u3000" else end
    if "\u0e00" <= last < "\u0e80":
        return end
    if not takes_endings(language) or kinds[end - 1] not in (UPPER, LOWER) or kinds[end] != LOWER:
        return None
    stop = end
    while stop < len(kinds) and kinds[stop] == LOWER:
        stop += 1
    return stop if stop - end <= longest_ending(language, text[end:stop]) else None


def _before_particle(text: str, end: int) -> bool:
    stop = end
    while stop < len(text) and stop - end < 4 and "가" <= text[stop] <= "힣":
        stop += 1
    return stop == end or text[end:stop] in lexicon.words("small-words.txt", "ko")


def lookup(name: str, language: str | None) -> Entry | None:
    """What is listed under a whole name."""
    hits = find(name, shape(name), language)
    if len(hits) == 1 and (hits[0].start, hits[0].end) == (0, len(name)) and hits[0].entry.kind is not Kind.TITLE:
        return hits[0].entry
    return None
