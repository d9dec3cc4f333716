"""What the network reads of a token: one to five strings, each hashed into n-grams, a word and a shape."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workers.entities.network.tokens import is_character

NGRAM_ROWS = 1 << 18
WORD_ROWS = 1 << 16
SHAPE_ROWS = 1 << 11
# Longer words are read by their ends.
LONGEST = 16
MOST_UNITS = 5
NGRAMS = (2, 3, 4, 5)
_LEFT, _RIGHT, _BOTH, _WORD = "\x01", "\x02", "\x03", "\x04"
_NOTHING = "\x05"
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_STEP = np.uint64(1_000_003)
_SHAPE_OF = {"A": 1, "a": 2, "0": 3, "c": 4}


def units(line: str, spans: Sequence[tuple[int, int]], by_character: bool) -> list[tuple[str, ...]]:
    """The strings of each token: a word stands for itself, a character also for the characters beside it."""
    if not by_character:
        return [(line[start:end],) for start, end in spans]
    return [_units(line, start, end) for start, end in spans]


def _units(line: str, start: int, end: int) -> tuple[str, ...]:
    token = line[start:end]
    if not is_character(token):
        return (token,)
    before = line[start - 1] if start else _NOTHING
    after = line[end : end + 1] or _NOTHING
    found = (token, _LEFT + before + token, _RIGHT + token + after, _BOTH + before + token + after)
    return (*found, _WORD + _word_around(line, start, end)) if "가" <= token <= "힣" else found


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


def shape_row(unit: str, kinds: str) -> int:
    """The row of the shape table: case, script and length of a unit whose shape is `kinds`."""
    first = kinds[0]
    if unit[0] < "\x05":
        case = 7
    elif first == "A":
        case = 1 if len(kinds) == 1 else 2 if kinds.isupper() else 3 if "A" not in kinds[1:] else 4
    else:
        case = 5 if "A" in kinds else 6 if first in _SHAPE_OF or first > "\u2e80" else 0
    if case == 0:
        return ord(first) % 128 if ord(first) < 0x3000 else 128 + ord(first) % 64
    script = min(ord(unit[-1]) >> 7, 127)
    script = script if script < 24 else 24 if script < 92 else 25 if script < 97 else 26
    if first == "0":
        return 192 + min(len(unit), 8)
    return 256 + (case * 27 + script) * 8 + min(len(unit), 8) - 1
