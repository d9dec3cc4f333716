"""One pass over a text for every listed country, region, city, organisation and title."""

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain

from ahocorasick_rs import MATCHKIND_LEFTMOST_LONGEST, AhoCorasick

from dateline.gazetteer import cities, countries, divisions, lexicon
from dateline.gazetteer.country_ids import country
from dateline.gazetteer.entry import EntryType, GazetteerEntry, Hit, Named
from dateline.gazetteer.inflection import is_adjective, longest_ending, stems, takes_endings
from dateline.gazetteer.organisations import listed as organisations
from dateline.text.fold import FOLDS, fold
from dateline.text.scripts import is_hangul_syllable, is_thai
from dateline.text.word_shape import LOWER, UPPER, is_letter, shape

# Scripts whose words begin at a blank; their names are looked up with the blank before them.
_SPACED_END = 0x0600
_CLITICS = frozenset("وبلفك")
_ARABIC = range(0x0600, 0x0780)
_PLACES = frozenset((EntryType.COUNTRY, EntryType.REGION, EntryType.CITY))
_PEOPLE_AND_LANGUAGES = frozenset("人语語文系籍裔")


def _places() -> Iterator[Named]:
    ids = {fold(form): country(code) for _, code, forms in lexicon.rows("region-ids.txt") for form in forms}
    for _, code, forms in lexicon.rows("regions.txt"):
        for form in forms:
            exact = form if form.isupper() and len(form) < 6 else None
            name = fold(form)
            place = ids.get(name) if code == "-" else divisions.well_known(code, name)
            yield name, (GazetteerEntry(EntryType.REGION, place, exact=exact),)
    for place, names in cities.folded("cities.txt"):
        city = (GazetteerEntry(EntryType.CITY, place),)
        for name in names:
            yield name, city


def _organisations() -> Iterator[Named]:
    for organisation, forms in organisations():
        for form in forms:
            exact = form if len(form) < 6 and form.isascii() and form.isupper() else None
            yield fold(form), (GazetteerEntry(EntryType.ORGANISATION, exact=exact, organisation=organisation),)


def _titles() -> Iterator[Named]:
    for section, line in lexicon.lines("titles.txt"):
        title = (GazetteerEntry(EntryType.TITLE, languages=frozenset((section,))),)
        for form in line.split(" | "):
            yield fold(form), title


def _key(name: str) -> str:
    """Return names in scripts that put blanks between words are found at the beginning of a word only."""
    return f" {name}" if ord(name[0]) < _SPACED_END else name


def _rank(entry: GazetteerEntry) -> EntryType:
    return entry.type


def _is_same(entry: GazetteerEntry, other: GazetteerEntry) -> bool:
    return entry is other or (
        other.type is entry.type and other.languages == entry.languages and entry.type is not EntryType.CITY
    )


def _candidates() -> dict[str, tuple[GazetteerEntry, ...]]:
    listed: dict[str, tuple[GazetteerEntry, ...]] = {}
    of_countries = list(countries.entries())
    for name, alone in chain(of_countries, _places(), _organisations(), _titles()):
        key, (entry,) = _key(name), alone
        known = listed.setdefault(key, alone)
        if known is not alone and not any(_is_same(entry, other) for other in known):
            listed[key] = known + alone
    for name, stem in stems(of_countries):
        key = _key(name)
        listed[key] = listed.get(key, ()) + stem
    return listed


class _NameAutomaton:
    """The names in one automaton, each with its candidate entries; of several, the first is preferred."""

    def __init__(self, candidates: Mapping[str, tuple[GazetteerEntry, ...]]) -> None:
        self._scanner = AhoCorasick(candidates, matchkind=MATCHKIND_LEFTMOST_LONGEST)
        # Most names share what they stand for with others.
        numbers: dict[int, int] = {}
        self._numbers = array("i", (numbers.setdefault(id(known), len(numbers)) for known in candidates.values()))
        different = {id(known): known for known in candidates.values()}.values()
        self._candidates = tuple(tuple(sorted(known, key=_rank)) if len(known) > 1 else known for known in different)

    def within(self, haystack: str) -> Iterator[tuple[int, int, tuple[GazetteerEntry, ...]]]:
        """(begin, end, what it may stand for) of each name in a text, none inside another."""
        for index, begin, end in self._scanner.find_matches_as_indexes(haystack):
            yield begin, end, self._candidates[self._numbers[index]]


@cache
def _names() -> _NameAutomaton:
    with lexicon.without_collection():
        return _NameAutomaton(_candidates())


_BEFORE_WORDS = frozenset("\n\t\"'([{<>|/*_,;:!?-+=#@«»¿¡・")


@cache
def _spaced() -> dict[int, str]:
    """Folds, and turns what may stand before a word into a blank, so that one key finds it."""
    folds = {code: " " if char in _BEFORE_WORDS else char for code, char in FOLDS.items()}
    return {ord(char): " " for char in _BEFORE_WORDS if fold(char) == char} | folds


@dataclass(frozen=True, slots=True)
class _Scanned:
    text: str
    text_shape: str
    language: str | None


def find(text: str, text_shape: str, language: str | None) -> list[Hit]:
    """The listed names in a text whose shape is `text_shape`, in order, none inside another."""
    scanned = _Scanned(text, text_shape, language)
    haystack = " " + text.translate(_spaced())
    hits = []
    for start, end, candidates in _names().within(haystack):
        begin = start if haystack[start] == " " else start - 1
        if hit := _hit(scanned, begin, end - 1, candidates):
            hits.append(hit)
    return hits


def _hit(scanned: _Scanned, start: int, end: int, candidates: tuple[GazetteerEntry, ...]) -> Hit | None:
    begin = _left(scanned.text, scanned.text_shape, start)
    stop = _right(scanned.text, scanned.text_shape, end, scanned.language)
    if begin is None or stop is None:
        return None
    fits = _fits_inflected if stop > end else _fits
    return next((Hit(begin, stop, entry) for entry in candidates if fits(entry, scanned, start, end)), None)


def _counts(entry: GazetteerEntry, language: str | None) -> bool:
    return not entry.languages or language is None or language in entry.languages


def _fits(entry: GazetteerEntry, scanned: _Scanned, start: int, end: int) -> bool:
    """Return whether a name is written as it is listed: with capitals if it needs them, in a language that has it."""
    if entry.stem or not _counts(entry, scanned.language):
        return False
    if entry.exact is not None:
        return scanned.text[start:end] == entry.exact
    return entry.type is EntryType.TITLE or scanned.text_shape[start] != LOWER


def _fits_inflected(entry: GazetteerEntry, scanned: _Scanned, start: int, _end: int) -> bool:
    """Return whether a name may stand with an ending: no title does, and no acronym."""
    if entry.type is EntryType.TITLE or entry.exact is not None or not _counts(entry, scanned.language):
        return False
    return scanned.text_shape[start] != LOWER


def _left(text: str, text_shape: str, start: int) -> int | None:
    """Return the start of the mention, None inside a word; Arabic writes "and", "in", "to" together with the name."""
    if start == 0 or not is_letter(text_shape[start - 1]):
        return None if start and is_hangul_syllable(text[start]) and is_hangul_syllable(text[start - 1]) else start
    if ord(text[start]) in _ARABIC:
        begin = start
        while begin and is_letter(text_shape[begin - 1]):
            begin -= 1
            if start - begin > 2:
                return None
        return begin if _CLITICS.issuperset(text[begin:start]) else None
    return start if is_thai(text[start]) else None


def _right(text: str, text_shape: str, end: int, language: str | None) -> int | None:
    """Return the end of the mention with its case ending, None inside a longer word."""
    if end >= len(text):
        return end
    last = text[end - 1]
    if is_hangul_syllable(last):
        return end if _before_particle(text, end) else None
    if not is_letter(text_shape[end]):
        return None if text[end] in _PEOPLE_AND_LANGUAGES and last > "\u3000" else end
    if is_thai(last):
        return end
    if not takes_endings(language) or text_shape[end - 1] not in (UPPER, LOWER) or text_shape[end] != LOWER:
        return None
    stop = end
    while stop < len(text_shape) and text_shape[stop] == LOWER:
        stop += 1
    return stop if stop - end <= longest_ending(language, text[end:stop]) else None


def _before_particle(text: str, end: int) -> bool:
    stop = end
    while stop < len(text) and stop - end < 4 and is_hangul_syllable(text[stop]):
        stop += 1
    return stop == end or text[end:stop] in lexicon.words("small-words.txt", "ko")


def lookup(name: str, language: str | None) -> list[GazetteerEntry]:
    """Return what is listed under a whole name, titles left out; of several, the first is what `find` takes it for."""
    scanned = _Scanned(name, shape(name), language)
    haystack = " " + name.translate(_spaced())
    matches = list(_names().within(haystack))
    if len(matches) != 1:
        return []
    [(start, end, candidates)] = matches
    begin, behind = start if haystack[start] == " " else start - 1, end - 1
    is_whole = _left(name, scanned.text_shape, begin) == 0 and _right(
        name, scanned.text_shape, behind, language
    ) == len(name)
    if not is_whole or is_adjective(name, behind):
        return []
    fits = _fits_inflected if len(name) > behind else _fits
    return [entry for entry in candidates if entry.type is not EntryType.TITLE and fits(entry, scanned, begin, behind)]


def is_place(name: str) -> bool:
    """Return whether a (folded) name is that of a listed place."""
    if not name:
        return False
    haystack = _key(name)
    for start, end, candidates in _names().within(haystack):
        return (start, end) == (0, len(haystack)) and any(
            entry.type in _PLACES and not entry.stem for entry in candidates
        )
    return False
