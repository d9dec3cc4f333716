"""Boosted oblivious trees (Prokhorenkova et al. 2018, CatBoost): every level has one split for all its nodes, so that numpy evaluates it for
many rows at once.

Leaves are whole numbers, so the order of sums does not matter and a score is the same on every machine.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import zip_longest
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

SCALE = 1024
"""Margins are whole numbers of 1/SCALE of a unit of log-odds."""
_STEP = 16
_LIMIT = 10 * SCALE // _STEP
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class _Splits:
    """The distinct splits: features (splits,) and thresholds (splits, 1); and which of them each level of each tree uses, (depth, trees)."""

    features: NDArray[np.int32]
    thresholds: NDArray[np.float32]
    used: NDArray[np.intp]

    @classmethod
    def collect(cls, features: NDArray[np.int32], thresholds: NDArray[np.float32]) -> Self:
        """Collect the splits of trees, (trees, depth) both."""
        pairs = np.stack((features.ravel(), thresholds.astype(np.float32).ravel().view(np.int32)), axis=1)
        unique, used = np.unique(pairs, axis=0, return_inverse=True)
        own, bits = np.ascontiguousarray(unique.T)
        return cls(own, bits.view(np.float32)[:, None], np.ascontiguousarray(used.reshape(features.shape).T))


class ColumnsError(ValueError):
    """An artefact was trained on other feature columns than the code computes."""


def _first_mismatch(trained: Sequence[str], computed: Sequence[str]) -> str:
    for number, (one, other) in enumerate(zip_longest(trained, computed)):
        if one != other:
            return f"feature column {number} is {other!r}, but the model was trained on {one!r}; train it again"
    return "the same columns"


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees over named feature columns.

    columns: the features' names in order; features and thresholds: (trees, depth), at most 8 deep; leaves: (trees, 2^depth); bias: the margin
    before any tree.
    """

    columns: tuple[str, ...]
    features: NDArray[np.int32]
    thresholds: NDArray[np.float32]
    leaves: NDArray[np.int32]
    bias: int
    _splits: _Splits = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_splits", _Splits.collect(self.features, self.thresholds))

    @classmethod
    def load(cls, arrays: Mapping[str, Any], columns: Sequence[str]) -> Self:
        """Take the trees from an artefact's arrays. Raises ColumnsError unless it was trained on exactly these columns, in this order."""
        trained = tuple(arrays["columns"].tolist())
        if trained != tuple(columns):
            raise ColumnsError(_first_mismatch(trained, columns))
        return cls(trained, arrays["features"], arrays["thresholds"], arrays["leaves"], int(arrays["bias"]))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays that `load` takes."""
        bias, columns = np.array(self.bias, np.int32), np.array(self.columns)
        return {
            "columns": columns,
            "features": self.features,
            "thresholds": self.thresholds,
            "leaves": self.leaves,
            "bias": bias,
        }

    def margins(self, columns: NDArray[np.float32]) -> NDArray[np.int64]:
        """Return the margins (rows,) of rows given as columns (features, rows)."""
        splits = self._splits
        outcomes = (columns.take(splits.features, axis=0) > splits.thresholds).view(np.uint8)  # (splits, rows)
        trees, depth = self.features.shape
        # The number of a leaf in its tree is a byte: each level appends its outcome as a bit.
        leaf = np.zeros((trees, columns.shape[1]), np.uint8)
        for level in splits.used:
            leaf += leaf
            leaf += outcomes.take(level, axis=0)
        leaves = leaf + np.arange(0, trees << depth, 1 << depth, dtype=np.int32)[:, None]
        return np.asarray(self.bias + self.leaves.take(leaves).sum(axis=0, dtype=np.int32), np.int64)

    def scores(self, columns: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the probabilities (rows,), to three digits, of rows given as columns (features, rows)."""
        steps = np.clip(self.margins(columns) // _STEP, -_LIMIT, _LIMIT) + _LIMIT
        return _logistic()[steps]


@cache
def _logistic() -> NDArray[np.float64]:
    """Return the logistic function at every possible margin; rounded, since libraries differ in the last bit."""
    return np.array(
        [round(1 / (1 + math.exp(-(n + 0.5) * _STEP / SCALE)), _DIGITS) for n in range(-_LIMIT, _LIMIT + 1)]
    )
