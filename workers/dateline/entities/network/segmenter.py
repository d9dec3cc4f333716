"""What dictionaries say of a line's tokens, for languages whose names look like other words: Chinese, Japanese, Korean, Thai and German.

The line is cut from left to right into the longest words of its language's dictionary. Words are known by 30 bits of a hash alone: at the most
600,000 of 2^30, so that one stretch in two thousand is taken for a word that it is not.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, auto
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.ml.artifacts import arrays_of

_Codes = NDArray[np.uint64]

_BASE = 0x9E3779B97F4A7C15
_BASE_INVERSE = pow(_BASE, -1, 1 << 64)
_MIXING = np.uint64(0xD6E8FEB86659FD93)
_BITS = 30
# Bits of a hash by which most stretches that are no word are told at once.
_GLANCE = 20
# Longer lines are looked up in stretches of so many tokens, for which two megabytes do.
_MOST_TOKENS = 4096
_UNSEEN = np.uint32(_BITS - _GLANCE)


class Sense(IntEnum):
    """The sort of thing that a dictionary's word stands for."""

    WORD = 0
    OTHER_NAME = auto()
    ORGANISATION = auto()
    PLACE = auto()
    GIVEN_NAME = auto()
    FAMILY_NAME = auto()
    PERSON = auto()


# For each sense one sign for a word's first token, one for those between and one for its last; 0 is no word.
CUT_SIGNS = 1 + 3 * len(Sense)


@dataclass(frozen=True, slots=True)
class Word:
    """A dictionary's word in a line: its first token, the token behind it, and its sense."""

    first: int
    behind: int
    sense: int

    def place(self, token: int) -> int:
        """0 for the first token of the word, 2 for its last, 1 between."""
        return 0 if token == self.first else 2 if token == self.behind - 1 else 1

    def sign(self, token: int) -> int:
        """The sign of one of its tokens."""
        return 1 + 3 * self.sense + self.place(token)


def hashed(codes: _Codes, begins: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.uint32]:
    """30 bits for each stretch of code points; equal stretches have equal bits wherever they stand."""
    powers = _powers(_BASE, len(codes) + 1)
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum((codes + np.uint64(1)) * powers[:-1], dtype=np.uint64)])
    # As if each stretch began the text (Karp and Rabin 1987, modulo 2^64).
    found = (sums[ends] - sums[begins]) * _powers(_BASE_INVERSE, len(codes) + 1)[begins]
    found ^= found >> np.uint64(32)
    bits: NDArray[np.uint32] = (found * _MIXING >> np.uint64(64 - _BITS)).astype(np.uint32)
    return bits


def _powers(base: int, number: int) -> _Codes:
    factors = np.full(number, base, np.uint64)
    factors[0] = 1
    return np.cumprod(factors, dtype=np.uint64)


def codes_of(text: str) -> _Codes:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words: hashes in order with a sense each, how many tokens the longest has, and characters read as others."""

    hashes: NDArray[np.uint32]
    senses: NDArray[np.uint8]
    glance: NDArray[np.bool_]
    longest: int
    read_as: Mapping[int, int]

    @classmethod
    def read(cls, arrays: Mapping[str, NDArray[Any]], language: str) -> "Words":
        """The language's part of the artefact."""
        gaps = arrays[f"{language}.gaps"] + (arrays[f"{language}.wide-gaps"].astype(np.uint32) << np.uint32(8))
        hashes = np.cumsum(gaps, dtype=np.uint32)
        glance = np.zeros(1 << _GLANCE, np.bool_)
        glance[hashes >> _UNSEEN] = True
        pairs = arrays[f"{language}.read-as"].tolist()
        return cls(hashes, arrays[f"{language}.senses"], glance, int(arrays[f"{language}.longest"]), dict(pairs))

    def cut(self, line: str, spans: Sequence[tuple[int, int]]) -> list[Word]:
        """The longest words of a line from left to right, none inside another."""
        words = self._find(line.translate(self.read_as), np.array(spans, np.int64).reshape(-1, 2))
        # The shorter come first, so that of those that begin together the longest stays.
        longest = {first: (length, sense) for first, length, sense in words}
        found, behind = [], 0
        for first in sorted(longest):
            if first >= behind:
                length, sense = longest[first]
                behind = first + length
                found.append(Word(first, behind, sense))
        return found

    def _find(self, line: str, spans: NDArray[np.int64]) -> list[tuple[int, int, int]]:
        """(first token, number of tokens, sense) of every word, the shorter first."""
        numbers, lengths, begins, ends = _stretches(spans, self.longest)
        hashes = hashed(codes_of(line), begins, ends)
        likely = np.flatnonzero(self.glance[hashes >> _UNSEEN])
        places = np.searchsorted(self.hashes, hashes[likely])
        places[places == len(self.hashes)] = 0
        is_word = self.hashes[places] == hashes[likely]
        found, senses = likely[is_word], self.senses[places[is_word]]
        return list(zip(numbers[found].tolist(), lengths[found].tolist(), senses.tolist(), strict=True))


def _stretches(
    spans: NDArray[np.int64], longest: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """(first token, number of tokens, start, end) of all stretches of tokens without a blank, the shorter first."""
    starts, ends = spans[:, 0], spans[:, 1]
    numbers = [np.arange(len(spans))]
    for length in range(1, min(longest, len(spans))):
        before = numbers[-1]
        before = before[before + length < len(spans)]
        numbers.append(before[starts[before + length] == ends[before + length - 1]])
    first = np.concatenate(numbers)
    lengths = np.repeat(np.arange(1, len(numbers) + 1), [len(each) for each in numbers])
    return first, lengths, starts[first], ends[first + lengths - 1]


@dataclass(frozen=True, slots=True)
class Line:
    """A text without line breaks, (start, end) of its tokens, and its language."""

    text: str
    spans: list[tuple[int, int]]
    language: str | None


class Dictionary:
    """The words of all languages that have some."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        languages = {name.partition(".")[0] for name in arrays}
        self._words = {language: Words.read(arrays, language) for language in sorted(languages)}

    @classmethod
    def shipped(cls) -> "Dictionary":
        """The words in the package."""
        return cls(arrays_of("dictionaries.npz"))

    def cut(self, lines: Sequence[Line]) -> list[list[Word]]:
        """The words of each line; none where its language has no dictionary."""
        found: list[list[Word]] = [[] for _ in lines]
        for language, words in self._words.items():
            pieces, waiting = list[_Piece](), 0
            for number, line in enumerate(lines):
                if line.language == language:
                    for first in range(0, len(line.spans), _MOST_TOKENS):
                        pieces.append(_Piece(number, first, line.text, line.spans[first : first + _MOST_TOKENS]))
                        waiting += len(pieces[-1].spans)
                        if waiting >= _MOST_TOKENS:
                            _cut_together(words, pieces, found)
                            pieces, waiting = [], 0
            if pieces:
                _cut_together(words, pieces, found)
        return found


@dataclass(frozen=True, slots=True)
class _Piece:
    """Tokens of a line, from one on."""

    number: int
    first: int
    text: str
    spans: list[tuple[int, int]]


def _cut_together(words: Words, pieces: Sequence[_Piece], found: list[list[Word]]) -> None:
    """Adds the words of pieces, which are looked up at once: that takes a tenth of the time."""
    texts, spans, firsts = list[str](), list[tuple[int, int]](), list[int]()
    begin = 0
    for piece in pieces:
        start, end = piece.spans[0][0], piece.spans[-1][1]
        firsts.append(len(spans))
        texts.append(piece.text[start:end])
        spans += [(each - start + begin, behind - start + begin) for each, behind in piece.spans]
        begin += end - start + 1
    for word in words.cut("\n".join(texts), spans):
        place = bisect_right(firsts, word.first) - 1
        by = pieces[place].first - firsts[place]
        found[pieces[place].number].append(Word(word.first + by, word.behind + by, word.sense))
