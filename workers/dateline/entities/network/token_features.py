"""What the network reads of a token: one to five strings, each hashed into n-grams, a word and a shape."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dateline.entities.network.segmenter import Word
from dateline.entities.network.tokens import is_character
from dateline.text.word_shape import shape

NGRAM_ROWS = 1 << 18
WORD_ROWS = 1 << 16
SHAPE_ROWS = 1 << 11
# Longer words are read by their ends.
LONGEST = 16
MOST_UNITS = 5
NGRAMS = (2, 3, 4, 5)
_LEFT, _RIGHT, _LISTED, _WORD = "\x01", "\x02", "\x03", "\x04"
_NOTHING = "\x05"
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_STEP = np.uint64(1_000_003)
# The case of a character's neighbourhood, and how many scripts are told apart.
_BESIDE = 7
_SCRIPTS = 27
# A capital, or a letter without case: a word of small letters is part of a name only beside one of these, or where it is listed.
_NAME = re.compile(r"[Ac\u2e80-\U0010ffff]")


def units(
    line: str, spans: Sequence[tuple[int, int]], by_character: bool, words: Sequence[Word] = ()
) -> list[tuple[str, ...]]:
    """The strings of each token: a word stands for itself, a character also for those beside it and for the dictionary's word that it is in."""
    if not by_character:
        return [(line[start:end],) for start, end in spans]
    found: list[tuple[str, ...]] = []
    around = f"{_NOTHING}{line}{_NOTHING}"
    in_words = dict[int, str]()
    for word in words:
        whole = line[spans[word.first][0] : spans[word.behind - 1][1]]
        for number in range(word.first, word.behind):
            in_words[number] = f"{_LISTED}{word.place(number)}{whole}"
    for number, (start, end) in enumerate(spans):
        token = line[start:end]
        if not is_character(token):
            found.append((token,))
            continue
        read = [token, _LEFT + around[start] + token, _RIGHT + token + around[end + 1]]
        if number in in_words:
            read.append(in_words[number])
        if "가" <= token <= "힣":
            read.append(_WORD + _word_around(line, start, end))
        found.append(tuple(read))
    return found


def _word_around(line: str, start: int, end: int) -> str:
    """The Korean word, with its particles, that a syllable stands in."""
    begin, stop = start, end
    while begin and start - begin < LONGEST and "가" <= line[begin - 1] <= "힣":
        begin -= 1
    while stop < len(line) and stop - end < LONGEST and "가" <= line[stop] <= "힣":
        stop += 1
    return f"{start - begin}{line[begin:stop]}" if start - begin < 10 else line[begin:stop]


def _lowered(unit: str) -> str:
    low = unit.lower()
    return low if len(low) == len(unit) else unit


def _cut(string: str) -> str:
    return string if len(string) <= LONGEST else string[: LONGEST // 2] + string[-LONGEST // 2 :]


def _codes(strings: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """(code points with a mark before and behind, lengths with the marks) of lower-cased strings."""
    cut = [_cut(_lowered(string)) for string in strings]
    lengths = np.fromiter(map(len, cut), np.int64, len(cut)) + 2
    joined = "".join(f"<{string}>{chr(0) * (LONGEST - len(string))}" for string in cut)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32).reshape(len(cut), LONGEST + 2)
    return codes.astype(np.uint64), lengths


def _mixed(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    hashes = hashes * _MULTIPLIER
    return (hashes ^ (hashes >> np.uint64(29))) * _MULTIPLIER


def _row(hashes: NDArray[np.uint64], rows: int) -> NDArray[np.int64]:
    return (hashes >> np.uint64(40)).astype(np.int64) % (rows - 1) + 1


@dataclass(frozen=True, slots=True)
class Hashed:
    """Rows of the n-gram table (strings, n-grams), and of each string its word's row and the mark that tells whose row it is."""

    ngrams: NDArray[np.int64]
    words: NDArray[np.int64]
    marks: NDArray[np.uint16]


def hashed(strings: Sequence[str]) -> Hashed:
    """The rows of units; row 0 stands for none."""
    codes, lengths = _codes(strings)
    width = codes.shape[1]
    found = []
    for size in NGRAMS:
        hashes = np.full((len(strings), width - size + 1), size, np.uint64)
        for offset in range(size):
            hashes = hashes * _STEP + codes[:, offset : width - size + 1 + offset]
        is_inside = np.arange(width - size + 1) <= (lengths - size)[:, None]
        found.append(np.where(is_inside, _row(_mixed(hashes), NGRAM_ROWS), 0))
    whole = np.zeros(len(strings), np.uint64)
    for place in range(width):
        whole = whole * _STEP + codes[:, place]
    whole = _mixed(whole)
    marks = (whole & np.uint64(0xFFFF)).astype(np.uint16) | np.uint16(1)
    return Hashed(np.concatenate(found, axis=1), _row(whole, WORD_ROWS), marks)


def is_of_a_neighbour(unit: str) -> bool:
    """Whether a unit is what is read of the characters around a token, and not the token itself."""
    return unit[0] < _NOTHING


def may_be_named(unit: str) -> bool:
    """Whether a token may be part of a name by its letters alone."""
    return is_of_a_neighbour(unit) or _NAME.search(shape(unit)) is not None


def shape_row(unit: str) -> int:
    """The row of the shape table: case, script and length of a unit, or which sign it is."""
    case = _BESIDE if is_of_a_neighbour(unit) else _case(kinds := shape(unit))
    if case == 0:
        sign = ord(kinds[0])
        return sign % 128 if sign < 0x3000 else 128 + sign % 64
    if case != _BESIDE and kinds[0] == "0":
        return 192 + min(len(unit), 8)
    return 256 + (case * _SCRIPTS + _script(unit[-1])) * 8 + min(len(unit), 8) - 1


def _case(kinds: str) -> int:
    """0 for a sign, 1 to 6 for a capital, capitals, a capitalised word, capitals within, in a word of small letters, and others."""
    first = kinds[0]
    if first == "A":
        return 1 if len(kinds) == 1 else 2 if kinds.isupper() else 3 if "A" not in kinds[1:] else 4
    return 5 if "A" in kinds else 6 if first in "a0c" or first > "\u2e80" else 0


def _script(char: str) -> int:
    """A number for the blocks of 128 characters up to Thai, and for Han and Kana, Hangul, and the rest."""
    block = ord(char) >> 7
    return block if block < 24 else 24 if block < 92 else 25 if block < 97 else 26
