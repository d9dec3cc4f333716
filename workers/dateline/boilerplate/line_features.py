"""What plain text says of each of its lines, as numbers: its letters, its place, its neighbours, and the words it shares with the story."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.text.char_stats import CharClass, Ints, Letters, letters_of
from dateline.text.fold import fold
from dateline.text.hashed_ngrams import grams

Column = NDArray[Any]
Floats = NDArray[np.float32]

_PARAGRAPH_CHARS, _PARAGRAPH_WORDS = 70, 8
_FAR = 30
_WORD = re.compile(r"[^\W\d_]{3,}")
_CAPITAL = re.compile(r"(?:^|\s)[\"'“„«(\[]?[^\W\d_a-zß-öø-ÿ]")
_ADDRESS = re.compile(r"https?:|www\.|@\w|\w\.(?:com|net|org|co|de|fr|id|it|es|pl|ru)\b")
_BULLET = re.compile(r"[-•*·■►▶–—>→]|\d{1,2}[.)]\s")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b")


def line_features(texts: Sequence[str], by_rule: NDArray[np.bool_], weights: NDArray[np.int16]) -> Floats:
    """Columns (features × lines); `by_rule` are the lines that rules take, `weights` what each gram speaks for."""
    lines = _Lines(list(texts), by_rule, weights)
    named = [*lines.of_text(), *lines.of_words(), *lines.of_place(), *lines.of_neighbours()]
    columns = np.empty((len(named), lines.n), np.float32)
    for at, values in enumerate(named):
        columns[at] = values
    return columns


class _Lines:
    def __init__(self, texts: list[str], by_rule: NDArray[np.bool_], weights: NDArray[np.int16]) -> None:
        self.texts, self.n, self.by_rule, self.weights = texts, len(texts), by_rule, weights
        self.letters: Letters = letters_of(texts)
        self.chars: Ints = self.letters.weighted
        self.index = np.arange(self.n)
        self.ends = self.letters.ends_sentence
        is_long = (self.chars >= _PARAGRAPH_CHARS) & (self.letters.words >= _PARAGRAPH_WORDS)
        self.paragraph = is_long & self.ends & ~by_rule

    def of_text(self) -> Iterator[Column | float]:
        letters, counts, texts = self.letters, self.letters.counts, self.texts
        yield self.chars
        yield letters.words
        for kind in (CharClass.UPPER, CharClass.DIGIT, CharClass.QUOTE):
            yield counts[:, kind] / letters.lengths
        for kind in (CharClass.STOP, CharClass.COMMA):
            yield counts[:, kind]
        marked = letters.count(CharClass.SYMBOL, CharClass.MARK)
        yield marked
        yield marked / letters.lengths
        yield counts[:, CharClass.STOP] / letters.words
        yield self.chars / letters.words
        yield letters.count(CharClass.OTHER, CharClass.UNSPACED) / letters.lengths
        yield from (self.ends, letters.ends_in_colon, letters.first, letters.last)
        times = Counter(texts)
        yield np.array([times[text] for text in texts])
        yield np.array([len(_CAPITAL.findall(text[:200])) for text in texts]) / np.minimum(letters.words, 40)
        for pattern in (_ADDRESS, _BULLET, _YEAR, _CLOCK):
            search = pattern.match if pattern is _BULLET else pattern.search
            yield np.array([search(text) is not None for text in texts])

    def of_words(self) -> Iterator[Column | float]:
        """What the grams speak for, and the share of the words that the story's other paragraphs have."""
        found = [grams(text) for text in self.texts]
        lengths = np.fromiter(map(len, found), np.int64, self.n)
        spoken = self.weights[np.array(list(chain.from_iterable(found)), np.int64)].astype(np.int64)
        ends, some = np.cumsum(lengths), lengths > 0
        total, most, least = np.zeros((3, self.n), np.int64)
        for values, reduced in ((total, np.add), (most, np.maximum), (least, np.minimum)):
            if some.any():
                values[some] = reduced.reduceat(spoken, (ends - lengths)[some])
        yield total / np.maximum(1, lengths)
        yield from (total, most, least)
        words = [set(_WORD.findall(fold(text))) for text in self.texts]
        told = Counter(word for own, is_told in zip(words, self.paragraph, strict=True) if is_told for word in own)
        shared = [
            sum(told[word] > is_told for word in own) / max(1, len(own))
            for own, is_told in zip(words, self.paragraph.tolist(), strict=True)
        ]
        yield np.array(shared)
        yield np.array([len(own) for own in words])

    def of_place(self) -> Iterator[Column | float]:
        index, n = self.index, self.n
        found = np.flatnonzero(self.paragraph)
        first, last = (int(found[0]), int(found[-1])) if len(found) else (0, n - 1)
        yield from (index, n - 1 - index, index / n, n, len(found) / n)
        yield from (index - first, last - index)
        chars = np.concatenate((np.zeros(1, np.int64), np.cumsum(self.chars)))
        yield chars[:-1] / chars[-1]
        before = np.maximum.accumulate(np.where(self.paragraph, index, -_FAR))
        behind = np.minimum.accumulate(np.where(self.paragraph, index, n + _FAR)[::-1])[::-1]
        yield np.minimum(_FAR, index - before)
        yield np.minimum(_FAR, behind - index)
        ruled: Ints = np.maximum.accumulate(np.where(self.by_rule, index, -_FAR))
        ahead: Ints = np.minimum.accumulate(np.where(self.by_rule, index, n + _FAR)[::-1])[::-1]
        yield np.minimum(_FAR, index - ruled)
        yield np.minimum(_FAR, ahead - index)
        yield int(self.by_rule.sum()) / n

    def of_neighbours(self) -> Iterator[Column | float]:
        for values in (self.chars, self.ends, self.paragraph, self.by_rule, self.letters.ends_in_colon):
            padded = np.pad(values.astype(np.int64), 2, constant_values=-1)
            for by in (-2, -1, 1, 2):
                yield padded[2 + by : 2 + by + self.n]
        paragraphs: Ints = np.concatenate((np.zeros(1, np.int64), np.cumsum(self.paragraph)))
        rules: Ints = np.concatenate((np.zeros(1, np.int64), np.cumsum(self.by_rule)))
        for width in (3, 6):
            start, end = np.maximum(0, self.index - width), np.minimum(self.n, self.index + width + 1)
            yield (paragraphs[end] - paragraphs[start]) / (end - start)
            yield (rules[end] - rules[start]) / (end - start)
