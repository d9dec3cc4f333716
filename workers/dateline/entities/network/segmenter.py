"""Segments lines into dictionary words by greedy longest match, for languages whose names look like other words: Chinese, Japanese, Korean,
Thai and German.

A dictionary stores 30 bits of each word's hash: at most 600,000 of 2^30, so that one candidate in two thousand is a false positive.
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
# Leading bits of a hash, by which most candidates are rejected at once.
_PREFIX_BITS = 20
# Longer lines are looked up in parts of so many tokens, for which two megabytes are enough.
_MAX_TOKENS = 4096
_PREFIX_SHIFT = np.uint32(_BITS - _PREFIX_BITS)


class LexicalClass(IntEnum):
    """Classes of dictionary words."""

    WORD = 0
    OTHER_NAME = auto()
    ORGANISATION = auto()
    PLACE = auto()
    GIVEN_NAME = auto()
    FAMILY_NAME = auto()
    PERSON = auto()


# Per lexical class one id for a word's first token, one for those between and one for its last; 0 is no word.
LEXICON_IDS = 1 + 3 * len(LexicalClass)


@dataclass(frozen=True, slots=True)
class Word:
    """A dictionary word in a line: its first token, the token after it, and its lexical class."""

    first: int
    end: int
    lexical_class: int

    def position(self, token: int) -> int:
        """Return 0 for the word's first token, 2 for its last, 1 between."""
        return 0 if token == self.first else 2 if token == self.end - 1 else 1

    def lexicon_id(self, token: int) -> int:
        """Return the id of one of the word's tokens."""
        return 1 + 3 * self.lexical_class + self.position(token)


def substring_hashes(codes: _Codes, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.uint32]:
    """Return 30 bits for each substring, (substrings,); equal substrings have equal bits wherever they stand."""
    powers = _powers(_BASE, len(codes) + 1)
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum((codes + np.uint64(1)) * powers[:-1], dtype=np.uint64)])
    # A polynomial hash shifted as if each substring began the text (Karp and Rabin 1987, modulo 2^64).
    hashes = (sums[ends] - sums[starts]) * _powers(_BASE_INVERSE, len(codes) + 1)[starts]
    hashes ^= hashes >> np.uint64(32)
    bits: NDArray[np.uint32] = (hashes * _MIXING >> np.uint64(64 - _BITS)).astype(np.uint32)
    return bits


def _powers(base: int, number: int) -> _Codes:
    factors = np.full(number, base, np.uint64)
    factors[0] = 1
    return np.cumprod(factors, dtype=np.uint64)


def code_points(text: str) -> _Codes:
    """Return the code points of a text, (characters,)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)


@dataclass(frozen=True, slots=True)
class LongestMatch:
    """One language's dictionary.

    hashes: (words,), sorted; lexical_classes: (words,); prefix_bitmap: (2^20,), whether any hash begins with these bits; max_tokens: of the
    longest word; read_as: characters that are read as others.
    """

    hashes: NDArray[np.uint32]
    lexical_classes: NDArray[np.uint8]
    prefix_bitmap: NDArray[np.bool_]
    max_tokens: int
    read_as: Mapping[int, int]

    @classmethod
    def load(cls, arrays: Mapping[str, NDArray[Any]], language: str) -> "LongestMatch":
        """Take a language's dictionary from the artefact's arrays."""
        gaps = arrays[f"{language}.gaps"] + (arrays[f"{language}.wide-gaps"].astype(np.uint32) << np.uint32(8))
        hashes = np.cumsum(gaps, dtype=np.uint32)
        prefix_bitmap = np.zeros(1 << _PREFIX_BITS, np.bool_)
        prefix_bitmap[hashes >> _PREFIX_SHIFT] = True
        pairs = arrays[f"{language}.read-as"].tolist()
        return cls(hashes, arrays[f"{language}.senses"], prefix_bitmap, int(arrays[f"{language}.longest"]), dict(pairs))

    def segment(self, line: str, spans: Sequence[tuple[int, int]]) -> list[Word]:
        """Return the longest words of a line from left to right, none inside another."""
        words = self._find(line.translate(self.read_as), np.array(spans, np.int64).reshape(-1, 2))
        # Shorter words come first, so that the longest of those with the same first token stays.
        longest = {first: (length, lexical_class) for first, length, lexical_class in words}
        segmented, end = list[Word](), 0
        for first in sorted(longest):
            if first >= end:
                length, lexical_class = longest[first]
                end = first + length
                segmented.append(Word(first, end, lexical_class))
        return segmented

    def _find(self, line: str, spans: NDArray[np.int64]) -> list[tuple[int, int, int]]:
        """Return (first token, number of tokens, lexical class) of every word, shorter ones first."""
        first, lengths, starts, ends = _candidates(spans, self.max_tokens)
        hashes = substring_hashes(code_points(line), starts, ends)
        likely = np.flatnonzero(self.prefix_bitmap[hashes >> _PREFIX_SHIFT])
        rows = np.searchsorted(self.hashes, hashes[likely])
        rows[rows == len(self.hashes)] = 0
        is_word = self.hashes[rows] == hashes[likely]
        words, lexical_classes = likely[is_word], self.lexical_classes[rows[is_word]]
        return list(zip(first[words].tolist(), lengths[words].tolist(), lexical_classes.tolist(), strict=True))


def _candidates(
    spans: NDArray[np.int64], max_tokens: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return (first token, number of tokens, start, end) of all runs of adjoining tokens, shorter ones first; each (candidates,)."""
    starts, ends = spans[:, 0], spans[:, 1]
    numbers = [np.arange(len(spans))]
    for length in range(1, min(max_tokens, len(spans))):
        before = numbers[-1]
        before = before[before + length < len(spans)]
        numbers.append(before[starts[before + length] == ends[before + length - 1]])
    first = np.concatenate(numbers)
    lengths = np.repeat(np.arange(1, len(numbers) + 1), [len(each) for each in numbers])
    return first, lengths, starts[first], ends[first + lengths - 1]


@dataclass(frozen=True, slots=True)
class TokenisedLine:
    """A text without line breaks, (start, end) of its tokens, and its language."""

    text: str
    spans: list[tuple[int, int]]
    language: str | None


class Segmenter:
    """The dictionaries of all languages that have one."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        languages = {name.partition(".")[0] for name in arrays}
        self._dictionaries = {language: LongestMatch.load(arrays, language) for language in sorted(languages)}

    @classmethod
    def shipped(cls) -> "Segmenter":
        """Load the dictionaries in the package."""
        return cls(arrays_of("dictionaries.npz"))

    def segment(self, lines: Sequence[TokenisedLine]) -> list[list[Word]]:
        """Return the words of each line; none if its language has no dictionary."""
        words: list[list[Word]] = [[] for _ in lines]
        for language, dictionary in self._dictionaries.items():
            parts, waiting = list[_LinePart](), 0
            for number, line in enumerate(lines):
                if line.language == language:
                    for first in range(0, len(line.spans), _MAX_TOKENS):
                        parts.append(_LinePart(number, first, line.text, line.spans[first : first + _MAX_TOKENS]))
                        waiting += len(parts[-1].spans)
                        if waiting >= _MAX_TOKENS:
                            _segment_together(dictionary, parts, words)
                            parts, waiting = [], 0
            if parts:
                _segment_together(dictionary, parts, words)
        return words


@dataclass(frozen=True, slots=True)
class _LinePart:
    """Some tokens of a line: the line's number, the first token, the text, and the tokens' spans."""

    number: int
    first: int
    text: str
    spans: list[tuple[int, int]]


def _segment_together(dictionary: LongestMatch, parts: Sequence[_LinePart], words: list[list[Word]]) -> None:
    """Add the words of parts, which are looked up at once: that takes a tenth of the time."""
    texts, spans, firsts = list[str](), list[tuple[int, int]](), list[int]()
    offset = 0
    for part in parts:
        start, end = part.spans[0][0], part.spans[-1][1]
        firsts.append(len(spans))
        texts.append(part.text[start:end])
        spans += [(token_start - start + offset, token_end - start + offset) for token_start, token_end in part.spans]
        offset += end - start + 1
    for word in dictionary.segment("\n".join(texts), spans):
        number = bisect_right(firsts, word.first) - 1
        part, shift = parts[number], parts[number].first - firsts[number]
        words[part.number].append(Word(word.first + shift, word.end + shift, word.lexical_class))
