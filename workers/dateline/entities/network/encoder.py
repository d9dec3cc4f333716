"""What the network reads of a text: for each token its units, and what the gazetteer says of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.entities.network.segmenter import Dictionary, Line, Word
from dateline.entities.network.token_features import units
from dateline.entities.network.tokens import is_by_character, tokens
from dateline.gazetteer import matcher as gazetteer
from dateline.gazetteer.entry import Hit
from dateline.text.word_shape import shape

# For each kind of listed name one sign for its first token and one for those behind, each with and without a blank before.
LISTED_KINDS = 5
SIGNS = 2 * (1 + 2 * LISTED_KINDS)


@dataclass(frozen=True, slots=True)
class Reading:
    """A line's tokens: (start, end), the units of each, a sign of what is listed and whether a blank stands before, and the dictionary's sign."""

    spans: list[tuple[int, int]]
    units: list[tuple[str, ...]]
    signs: list[int]
    cuts: list[int]


def read(line: Line, hits: Sequence[Hit], words: Sequence[Word]) -> Reading:
    """Reads a line in which the gazetteer finds `hits` and the dictionary `words`."""
    text, spans = line.text, line.spans
    cuts = [0] * len(spans)
    for word in words:
        for token in range(word.first, word.behind):
            cuts[token] = word.sign(token)
    return Reading(spans, units(text, spans, is_by_character(text), words), _signs(spans, hits), cuts)


def read_alone(text: str, language: str, dictionary: Dictionary) -> Reading:
    """Reads a text without line breaks that has no other beside it."""
    line = Line(text, tokens(text), language)
    return read(line, gazetteer.find(text, shape(text), language), *dictionary.cut([line]))


def _signs(spans: Sequence[tuple[int, int]], hits: Sequence[Hit]) -> list[int]:
    signs, behind = list[int](), -1
    for start, end in spans:
        signs.append(0 if start == behind else 1)
        behind = end
    place = 0
    for hit in hits:
        while place < len(spans) and spans[place][1] <= hit.start:
            place += 1
        is_first = True
        while place < len(spans) and spans[place][0] < hit.end:
            signs[place] += 2 * (hit.entry.kind if is_first else hit.entry.kind + LISTED_KINDS)
            is_first = False
            place += 1
    return signs
