"""Features of the lines of plain text: characters, position, neighbours, and words shared with the story."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.text.char_stats import CharClass, CharStats, Ints, char_stats
from dateline.text.fold import fold
from dateline.text.hashed_ngrams import SIZE, ngram_rows

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
    """Compute the columns, (features, lines).

    by_rule: (lines,), whether rules remove a line; weights: (n-grams,), what each hashed n-gram speaks for.
    """
    lines = _Lines(list(texts), by_rule, weights)
    named = list(lines.named())
    columns = np.empty((len(named), lines.n), np.float32)
    for row, (_, values) in enumerate(named):
        columns[row] = values
    return columns


@cache
def feature_names() -> tuple[str, ...]:
    """Return the names of the features, in order; they are the same for every text."""
    lines = _Lines(["x"], np.zeros(1, np.bool_), np.zeros(SIZE, np.int16))
    return tuple(name for name, _ in lines.named())


class _Lines:
    def __init__(self, texts: list[str], by_rule: NDArray[np.bool_], weights: NDArray[np.int16]) -> None:
        self.texts, self.n, self.by_rule, self.weights = texts, len(texts), by_rule, weights
        self.stats: CharStats = char_stats(texts)
        self.chars: Ints = self.stats.weighted
        self.index = np.arange(self.n)
        self.ends = self.stats.ends_sentence
        is_long = (self.chars >= _PARAGRAPH_CHARS) & (self.stats.words >= _PARAGRAPH_WORDS)
        self.paragraph = is_long & self.ends & ~by_rule

    def named(self) -> Iterator[tuple[str, Column | float]]:
        """Yield every feature's name and its values, (lines,) or one for all lines."""
        yield from chain(self.of_text(), self.of_words(), self.of_place(), self.of_neighbours())

    def of_text(self) -> Iterator[tuple[str, Column | float]]:
        stats, counts, texts = self.stats, self.stats.counts, self.texts
        yield "chars", self.chars
        yield "words", stats.words
        for name, char_class in (("upper", CharClass.UPPER), ("digits", CharClass.DIGIT), ("quotes", CharClass.QUOTE)):
            yield name, counts[:, char_class] / stats.lengths
        yield "stops", counts[:, CharClass.STOP]
        yield "commas", counts[:, CharClass.COMMA]
        marked = stats.count(CharClass.SYMBOL, CharClass.MARK)
        yield "marks", marked
        yield "marked", marked / stats.lengths
        yield "stops a word", counts[:, CharClass.STOP] / stats.words
        yield "word length", self.chars / stats.words
        yield "uncased", stats.count(CharClass.OTHER, CharClass.UNSPACED) / stats.lengths
        yield "ends sentence", self.ends
        yield "ends in colon", stats.ends_in_colon
        yield "first", stats.first
        yield "last", stats.last
        times = Counter(texts)
        yield "times", np.array([times[text] for text in texts])
        yield (
            "capitals a word",
            np.array([len(_CAPITAL.findall(text[:200])) for text in texts]) / np.minimum(stats.words, 40),
        )
        for name, search in (
            ("address", _ADDRESS.search), ("bullet", _BULLET.match), ("year", _YEAR.search), ("clock", _CLOCK.search)
        ):  # fmt: skip
            yield name, np.array([search(text) is not None for text in texts])

    def of_words(self) -> Iterator[tuple[str, Column | float]]:
        """Yield what the grams speak for, and the share of the words that the story's other paragraphs have."""
        found = [ngram_rows(text) for text in self.texts]
        lengths = np.fromiter(map(len, found), np.int64, self.n)
        spoken = self.weights[np.array(list(chain.from_iterable(found)), np.int64)].astype(np.int64)
        ends, some = np.cumsum(lengths), lengths > 0
        total, most, least = np.zeros((3, self.n), np.int64)
        for values, reduced in ((total, np.add), (most, np.maximum), (least, np.minimum)):
            if some.any():
                values[some] = reduced.reduceat(spoken, (ends - lengths)[some])
        yield "grams mean", total / np.maximum(1, lengths)
        yield "grams total", total
        yield "grams most", most
        yield "grams least", least
        words = [set(_WORD.findall(fold(text))) for text in self.texts]
        told = Counter(word for own, is_told in zip(words, self.paragraph, strict=True) if is_told for word in own)
        shared = [
            sum(told[word] > is_told for word in own) / max(1, len(own))
            for own, is_told in zip(words, self.paragraph.tolist(), strict=True)
        ]
        yield "words shared", np.array(shared)
        yield "different words", np.array([len(own) for own in words])

    def of_place(self) -> Iterator[tuple[str, Column | float]]:
        index, n = self.index, self.n
        found = np.flatnonzero(self.paragraph)
        first, last = (int(found[0]), int(found[-1])) if len(found) else (0, n - 1)
        yield "from start", index
        yield "to end", n - 1 - index
        yield "place", index / n
        yield "lines", n
        yield "paragraphs a line", len(found) / n
        yield "from first", index - first
        yield "to last", last - index
        chars = np.concatenate((np.zeros(1, np.int64), np.cumsum(self.chars)))
        yield "chars before", chars[:-1] / chars[-1]
        before = np.maximum.accumulate(np.where(self.paragraph, index, -_FAR))
        after = np.minimum.accumulate(np.where(self.paragraph, index, n + _FAR)[::-1])[::-1]
        yield "since paragraph", np.minimum(_FAR, index - before)
        yield "until paragraph", np.minimum(_FAR, after - index)
        ruled: Ints = np.maximum.accumulate(np.where(self.by_rule, index, -_FAR))
        ahead: Ints = np.minimum.accumulate(np.where(self.by_rule, index, n + _FAR)[::-1])[::-1]
        yield "since rule", np.minimum(_FAR, index - ruled)
        yield "until rule", np.minimum(_FAR, ahead - index)
        yield "rules a line", int(self.by_rule.sum()) / n

    def of_neighbours(self) -> Iterator[tuple[str, Column | float]]:
        neighbours = (
            ("chars", self.chars), ("ends sentence", self.ends), ("paragraph", self.paragraph), ("by rule", self.by_rule),
            ("ends in colon", self.stats.ends_in_colon),
        )  # fmt: skip
        for name, values in neighbours:
            padded = np.pad(values.astype(np.int64), 2, constant_values=-1)
            for by in (-2, -1, 1, 2):
                yield f"{name} {by:+d}", padded[2 + by : 2 + by + self.n]
        paragraphs: Ints = np.concatenate((np.zeros(1, np.int64), np.cumsum(self.paragraph)))
        rules: Ints = np.concatenate((np.zeros(1, np.int64), np.cumsum(self.by_rule)))
        for width in (3, 6):
            start, end = np.maximum(0, self.index - width), np.minimum(self.n, self.index + width + 1)
            yield f"paragraphs within {width}", (paragraphs[end] - paragraphs[start]) / (end - start)
            yield f"rules within {width}", (rules[end] - rules[start]) / (end - start)
