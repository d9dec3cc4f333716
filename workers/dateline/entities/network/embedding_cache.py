"""Embeddings of token features: hash tables and two layers, with a cache of what frequent features come to."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.entities.network.token_features import hash_features, is_contextual, may_be_named, shape_row
from dateline.entities.network.token_shape import TokenShape, token_shape
from dateline.ml.quantised_linear import Floats, QuantisedLinear, to_float32

# Features whose embeddings are cached, in float16 (768 bytes each): the frequent words of some ten languages. Twice as many save 1 % of the
# time of an item and take 18 MB more in each process.
_CAPACITY = 24_000
# Features that are embedded at once.
_CHUNK = 1024


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows in eight bits, (rows, width), with a scale each, (rows,)."""

    rows: NDArray[np.int8]
    scale: Floats

    def __getitem__(self, numbers: NDArray[np.int64]) -> Floats:
        return self.rows[numbers] * self.scale[numbers, None]


class FeatureEmbedder:
    """Embeds features: (features, 3 × width), what each adds to the token after, to its own and to the token before."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._word_marks: NDArray[np.uint16] = arrays["marks"]
        self._tables = {
            name: _Table(arrays[f"{name}.rows"], arrays[f"{name}.scale"].astype(np.float32))
            for name in ("ngram", "word", "shape")
        }
        self._inner, self._outer = QuantisedLinear.load(arrays, "inner"), QuantisedLinear.load(arrays, "outer")

    def __call__(self, features: Sequence[str]) -> Floats:
        """Embed features."""
        rows = hash_features(features)
        words = np.where(self._word_marks[rows.words] == rows.marks, rows.words, 0)
        shapes = np.fromiter((shape_row(feature) for feature in features), np.int64, len(features))
        is_ngram = rows.ngrams > 0
        counts = is_ngram.sum(axis=1)
        # Every feature has an n-gram: its first letter and the mark before it.
        ngrams = np.add.reduceat(self._tables["ngram"][rows.ngrams[is_ngram]], np.cumsum(counts) - counts)
        ngrams /= np.sqrt(counts)[:, None]
        parts = [ngrams, self._tables["word"][words], self._tables["shape"][shapes]]
        hidden = self._inner(np.concatenate(parts, axis=1).astype(np.float32))
        np.maximum(hidden, 0, out=hidden)
        return self._outer(hidden)


class EmbeddingCache:
    """Caches what the embedder makes of features, whether a token may be part of a name by them, and their shapes.

    Row 0 of each array stands for no feature. When it is full, the cache is cleared: what comes next are the frequent features again.
    """

    def __init__(self, embedder: FeatureEmbedder, width: int) -> None:
        self._embedder, self._width = embedder, width
        self.clear()

    def clear(self) -> None:
        """Forget all features."""
        self._rows: dict[str, int] = {}
        self._vectors = np.zeros((_CHUNK, self._width), np.float16)
        self._may_be_named = np.zeros(_CHUNK, np.bool_)
        self._shapes = np.zeros(_CHUNK, np.uint8)

    def lookup(self, tokens: Sequence[tuple[str, ...]]) -> tuple[Floats, NDArray[np.bool_], NDArray[np.uint8]]:
        """Return each token's summed embeddings (tokens, width), whether it may be part of a name (tokens,), and its shape (tokens,)."""
        features = list(itertools.chain.from_iterable(tokens))
        known = list(map(self._rows.get, features))
        if None in known:
            new = {feature for feature, row in zip(features, known, strict=True) if row is None}
            self._insert(sorted(new), set(features))
            known = list(map(self._rows.get, features))
        rows = np.array(known, np.int64)
        # Most words of a text occur more than once.
        different, which = np.unique(rows, return_inverse=True)
        vectors = to_float32(self._vectors[different])
        if len(rows) == len(tokens):
            return vectors[which], self._may_be_named[rows], self._shapes[rows]
        counts = np.array(list(map(len, tokens)))
        firsts = np.cumsum(counts) - counts
        # The first feature and the sum of the others, always in this order: float sums depend on it.
        others = np.zeros((len(tokens), vectors.shape[1]), np.float32)
        for position in range(1, int(counts.max())):
            longer = np.flatnonzero(counts > position)
            others[longer] += vectors[which[firsts[longer] + position]]
        own = rows[firsts]
        return vectors[which[firsts]] + others, self._may_be_named[own], self._shapes[own]

    def _insert(self, new: Sequence[str], needed: set[str]) -> None:
        """Embed and cache features; if there are too many, clear the cache and insert only those needed now."""
        if len(self._rows) + len(new) > _CAPACITY:
            self.clear()
            new = sorted(needed)
        start = len(self._rows) + 1
        self._grow(start + len(new))
        for offset in range(0, len(new), _CHUNK):
            chunk = new[offset : offset + _CHUNK]
            self._vectors[start + offset : start + offset + len(chunk)] = self._embedder(chunk)
        self._may_be_named[start : start + len(new)] = [may_be_named(feature) for feature in new]
        self._shapes[start : start + len(new)] = [
            TokenShape.NONE if is_contextual(feature) else token_shape(feature) for feature in new
        ]
        self._rows.update(zip(new, range(start, start + len(new)), strict=True))

    def _grow(self, rows: int) -> None:
        if rows <= len(self._vectors):
            return
        grown = np.zeros((max(2 * len(self._vectors), rows), self._width), np.float16)
        grown[: len(self._vectors)] = self._vectors
        self._vectors = grown
        more = len(grown) - len(self._shapes)
        self._may_be_named = np.append(self._may_be_named, np.zeros(more, np.bool_))
        self._shapes = np.append(self._shapes, np.zeros(more, np.uint8))
