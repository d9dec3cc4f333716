"""Groups a model's subword tokens into words, labelled by their first token, as such models are trained."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import regex

# These scripts put no spaces between words, so each token keeps its own label.
_UNPARTED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_OF_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]")


class LabelledToken(NamedTuple):
    """(start, end) of a token and the index of its label; `opens` if it is only the mark of a word's beginning."""

    start: int
    end: int
    label: int
    opens: bool = False


def words(text: str, tokens: Iterable[LabelledToken]) -> Iterator[LabelledToken]:
    """Yield the words of a text, in order, each with its first token's label; punctuation stands alone."""
    word, mark = None, None
    for token in tokens:
        start, end = _trimmed(text, token)
        if start >= end:
            mark = token if token.opens else None
            continue
        label = mark.label if mark is not None and mark.end == start else token.label
        if word is not None and _goes_on(text, word, start):
            word = LabelledToken(word.start, max(word.end, end), word.label)
            continue
        if word is not None:
            yield word
        word = LabelledToken(start, end, label)
    if word is not None:
        yield word


def _trimmed(text: str, token: LabelledToken) -> tuple[int, int]:
    """Trim blanks off a token: some tokenisers include the one before a word."""
    start, end = token.start, token.end
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _goes_on(text: str, word: LabelledToken, start: int) -> bool:
    """Return whether a token continues the word before it, or is another part of a letter that several tokens share."""
    if start < word.end:
        return True
    before, after = text[word.end - 1], text[start]
    return (
        start == word.end
        and _OF_WORD.match(before) is not None
        and _OF_WORD.match(after) is not None
        and not (_UNPARTED.match(before) or _UNPARTED.match(after))
    )
