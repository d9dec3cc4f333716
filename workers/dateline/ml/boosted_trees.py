"""Boosted trees whose every level asks one question of all its nodes, so that numpy answers them for many rows at once.

Prokhorenkova et al. 2018 (CatBoost) call such trees oblivious. Leaves are whole numbers, so sums have no order and a score is
the same on every machine.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

SCALE = 1024
"""Margins are in this part of a unit of log-odds."""
_STEP = 16
_LIMIT = 10 * SCALE // _STEP
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class _Questions:
    """Each question that some level asks once: its feature and threshold (a column); and which of them each level of each tree asks."""

    features: NDArray[np.int32]
    thresholds: NDArray[np.float32]
    asked: NDArray[np.intp]

    @classmethod
    def of(cls, features: NDArray[np.int32], thresholds: NDArray[np.float32]) -> Self:
        """Those of trees (trees × depth)."""
        pairs = np.stack((features.ravel(), thresholds.astype(np.float32).ravel().view(np.int32)), axis=1)
        unique, asked = np.unique(pairs, axis=0, return_inverse=True)
        own, bits = np.ascontiguousarray(unique.T)
        return cls(own, bits.view(np.float32)[:, None], np.ascontiguousarray(asked.reshape(features.shape).T))


@dataclass(frozen=True, slots=True)
class Trees:
    """`features` and `thresholds` (trees × depth, at most 8), `leaves` (trees × 2^depth), and the margin of nothing known."""

    features: NDArray[np.int32]
    thresholds: NDArray[np.float32]
    leaves: NDArray[np.int32]
    bias: int
    _questions: _Questions = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_questions", _Questions.of(self.features, self.thresholds))

    @classmethod
    def load(cls, arrays: Mapping[str, Any]) -> Self:
        """The trees that `arrays` gave."""
        return cls(arrays["features"], arrays["thresholds"], arrays["leaves"], int(arrays["bias"]))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What `load` reads."""
        bias = np.array(self.bias, np.int32)
        return {"features": self.features, "thresholds": self.thresholds, "leaves": self.leaves, "bias": bias}

    def margins(self, columns: NDArray[np.float32]) -> NDArray[np.int64]:
        """Margins of rows given as columns (features × rows)."""
        questions = self._questions
        answers = (columns.take(questions.features, axis=0) > questions.thresholds).view(np.uint8)
        trees, depth = self.features.shape
        # The number of a leaf in its tree is a byte.
        at = np.zeros((trees, columns.shape[1]), np.uint8)
        for level in questions.asked:
            at += at
            at += answers.take(level, axis=0)
        leaves = at + np.arange(0, trees << depth, 1 << depth, dtype=np.int32)[:, None]
        return np.asarray(self.bias + self.leaves.take(leaves).sum(axis=0, dtype=np.int32), np.int64)

    def scores(self, columns: NDArray[np.float32]) -> NDArray[np.float64]:
        """Probabilities of rows given as columns, to three digits."""
        steps = np.clip(self.margins(columns) // _STEP, -_LIMIT, _LIMIT) + _LIMIT
        return _logistic()[steps]


@cache
def _logistic() -> NDArray[np.float64]:
    """The logistic function at every margin there is; rounded, since libraries differ in the last bit."""
    return np.array(
        [round(1 / (1 + math.exp(-(n + 0.5) * _STEP / SCALE)), _DIGITS) for n in range(-_LIMIT, _LIMIT + 1)]
    )
