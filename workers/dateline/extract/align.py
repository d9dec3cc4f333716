"""Aligns the text that an extractor returns with a page's lines, to find which of them it kept."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from dateline.domain.story import Line

# A short line ("Share") may stand inside any sentence, so it has to be a whole line of the extract.
_SURE_CHARS = 25
# A teaser may repeat a line of the story a few times; more places than this only cost time. The numbers of a table come back more often.
_MOST_PLACES, _MOST_CELLS = 8, 32

# Extractors write a table's rows as lines of cells: "| Rank | Driver |".
_PIECES = re.compile(r"[\n|]")
_NO_LETTERS = re.compile(r"[\W_]+")

_Chain: TypeAlias = "tuple[int, _Chain] | None"


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text)


class _Extract:
    """The extract's letters without spaces or line ends, and the starts of its lines and cells."""

    def __init__(self, text: str) -> None:
        pieces = [letters for piece in _PIECES.split(text) if (letters := _letters(piece))]
        self.letters, self._bounds, at = "".join(pieces), {0}, 0
        self._short: dict[str, list[int]] = {}
        for piece in pieces:
            if len(piece) < _SURE_CHARS:
                self._short.setdefault(piece, []).append(at)
            at += len(piece)
            self._bounds.add(at)

    def places(self, needle: str) -> Iterator[int]:
        """Return the places of a line's letters in the extract, in order."""
        if needle in self._short:
            yield from self._short[needle][:_MOST_CELLS]
            return
        at = self.letters.find(needle)
        for _ in range(_MOST_PLACES):
            if at < 0:
                return
            if len(needle) >= _SURE_CHARS or (at in self._bounds and at + len(needle) in self._bounds):
                yield at
            at = self.letters.find(needle, at + 1)


def kept_lines(lines: Sequence[Line], extract: str) -> set[int]:
    """Return numbers of the lines that make up the extract: the chain of matches, in order, that covers most of it."""
    target, chains = _Extract(extract), _Chains()
    for line in lines:
        needle = _letters(line.text)
        if needle:
            chains.extend(line.number, [(at, at + len(needle)) for at in target.places(needle)])
    return chains.best()


class _Chains:
    """The heaviest chains of matches so far: where each ends, its weight in letters, and its lines, last one first.

    Ends and weights both grow along the lists; a chain that ends later and weighs no more is never of use.
    """

    def __init__(self) -> None:
        self._ends, self._weights, self._chains = [0], [0], [None]  # type: list[int], list[int], list[_Chain]

    def extend(self, number: int, places: list[tuple[int, int]]) -> None:
        """Add the line, at each of its places, to the heaviest chain that ends before that place."""
        for start, end in reversed(places):
            before = bisect_right(self._ends, start) - 1
            self._insert(end, self._weights[before] + end - start, (number, self._chains[before]))

    def _insert(self, end: int, weight: int, chain: _Chain) -> None:
        at = bisect_right(self._ends, end)
        if self._weights[at - 1] >= weight:
            return
        first = at - 1 if self._ends[at - 1] == end else at
        last = at
        while last < len(self._ends) and self._weights[last] <= weight:
            last += 1
        self._ends[first:last], self._weights[first:last], self._chains[first:last] = [end], [weight], [chain]

    def best(self) -> set[int]:
        """Return the lines of the heaviest chain."""
        numbers, chain = set(), self._chains[-1]
        while chain is not None:
            number, chain = chain
            numbers.add(number)
        return numbers
