"""Words for the people and things of a country: counted for it, but no place names."""

import re
from collections import Counter
from functools import cache

from ahocorasick_rs import MATCHKIND_LEFTMOST_LONGEST, AhoCorasick

from workers.entities import lexicon
from workers.entities.shape import is_letter, shape
from workers.fold import fold

_HAN = re.compile(r"[\u3040-\u9fff\uac00-\ud7a3]")


@cache
def _codes() -> dict[str, str]:
    return {fold(form): code for _, code, forms in lexicon.rows("demonyms.txt") for form in forms}


@cache
def _scanner() -> AhoCorasick:
    return AhoCorasick(list(_codes()), matchkind=MATCHKIND_LEFTMOST_LONGEST)


@cache
def capitalised() -> frozenset[str]:
    """The words, folded, that languages such as English write with a capital."""
    return frozenset(
        fold(word)
        for _, _, forms in lexicon.rows("demonyms.txt")
        for form in forms
        if form[0].isupper()
        for word in form.split()
    )


def counts(text: str) -> Counter[str]:
    """How often the people or things of each country (ISO 3166-1 alpha-2) are named in a text."""
    kinds = f" {shape(text)} "
    codes = list(_codes().items())
    found: Counter[str] = Counter()
    for index, start, end in _scanner().find_matches_as_indexes(fold(text)):
        word, code = codes[index]
        if _HAN.match(word) or not (is_letter(kinds[start]) or is_letter(kinds[end + 1])):
            found[code] += 1
    return found
