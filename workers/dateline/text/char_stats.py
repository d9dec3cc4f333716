"""Character statistics of many texts at once."""

import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dateline.text.sentence import ALL_STOPS

Ints = NDArray[np.int64]


class CharClass(IntEnum):
    """Kinds of characters, by Unicode's general category; full stops, commas and quotes of all scripts apart."""

    UPPER = 0
    LOWER = 1
    DIGIT = 2
    SPACE = 3
    UNSPACED = 4
    STOP = 5
    COMMA = 6
    QUOTE = 7
    SYMBOL = 8
    MARK = 9
    OTHER = 10


_KINDS = len(CharClass)
# Scripts that put no spaces between words: Thai to Myanmar, Khmer, kana, Chinese characters.
_UNSPACED = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FA1F),
)  # fmt: skip
_CATEGORIES = {"Lu": CharClass.UPPER, "Lt": CharClass.UPPER, "Ll": CharClass.LOWER, "Nd": CharClass.DIGIT, "Zs": CharClass.SPACE,
               "So": CharClass.SYMBOL, "Sm": CharClass.SYMBOL, "Sk": CharClass.SYMBOL, "Sc": CharClass.SYMBOL}  # fmt: skip
_COMMAS = ",;、，；،؛"
_QUOTES = "\"'“”„«»‘’「」『』‹›"
_MARKS = "|/:>→©@#•·*_=+<~[]{}()（）【】："
_LAST = 0x30000


@cache
def _table() -> NDArray[np.uint8]:
    table = np.full(0x110000, CharClass.OTHER, np.uint8)
    for code in range(_LAST):
        kind = _CATEGORIES.get(unicodedata.category(chr(code)))
        if kind is not None:
            table[code] = kind
    for first, last in _UNSPACED:
        table[first : last + 1] = CharClass.UNSPACED
    for characters, kind in (
        (_MARKS, CharClass.MARK),
        (_QUOTES, CharClass.QUOTE),
        (_COMMAS, CharClass.COMMA),
        (ALL_STOPS, CharClass.STOP),
    ):
        for character in characters:
            table[ord(character)] = kind
    return table


@dataclass(frozen=True, slots=True)
class CharStats:
    """Statistics of texts: counts by class (texts, classes); lengths (texts,); the classes of the first, last and last but one character,
    (texts,) each.
    """

    counts: Ints
    lengths: Ints
    first: Ints
    last: Ints
    before_last: Ints
    ends_in_colon: NDArray[np.bool_]

    def count(self, *kinds: CharClass) -> Ints:
        """Count the characters of these classes, (texts,)."""
        total = self.counts[:, kinds[0]]
        for kind in kinds[1:]:
            total = total + self.counts[:, kind]
        return total

    @property
    def weighted(self) -> Ints:
        """Lengths (texts,) in which a character of a script without spaces counts as three, since it says as much."""
        return self.lengths + 2 * self.counts[:, CharClass.UNSPACED]

    @property
    def words(self) -> Ints:
        """Approximate number of words, (texts,)."""
        return self.counts[:, CharClass.SPACE] + 1 + self.counts[:, CharClass.UNSPACED] // 2

    @property
    def ends_sentence(self) -> NDArray[np.bool_]:
        """Whether each text ends as a sentence does, with or without a quote or bracket after the full stop."""
        closed = (self.last == CharClass.QUOTE) | (self.last == CharClass.MARK)
        return np.asarray((self.last == CharClass.STOP) | (closed & (self.before_last == CharClass.STOP)))


def char_stats(texts: list[str]) -> CharStats:
    """Count the characters of texts, none of them empty."""
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _table()[codes].astype(np.int64)
    owners = np.repeat(np.arange(0, len(texts) * _KINDS, _KINDS), lengths)
    counts = np.bincount(owners + kinds, minlength=len(texts) * _KINDS).reshape(len(texts), _KINDS)
    ends = np.cumsum(lengths)
    last = codes[ends - 1]
    return CharStats(
        counts,
        lengths,
        kinds[ends - lengths],
        kinds[ends - 1],
        kinds[np.maximum(ends - 2, ends - lengths)],
        (last == ord(":")) | (last == ord("：")),
    )
