"""Words and pairs of words of a line as numbers, for a table of how much each speaks for boilerplate."""

import re
from itertools import pairwise
from zlib import crc32

from dateline.text.fold import fold
from dateline.text.scripts import WITHOUT_SPACES

SIZE = 1 << 16
"""Numbers there are; words that share one share its weight."""

# The first words tell most, and a paragraph's need not all be looked at.
_MOST = 14
_WORD = re.compile(r"[^\W\d_]+|\d+")
# Scripts that put no spaces between words: their characters are taken in pairs.
_UNSPACED = re.compile(f"[{WITHOUT_SPACES}]")


def ngram_rows(text: str) -> list[int]:
    """Return the numbers of the line's first words and of each two that follow one another; all figures are one word."""
    words = ["0" if word[0].isdigit() else word for word in _WORD.findall(fold(text[:200]))]
    pieces: list[str] = []
    for word in words[:_MOST]:
        if _UNSPACED.match(word):
            pieces += (word[at : at + 2] for at in range(min(_MOST, max(1, len(word) - 1))))
        else:
            pieces.append(word)
    pieces += [f"{first} {second}" for first, second in pairwise(pieces)]
    return [crc32(piece.encode("utf-8", "replace")) % SIZE for piece in pieces]
