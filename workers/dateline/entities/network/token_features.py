"""Token features: one to five strings per token, each hashed into n-grams, a word and a shape."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dateline.entities.network.segmenter import Word
from dateline.entities.network.tokens import is_character
from dateline.text.scripts import is_hangul_syllable
from dateline.text.word_shape import shape

NGRAM_ROWS = 1 << 18
WORD_ROWS = 1 << 16
SHAPE_ROWS = 1 << 11
# Longer words are represented by their ends.
MAX_CHARS = 16
MAX_FEATURES = 5
NGRAMS = (2, 3, 4, 5)
_LEFT, _RIGHT, _LISTED, _WORD = "\x01", "\x02", "\x03", "\x04"
_NOTHING = "\x05"
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_STEP = np.uint64(1_000_003)
# The case of a contextual feature, and the number of scripts that are distinguished.
_CONTEXTUAL = 7
_SCRIPTS = 27
# A capital, or a letter without case: a lower-case word is part of a name only beside one of these, or if it is listed.
_NAME = re.compile(r"[Ac\u2e80-\U0010ffff]")


def token_features(
    line: str, spans: Sequence[tuple[int, int]], by_character: bool, words: Sequence[Word] = ()
) -> list[tuple[str, ...]]:
    """Return the features of each token: a word's is itself; a character has others for its neighbours and for the dictionary word it is in."""
    if not by_character:
        return [(line[start:end],) for start, end in spans]
    features: list[tuple[str, ...]] = []
    padded = f"{_NOTHING}{line}{_NOTHING}"
    in_words = dict[int, str]()
    for word in words:
        whole = line[spans[word.first][0] : spans[word.end - 1][1]]
        for number in range(word.first, word.end):
            in_words[number] = f"{_LISTED}{word.position(number)}{whole}"
    for number, (start, end) in enumerate(spans):
        token = line[start:end]
        if not is_character(token):
            features.append((token,))
            continue
        own = [token, _LEFT + padded[start] + token, _RIGHT + token + padded[end + 1]]
        if number in in_words:
            own.append(in_words[number])
        if is_hangul_syllable(token):
            own.append(_WORD + _word_around(line, start, end))
        features.append(tuple(own))
    return features


def _word_around(line: str, start: int, end: int) -> str:
    """Return the Korean word, with its particles, that contains a syllable."""
    begin, stop = start, end
    while begin and start - begin < MAX_CHARS and is_hangul_syllable(line[begin - 1]):
        begin -= 1
    while stop < len(line) and stop - end < MAX_CHARS and is_hangul_syllable(line[stop]):
        stop += 1
    return f"{start - begin}{line[begin:stop]}" if start - begin < 10 else line[begin:stop]


def _lower(feature: str) -> str:
    lower = feature.lower()
    return lower if len(lower) == len(feature) else feature


def _shorten(string: str) -> str:
    return string if len(string) <= MAX_CHARS else string[: MAX_CHARS // 2] + string[-MAX_CHARS // 2 :]


def _codes(strings: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return (strings, MAX_CHARS + 2) code points of lower-cased strings between marks, and (strings,) lengths with the marks."""
    short = [_shorten(_lower(string)) for string in strings]
    lengths = np.fromiter(map(len, short), np.int64, len(short)) + 2
    joined = "".join(f"<{string}>{chr(0) * (MAX_CHARS - len(string))}" for string in short)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32).reshape(len(short), MAX_CHARS + 2)
    return codes.astype(np.uint64), lengths


def _mix(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    hashes = hashes * _MULTIPLIER
    return (hashes ^ (hashes >> np.uint64(29))) * _MULTIPLIER


def _row(hashes: NDArray[np.uint64], rows: int) -> NDArray[np.int64]:
    return (hashes >> np.uint64(40)).astype(np.int64) % (rows - 1) + 1


@dataclass(frozen=True, slots=True)
class HashedFeatures:
    """Rows of the n-gram table (features, n-grams), 0 for none; each feature's row of the word table, and the mark that identifies its word
    there, (features,) both.
    """

    ngrams: NDArray[np.int64]
    words: NDArray[np.int64]
    marks: NDArray[np.uint16]


def hash_features(strings: Sequence[str]) -> HashedFeatures:
    """Hash features to rows; row 0 stands for none."""
    codes, lengths = _codes(strings)
    width = codes.shape[1]
    ngrams = []
    for size in NGRAMS:
        hashes = np.full((len(strings), width - size + 1), size, np.uint64)
        for offset in range(size):
            hashes = hashes * _STEP + codes[:, offset : width - size + 1 + offset]
        is_inside = np.arange(width - size + 1) <= (lengths - size)[:, None]
        ngrams.append(np.where(is_inside, _row(_mix(hashes), NGRAM_ROWS), 0))
    whole = np.zeros(len(strings), np.uint64)
    for position in range(width):
        whole = whole * _STEP + codes[:, position]
    whole = _mix(whole)
    marks = (whole & np.uint64(0xFFFF)).astype(np.uint16) | np.uint16(1)
    return HashedFeatures(np.concatenate(ngrams, axis=1), _row(whole, WORD_ROWS), marks)


def is_contextual(feature: str) -> bool:
    """Return whether a feature describes the characters around a token, and not the token itself."""
    return feature[0] < _NOTHING


def may_be_named(feature: str) -> bool:
    """Return whether a token may be part of a name by its letters alone."""
    return is_contextual(feature) or _NAME.search(shape(feature)) is not None


def shape_row(feature: str) -> int:
    """Return the row of the shape table: by case, script and length of a feature, or by the symbol that it is."""
    case = _CONTEXTUAL if is_contextual(feature) else _case(word_shape := shape(feature))
    if case == 0:
        symbol = ord(word_shape[0])
        return symbol % 128 if symbol < 0x3000 else 128 + symbol % 64
    if case != _CONTEXTUAL and word_shape[0] == "0":
        return 192 + min(len(feature), 8)
    return 256 + (case * _SCRIPTS + _script(feature[-1])) * 8 + min(len(feature), 8) - 1


def _case(word_shape: str) -> int:
    """Return 0 for a symbol, 1 to 6 for one capital, capitals, capitalised, capitals within, in a lower-case word, and others."""
    first = word_shape[0]
    if first == "A":
        return 1 if len(word_shape) == 1 else 2 if word_shape.isupper() else 3 if "A" not in word_shape[1:] else 4
    return 5 if "A" in word_shape else 6 if first in "a0c" or first > "\u2e80" else 0


def _script(char: str) -> int:
    """Return a number for each block of 128 characters up to Thai, for Han and Kana, for Hangul, and for the rest."""
    block = ord(char) >> 7
    return block if block < 24 else 24 if block < 92 else 25 if block < 97 else 26
