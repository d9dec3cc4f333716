"""Grows boosted oblivious trees (`dateline.ml.boosted_trees`) with numpy alone, the same ones on every machine.

Newton steps on the logistic loss (Friedman 2001) over questions drawn at random, one threshold a feature, as extremely randomised
trees do (Geurts et al. 2006). Gradients are whole numbers, so that their sums in a matrix product are exact in any order.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dateline.ml.boosted_trees import SCALE, Trees

Floats = NDArray[np.float32]

# Whole numbers of this part of a gradient stay below 2^53 in any sum here.
_UNIT = 65536
_QUANTILES = 48
_QUANTILE_ROWS = 40_000


@dataclass(frozen=True, slots=True)
class BoostingConfig:
    """Configuration of boosting: trees, depth, learning rate, shrinkage of leaves, share of features that a level may split on."""

    trees: int
    depth: int
    rate: float = 0.1
    shrinkage: float = 3.0
    features: float = 0.3
    rows: int = 30_000
    """About how many rows a tree is grown on: those that are still told wrong, and a few of the others."""
    forests: int = 1
    """How many times as many trees are grown, each time by other chance; their mean is what is told."""


def grow(
    names: tuple[str, ...],
    columns: Floats,
    target: NDArray[np.bool_],
    weights: NDArray[np.float64],
    shape: BoostingConfig,
) -> Trees:
    """Grow trees that predict `target` (rows,) from `columns` (features, rows), whose features are called `names`."""
    return _mean([_forest(names, columns, target, weights, shape, seed) for seed in range(1, shape.forests + 1)])


def _forest(  # noqa: PLR0913, PLR0917 - what a forest is made of
    names: tuple[str, ...],
    columns: Floats,
    target: NDArray[np.bool_],
    weights: NDArray[np.float64],
    shape: BoostingConfig,
    seed: int,
) -> Trees:
    grower = _Grower(columns, target, weights / weights.mean(), shape, np.random.Generator(np.random.PCG64(seed)))
    for _ in range(shape.trees):
        grower.add_tree()
    return grower.trees(names)


def _mean(forests: Sequence[Trees]) -> Trees:
    """Trees whose margins are the mean of these."""
    features, thresholds, leaves = (
        np.concatenate([getattr(each, name) for each in forests]) for name in ("features", "thresholds", "leaves")
    )
    return Trees(
        forests[0].columns, features, thresholds, np.rint(leaves / len(forests)).astype(np.int32), forests[0].bias
    )


def _cuts(values: Floats) -> Floats:
    """Return a feature's candidate thresholds: between its values, at quantiles if it has many."""
    found = np.unique(values)
    if len(found) <= _QUANTILES:
        return ((found[:-1] + found[1:]) / 2).astype(np.float32)
    places = np.linspace(0, 1, _QUANTILES + 2)[1:-1]
    return np.unique(np.quantile(values, places, method="nearest")).astype(np.float32)


class _Grower:
    def __init__(
        self,
        columns: Floats,
        target: NDArray[np.bool_],
        weights: NDArray[np.float64],
        shape: BoostingConfig,
        random: np.random.Generator,
    ) -> None:
        self._wanted, self._weights, self._shape, self._random = target, weights, shape, random
        rows = columns[:, :: max(1, columns.shape[1] // _QUANTILE_ROWS)]
        self._cuts = [_cuts(values) for values in rows]
        self._steps = np.array(
            [np.searchsorted(cuts, values) for cuts, values in zip(self._cuts, columns, strict=True)], np.uint8
        )
        self._usable = np.array([at for at, cuts in enumerate(self._cuts) if len(cuts)])
        share = float(np.dot(weights, target)) / float(weights.sum())
        self._bias = round(float(np.log(share / (1 - share))) * SCALE)
        self._margins = np.full(columns.shape[1], self._bias, np.int64)
        self._grown: list[tuple[list[int], list[float], NDArray[np.int32]]] = []

    def trees(self, names: tuple[str, ...]) -> Trees:
        features, thresholds, leaves = zip(*self._grown, strict=True)
        return Trees(
            names,
            np.array(features, np.int32),
            np.array(thresholds, np.float32),
            np.array(leaves, np.int32),
            self._bias,
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
        """Rows lie sorted by leaf, so that a leaf's sums are those of a stretch."""
        sums, ends, questions = np.stack((gradients, curves), axis=1), np.array([len(rows)]), list[tuple[int, int]]()
        for _ in range(self._shape.depth):
            feature, cut = self._question(rows, sums, ends)
            questions.append((feature, cut))
            rows, sums, ends = _parted(rows, sums, ends, self._steps[feature, rows] > cut)
        slopes, bends = _by_leaf(np.ones((1, len(rows))), sums, ends)[0].reshape(2, -1) / _UNIT
        leaves = np.rint(self._shape.rate * SCALE * slopes / (bends + self._shape.shrinkage)).astype(np.int32)
        at = np.zeros(self._steps.shape[1], np.int64)
        for feature, cut in questions:
            at = at * 2 + (self._steps[feature] > cut)
        self._margins += leaves[at]
        thresholds = [float(self._cuts[feature][cut]) for feature, cut in questions]
        self._grown.append(([feature for feature, _ in questions], thresholds, leaves))

    def _question(self, rows: NDArray[np.int64], sums: NDArray[np.float64], ends: NDArray[np.int64]) -> tuple[int, int]:
        """Of the questions drawn, a feature and the number of its cut, the one that gains most over all nodes of the level."""
        most = max(1, int(len(self._usable) * self._shape.features))
        drawn = self._random.choice(self._usable, most, replace=False)
        cuts = np.array([self._random.integers(len(self._cuts[at])) for at in drawn])
        answers = np.empty((most, len(rows)))
        for at, (feature, cut) in enumerate(zip(drawn, cuts, strict=True)):
            answers[at] = self._steps[feature][rows] > cut
        width = len(ends)
        yes, all_ = _by_leaf(answers, sums, ends) / _UNIT, _by_leaf(np.ones((1, len(rows))), sums, ends)[0] / _UNIT
        slopes, bends, slope, bend = yes[:, :width], yes[:, width:], all_[:width], all_[width:]
        least = self._shape.shrinkage
        gains = (slopes**2 / (bends + least) + (slope - slopes) ** 2 / (bend - bends + least)).sum(axis=1)
        best = int(np.argmax(gains))
        return int(drawn[best]), int(cuts[best])


def _by_leaf(answers: NDArray[np.float64], sums: NDArray[np.float64], ends: NDArray[np.int64]) -> NDArray[np.float64]:
    """Of each row of answers, the gradients of its yeses in each leaf, then the curves."""
    found = np.zeros((len(answers), 2, len(ends)))
    for leaf, (start, end) in enumerate(zip([0, *ends[:-1]], ends, strict=True)):
        found[:, :, leaf] = answers[:, start:end] @ sums[start:end]
    return found.reshape(len(answers), -1)


def _parted(
    rows: NDArray[np.int64], sums: NDArray[np.float64], ends: NDArray[np.int64], answer: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    """Return the rows with each leaf parted into its noes and its yeses."""
    leaf = np.repeat(np.arange(len(ends)), np.diff(ends, prepend=0)) * 2 + answer
    order = np.argsort(leaf, kind="stable")
    return rows[order], sums[order], np.cumsum(np.bincount(leaf, minlength=2 * len(ends)))
