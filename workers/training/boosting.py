"""Grows boosted oblivious trees (`workers.trees`) with numpy alone, the same ones on every machine.

Newton steps on the logistic loss (Friedman 2001) over questions drawn at random, one threshold a feature, as extremely randomised
trees do (Geurts et al. 2006). Gradients are whole numbers, so that their sums in a matrix product are exact in any order.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workers.trees import SCALE, Trees

Floats = NDArray[np.float32]

# Whole numbers of this part of a gradient stay below 2^53 in any sum here.
_UNIT = 65536
_QUANTILES = 48
_QUANTILE_ROWS = 40_000


@dataclass(frozen=True, slots=True)
class Shape:
    """How many trees, how deep, how much each counts, how far leaves are drawn to nothing, which share of features a level may ask."""

    trees: int
    depth: int
    rate: float = 0.1
    shrinkage: float = 3.0
    features: float = 0.3
    rows: int = 30_000
    """About how many rows a tree is grown on: those that are still told wrong, and a few of the others."""


def grow(
    columns: Floats, wanted: NDArray[np.bool_], weights: NDArray[np.float64], shape: Shape, seed: int = 1
) -> Trees:
    """Trees that tell the `wanted` rows of `columns` (features × rows)."""
    grower = _Grower(columns, wanted, weights / weights.mean(), shape, np.random.Generator(np.random.PCG64(seed)))
    for _ in range(shape.trees):
        grower.add_tree()
    return grower.trees()


def _cuts(values: Floats) -> Floats:
    """Where a feature may be cut: between its values, at quantiles where it has many."""
    found = np.unique(values)
    if len(found) <= _QUANTILES:
        return ((found[:-1] + found[1:]) / 2).astype(np.float32)
    places = np.linspace(0, 1, _QUANTILES + 2)[1:-1]
    return np.unique(np.quantile(values, places, method="nearest")).astype(np.float32)


class _Grower:
    def __init__(
        self,
        columns: Floats,
        wanted: NDArray[np.bool_],
        weights: NDArray[np.float64],
        shape: Shape,
        random: np.random.Generator,
    ) -> None:
        self._columns, self._wanted, self._weights, self._shape, self._random = columns, wanted, weights, shape, random
        rows = columns[:, :: max(1, columns.shape[1] // _QUANTILE_ROWS)]
        self._cuts = [_cuts(values) for values in rows]
        self._usable = np.array([at for at, cuts in enumerate(self._cuts) if len(cuts)])
        share = float(np.dot(weights, wanted)) / float(weights.sum())
        self._bias = round(float(np.log(share / (1 - share))) * SCALE)
        self._margins = np.full(columns.shape[1], self._bias, np.int64)
        self._grown: list[tuple[list[int], list[float], NDArray[np.int32]]] = []

    def trees(self) -> Trees:
        features, thresholds, leaves = zip(*self._grown, strict=True)
        return Trees(
            np.array(features, np.int32), np.array(thresholds, np.float32), np.array(leaves, np.int32), self._bias
        )

    def add_tree(self) -> None:
        """One tree more, grown on a sample in which each row stands for as many as its chance says."""
        scores = np.round(1 / (1 + np.exp(-self._margins / SCALE)), 9)
        gradients = self._weights * (self._wanted - scores)
        chances = np.abs(gradients)
        chances = np.minimum(1, chances * (self._shape.rows / chances.sum()) + 0.03)
        rows = np.flatnonzero(self._random.random(len(chances)) < chances)
        each = _UNIT / chances[rows]
        self._grow(rows, np.rint(gradients[rows] * each), np.rint((self._weights * scores * (1 - scores))[rows] * each))

    def _grow(self, rows: NDArray[np.int64], gradients: NDArray[np.float64], curves: NDArray[np.float64]) -> None:
        leaf, features, thresholds = np.zeros(len(rows), np.int64), list[int](), list[float]()
        for level in range(self._shape.depth):
            feature, threshold, answers = self._question(rows, gradients, curves, leaf, 1 << level)
            features.append(feature)
            thresholds.append(threshold)
            leaf = leaf * 2 + answers
        width = 1 << self._shape.depth
        slopes = np.bincount(leaf, weights=gradients, minlength=width) / _UNIT
        bends = np.bincount(leaf, weights=curves, minlength=width) / _UNIT
        leaves = np.rint(self._shape.rate * SCALE * slopes / (bends + self._shape.shrinkage)).astype(np.int32)
        at = np.zeros(self._columns.shape[1], np.int64)
        for feature, threshold in zip(features, thresholds, strict=True):
            at = at * 2 + (self._columns[feature] > np.float32(threshold))
        self._margins += leaves[at]
        self._grown.append((features, thresholds, leaves))

    def _question(
        self,
        rows: NDArray[np.int64],
        gradients: NDArray[np.float64],
        curves: NDArray[np.float64],
        leaf: NDArray[np.int64],
        width: int,
    ) -> tuple[int, float, NDArray[np.bool_]]:
        """Of the questions drawn, the one that gains most over all nodes of the level."""
        most = max(1, int(len(self._usable) * self._shape.features))
        drawn = self._random.choice(self._usable, most, replace=False)
        cuts = np.array([self._cuts[at][self._random.integers(len(self._cuts[at]))] for at in drawn], np.float32)
        answers = self._columns[drawn[:, None], rows] > cuts[:, None]
        sums, places = np.zeros((len(rows), 2 * width)), np.arange(len(rows))
        sums[places, leaf], sums[places, width + leaf] = gradients, curves
        yes, all_ = answers.astype(np.float64) @ sums / _UNIT, sums.sum(axis=0) / _UNIT
        slopes, bends, slope, bend = yes[:, :width], yes[:, width:], all_[:width], all_[width:]
        least = self._shape.shrinkage
        gains = (slopes**2 / (bends + least) + (slope - slopes) ** 2 / (bend - bends + least)).sum(axis=1)
        best = int(np.argmax(gains))
        return int(drawn[best]), float(cuts[best]), answers[best]
