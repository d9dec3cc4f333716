"""From a model's tokens to words: it was taught the label of a word's first token."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import regex

# In these scripts nothing parts words, so each token speaks for itself.
_UNPARTED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_OF_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]")


class Token(NamedTuple):
    """A stretch of text with the number of its label; `opens` where it is only the mark of a word's beginning."""

    start: int
    end: int
    label: int
    opens: bool = False


def words(text: str, tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield the words of a text whose tokens these are, in order, each with its first token's label; punctuation stands alone."""
    word, mark = None, None
    for token in tokens:
        start, end = _trimmed(text, token)
        if start >= end:
            mark = token if token.opens else None
            continue
        label = mark.label if mark is not None and mark.end == start else token.label
        if word is not None and _goes_on(text, word, start):
            word = Token(word.start, max(word.end, end), word.label)
            continue
        if word is not None:
            yield word
        word = Token(start, end, label)
    if word is not None:
        yield word


def _trimmed(text: str, token: Token) -> tuple[int, int]:
    """Return some tokenizers count the blank before a word to it."""
    start, end = token.start, token.end
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _goes_on(text: str, word: Token, start: int) -> bool:
    """Return whether a token is part of the word before it, or of a letter that several tokens share."""
    if start < word.end:
        return True
    before, after = text[word.end - 1], text[start]
    return (
        start == word.end
        and _OF_WORD.match(before) is not None
        and _OF_WORD.match(after) is not None
        and not (_UNPARTED.match(before) or _UNPARTED.match(after))
    )
