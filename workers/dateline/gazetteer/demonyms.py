"""Words for the people and things of a country: counted for it, but no place names."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from ahocorasick_rs import MATCHKIND_LEFTMOST_LONGEST, AhoCorasick

from dateline.domain.entities import Span
from dateline.gazetteer import lexicon
from dateline.text.fold import fold
from dateline.text.scripts import HANGUL_SYLLABLES, KANA_TO_HAN
from dateline.text.word_shape import is_letter, shape

_HAN = re.compile(f"[{KANA_TO_HAN}{HANGUL_SYLLABLES}]")


@cache
def _scanner() -> tuple[AhoCorasick, tuple[tuple[str, str], ...]]:
    """Find the words in text in lower case, as they are listed and without the marks that some writers leave out."""
    codes = {
        word: code
        for _, code, forms in lexicon.rows("demonyms.txt")
        for form in forms
        for word in (form.lower(), fold(form))
    }
    return AhoCorasick(list(codes), matchkind=MATCHKIND_LEFTMOST_LONGEST), tuple(codes.items())


@cache
def capitalised() -> frozenset[str]:
    """Return the words, folded, that languages such as English write with a capital."""
    return frozenset(
        fold(word)
        for _, _, forms in lexicon.rows("demonyms.txt")
        for form in forms
        if form[0].isupper()
        for word in form.split()
    )


def counts(text: str, places: Iterable[Span] = ()) -> Counter[str]:
    """Return how often the people or things of each country (ISO 3166-1 alpha-2) are named in a text, outside of its place names.

    "china" is Chinese in Spanish, and "China" a country elsewhere.
    """
    scanner, words = _scanner()
    low = f" {text.replace('İ', 'i').lower()} "
    starts = {span.start + 1 for span in places}
    found: Counter[str] = Counter()
    for index, start, end in scanner.find_matches_as_indexes(low):
        word, code = words[index]
        is_whole = _HAN.match(word) or not (is_letter(shape(low[start - 1])) or is_letter(shape(low[end])))
        if is_whole and start not in starts:
            found[code] += 1
    return found
