"""Strict span scores of class probabilities over examples."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dateline.entities.network.labels import decode
from training.entities.examples import Examples


@dataclass(slots=True)
class Count:
    """Names marked, found, and found where and as they are marked."""

    marked: int = 0
    found: int = 0
    right: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, in per cent."""
        return 200 * self.right / (self.marked + self.found) if self.marked + self.found else 0.0


def by_set(examples: Examples, probabilities: NDArray[np.float32]) -> dict[int, Count]:
    """Count by set number; PER, ORG and LOC."""
    counts: dict[int, Count] = {}
    for number, (begin, end) in enumerate(zip(examples.begins[:-1], examples.begins[1:], strict=True)):
        count = counts.setdefault(int(examples.sets[number]), Count())
        found = set(decode(probabilities[begin:end]))
        marked = set(_marked(examples.labels[begin:end]))
        count.marked += len(marked)
        count.found += len(found)
        count.right += len(found & marked)
    return counts


def micro(counts: Iterable[Count]) -> float:
    """F1 over all sets together."""
    total = Count()
    for count in counts:
        total.marked += count.marked
        total.found += count.found
        total.right += count.right
    return total.f1


def _marked(labels: NDArray[np.int8]) -> list[tuple[int, int, int]]:
    one_hot = np.zeros((len(labels), 9), np.float32)
    one_hot[np.arange(len(labels)), labels] = 1
    return list(decode(one_hot))
