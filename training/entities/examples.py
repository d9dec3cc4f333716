"""Texts as arrays: what the network reads of each token, its class, and which text, set and language it is of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dateline.entities.network.encoder import encode_alone
from dateline.entities.network.labels import CLASSES, KEPT, classes
from dateline.entities.network.segmenter import Segmenter
from dateline.entities.network.token_features import MAX_FEATURES, WORD_ROWS, hash_features, shape_row
from training.entities.corpora import Text

# A rarer word is read by its n-grams alone.
_LEAST_TIMES = 3

# The label of a token that is not learned from.
UNKNOWN = CLASSES

Ints = NDArray[np.int32]


class Strings:
    """Numbers strings as they come; 0 is none."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}

    def number(self, string: str) -> int:
        """Return the number of a string."""
        return self.known.setdefault(string, len(self.known) + 1)


@dataclass(frozen=True, slots=True)
class Rows:
    """(n-gram rows, word row, shape row) of each string, those of none first, and the mark of each row of the word table."""

    ngrams: Ints
    words: Ints
    shapes: Ints
    marks: NDArray[np.uint16]


def rows(strings: Sequence[str], times: NDArray[np.int64]) -> Rows:
    """Return the rows of strings that stand so often in the training texts; a word's row is its most frequent one's alone."""
    parts = [hash_features(strings[begin : begin + 50_000]) for begin in range(0, len(strings), 50_000)]
    ngrams = np.concatenate([part.ngrams.astype(np.int32) for part in parts])
    words = np.concatenate([part.words.astype(np.int32) for part in parts])
    marks = np.concatenate([part.marks for part in parts])
    owners = np.zeros(WORD_ROWS, np.uint16)
    by_times = np.argsort(times, kind="stable")
    frequent = by_times[times[by_times] >= _LEAST_TIMES]
    owners[words[frequent]] = marks[frequent]
    words = np.where(owners[words] == marks, words, 0)
    shapes = np.array([shape_row(string) for string in strings], np.int32)
    none = np.zeros((1, ngrams.shape[1]), np.int32)
    return Rows(
        np.concatenate([none, ngrams]),
        np.append(0, words).astype(np.int32),
        np.append(0, shapes).astype(np.int32),
        owners,
    )


@dataclass(frozen=True, slots=True)
class Examples:
    """Tokens of all texts one after the other; `begins` has one entry more than there are texts."""

    features: Ints
    gazetteer_ids: NDArray[np.int8]
    lexicon_ids: NDArray[np.int8]
    labels: NDArray[np.int8]
    begins: NDArray[np.int64]
    languages: NDArray[np.int16]
    sets: NDArray[np.int16]
    weights: NDArray[np.float32]
    marks_misc: NDArray[np.bool_]
    folds: NDArray[np.int8]

    def save(self, path: Path) -> None:
        """Write the arrays to a file."""
        np.savez_compressed(path, **{field.name: getattr(self, field.name) for field in fields(self)})

    @classmethod
    def load(cls, path: Path) -> "Examples":
        """Read what `save` wrote."""
        with np.load(path) as arrays:
            return cls(**{field.name: arrays[field.name] for field in fields(cls)})

    def head(self, texts: int) -> "Examples":
        """Return the first texts."""
        end = self.begins[min(texts, len(self.weights))]
        return Examples(
            self.features[:end], self.gazetteer_ids[:end], self.lexicon_ids[:end], self.labels[:end], self.begins[: texts + 1],
            self.languages[:texts], self.sets[:texts], self.weights[:texts], self.marks_misc[:texts], self.folds[:texts],
        )  # fmt: skip

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Number of tokens of each text, (texts,)."""
        return np.diff(self.begins)


@dataclass(frozen=True, slots=True)
class Source:
    """Texts of one set."""

    texts: Iterable[Text]
    language: str
    language_number: int
    set_number: int
    weight: float
    marks_misc: bool
    knows_misc: bool = True


def examples(sources: Sequence[Source], strings: Strings) -> Examples:
    """Return the arrays of all texts."""
    features: list[int] = []
    gazetteer_ids: list[int] = []
    lexicon_ids: list[int] = []
    labels: list[int] = []
    begins = [0]
    dictionary = Segmenter.shipped()
    of_text: list[tuple[int, int, float, bool, int]] = []
    for source in sources:
        for text in source.texts:
            reading = encode_alone(text.text, source.language, dictionary)
            if not reading.spans:
                continue
            for each in reading.features:
                numbers = [strings.number(feature) for feature in each]
                features += numbers + [0] * (MAX_FEATURES - len(numbers))
            gazetteer_ids += reading.gazetteer_ids
            lexicon_ids += reading.lexicon_ids
            marked = classes(reading.spans, text.names)
            labels += marked if source.knows_misc else [UNKNOWN if label >= KEPT else label for label in marked]
            begins.append(len(labels))
            of_text.append((source.language_number, source.set_number, source.weight, source.marks_misc, text.fold))
    languages, sets, weights, marks, folds = zip(*of_text, strict=True)
    return Examples(
        np.array(features, np.int32).reshape(-1, MAX_FEATURES), np.array(gazetteer_ids, np.int8), np.array(lexicon_ids, np.int8),
        np.array(labels, np.int8),
        np.array(begins), np.array(languages, np.int16), np.array(sets, np.int16), np.array(weights, np.float32), np.array(marks),
        np.array(folds, np.int8),
    )  # fmt: skip
