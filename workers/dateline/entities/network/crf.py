"""The likeliest names of a whole line, out of what the network says of each token: a linear chain (Lafferty et al. 2001).

The network says of every token alone what it is, and cuts names in the middle of a word where a script has no blanks. The chain adds what
it has learned of where names begin, go on and end between two sorts of tokens.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.entities.network.labels import KEPT
from dateline.entities.network.token_shape import TokenKind
from dateline.ml.artifacts import arrays_of

Floats = NDArray[np.float32]

# Outside, then first and further tokens of persons, organisations and places; miscellaneous names are outside.
LABELS = KEPT
SORTS = len(TokenKind)
# What is surer to be outside is so; between such tokens lie the stretches that the chain reads.
SURELY_OUTSIDE = float(np.log(0.99))
# Names are shorter; a longer stretch is read in pieces.
LONGEST = 64
_NEVER = -1e4
# Taken from the score of being outside: the likeliest labels miss more than they invent, which costs F1. On the dev halves micro / macro F1 are
# 74.1 / 72.7 with 0, 74.2 / 72.8 with 0.15, 74.1 / 72.9 with 0.3; texts from elsewhere are read with less certainty, so the last.
_LEANING = 0.3


def allowed() -> NDArray[np.bool_]:
    """(label before, label) pairs: a name goes on only behind its own type."""
    before, label = np.indices((LABELS, LABELS))
    found: NDArray[np.bool_] = (label == 0) | (label % 2 == 1) | (before == label) | (before == label - 1)
    return found


@dataclass(frozen=True, slots=True)
class Stretches:
    """Where runs of tokens that may be names begin, and how long each is, the longest first."""

    begins: NDArray[np.intp]
    lengths: NDArray[np.intp]

    @classmethod
    def of(cls, outside: Floats) -> "Stretches":
        """The stretches of tokens with these log-probabilities of being outside."""
        inside = np.flatnonzero(outside < SURELY_OUTSIDE)
        if not len(inside):
            return cls(inside, inside)
        firsts = np.append(0, np.flatnonzero(np.diff(inside) > 1) + 1)
        lengths = np.diff(np.append(firsts, len(inside)))
        pieces = -(-lengths // LONGEST)
        within = np.arange(pieces.sum()) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        begins = np.repeat(inside[firsts], pieces) + LONGEST * within
        cut = np.minimum(np.repeat(lengths, pieces) - LONGEST * within, LONGEST)
        order = np.argsort(-cut, kind="stable")
        return cls(begins[order], cut[order])


def merged(scores: Floats) -> tuple[Floats, Floats]:
    """(log-probabilities of the seven labels, of a miscellaneous name) from the network's scores of its nine classes."""
    logs = scores - scores.max(axis=1, keepdims=True)
    logs -= np.log(np.exp(logs).sum(axis=1, keepdims=True))
    other = np.logaddexp(logs[:, 7], logs[:, 8])
    labels = logs[:, :LABELS].copy()
    labels[:, 0] = np.logaddexp(labels[:, 0], other)
    return labels, other


class Chain:
    """Weights of the chain; the same for all languages."""

    def __init__(self, weights: Mapping[str, NDArray[Any]]) -> None:
        self._temperature = float(weights["temperature"])
        self._of_other: Floats = weights["other"].astype(np.float32)
        self._of_kind: Floats = weights["kind"].astype(np.float32)
        self._of_kind[:, 0] -= np.float32(_LEANING)
        behind, ahead, blank = (weights[name].astype(np.float32) for name in ("before", "behind", "blank"))
        steps = behind[:, None, None] + ahead[None, :, None] + blank[None, None]
        self._steps: Floats = np.where(allowed(), steps, np.float32(_NEVER))

    @classmethod
    def shipped(cls) -> "Chain":
        """The weights in the package."""
        return cls(arrays_of("entities-chain.npz"))

    def names(
        self, scores: Floats, kinds: NDArray[np.uint8], blanks: NDArray[np.uint8]
    ) -> Iterator[tuple[int, int, int]]:
        """(first token, token behind, type) of each name; a row of scores, a kind and whether a blank stands before, for each token.

        Neither the first nor the last token may be part of a name.
        """
        labels, other = merged(scores)
        found = self._labels(labels, other, kinds, blanks)
        inside = np.flatnonzero(found)
        is_first = found[inside] % 2 == 1
        starts = np.flatnonzero(is_first)
        ends = np.append(starts[1:], len(inside))[: len(starts)] - 1
        types = (found[inside[starts]] - 1) // 2
        yield from zip(inside[starts].tolist(), (inside[ends] + 1).tolist(), types.tolist(), strict=True)

    def _labels(
        self, labels: Floats, other: Floats, kinds: NDArray[np.uint8], blanks: NDArray[np.uint8]
    ) -> NDArray[np.int8]:
        """The label of each token on the likeliest way through each stretch (Viterbi 1967)."""
        found = np.zeros(len(labels), np.int8)
        stretches = Stretches.of(labels[:, 0])
        begins, lengths = stretches.begins, stretches.lengths
        if not len(begins):
            return found
        own = self._temperature * labels + other[:, None] * self._of_other + self._of_kind[kinds]
        score = self._step(kinds, blanks, begins)[:, 0] + own[begins]
        ways: list[NDArray[np.intp]] = []
        for place in range(1, int(lengths[0])):
            going = int(np.searchsorted(-lengths, -place))
            tokens = begins[:going] + place
            through = score[:going, :, None] + self._step(kinds, blanks, tokens)
            ways.append(through.argmax(axis=1))
            score[:going] = through.max(axis=1) + own[tokens]
        last = (score + self._step(kinds, blanks, begins + lengths)[:, :, 0]).argmax(axis=1)
        for place in range(int(lengths[0]) - 1, -1, -1):
            going = int(np.searchsorted(-lengths, -place))
            found[begins[:going] + place] = last[:going]
            if place:
                last[:going] = ways[place - 1][np.arange(going), last[:going]]
        return found

    def _step(self, kinds: NDArray[np.uint8], blanks: NDArray[np.uint8], tokens: NDArray[np.intp]) -> Floats:
        """(tokens, label before, label): what going from the token before to each of these adds."""
        steps: Floats = self._steps[kinds[tokens - 1], kinds[tokens], blanks[tokens]]
        return steps
