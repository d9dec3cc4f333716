"""A linear-chain CRF (Lafferty et al. 2001) on top of the network: it decodes each line's most likely labels.

The network scores every token on its own and, in scripts without spaces, cuts names in the middle of a word. The CRF adds transition scores:
where names begin, go on and end, by the shapes of the two tokens and by whether a space stands between them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.entities.network.labels import KEPT
from dateline.entities.network.token_shape import TokenShape
from dateline.ml.artifacts import arrays_of

Floats = NDArray[np.float32]

# Outside, then B and I of persons, organisations and places; miscellaneous names are outside.
N_LABELS = KEPT
N_SHAPES = len(TokenShape)
# Tokens above this are surely outside; the runs between them are decoded.
SURELY_OUTSIDE = float(np.log(0.99))
# Names are shorter; a longer run is decoded in pieces.
MAX_RUN = 64
_FORBIDDEN = -1e4
# Subtracted from the score of outside: the most likely labels miss more than they invent, which costs F1. On the dev halves micro / macro F1 are
# 74.1 / 72.7 with 0, 74.2 / 72.8 with 0.15, 74.1 / 72.9 with 0.3; texts of other domains are scored with less certainty, hence the last.
_OUTSIDE_BIAS = 0.3


def allowed_transitions() -> NDArray[np.bool_]:
    """Return (previous label, label): an I label follows only a B or I label of its own type."""
    previous, label = np.indices((N_LABELS, N_LABELS))
    allowed: NDArray[np.bool_] = (label == 0) | (label % 2 == 1) | (previous == label) | (previous == label - 1)
    return allowed


@dataclass(frozen=True, slots=True)
class CandidateRuns:
    """Runs of tokens that may be names: (runs,) first tokens and lengths, the longest first.

    With the longest first, the runs that still go on at a position are a prefix of the arrays.
    """

    starts: NDArray[np.intp]
    lengths: NDArray[np.intp]

    @classmethod
    def find(cls, outside: Floats) -> "CandidateRuns":
        """Find the runs from each token's log-probability of being outside, (tokens,)."""
        inside = np.flatnonzero(outside < SURELY_OUTSIDE)
        if not len(inside):
            return cls(inside, inside)
        firsts = np.append(0, np.flatnonzero(np.diff(inside) > 1) + 1)
        lengths = np.diff(np.append(firsts, len(inside)))
        pieces = -(-lengths // MAX_RUN)
        piece = np.arange(pieces.sum()) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        starts = np.repeat(inside[firsts], pieces) + MAX_RUN * piece
        piece_lengths = np.minimum(np.repeat(lengths, pieces) - MAX_RUN * piece, MAX_RUN)
        order = np.argsort(-piece_lengths, kind="stable")
        return cls(starts[order], piece_lengths[order])


def merge_miscellaneous(scores: Floats) -> tuple[Floats, Floats]:
    """Turn the network's scores (tokens, 9) into log-probabilities of the labels (tokens, 7) and of a miscellaneous name (tokens,)."""
    logs = scores - scores.max(axis=1, keepdims=True)
    logs -= np.log(np.exp(logs).sum(axis=1, keepdims=True))
    miscellaneous = np.logaddexp(logs[:, 7], logs[:, 8])
    labels = logs[:, :N_LABELS].copy()
    labels[:, 0] = np.logaddexp(labels[:, 0], miscellaneous)
    return labels, miscellaneous


class Crf:
    """Weights of the CRF, the same for all languages, and its decoder."""

    def __init__(self, weights: Mapping[str, NDArray[Any]]) -> None:
        self._temperature = float(weights["temperature"])
        self._miscellaneous: Floats = weights["other"].astype(np.float32)  # (labels,)
        self._shape_bias: Floats = weights["kind"].astype(np.float32)  # (shapes, labels)
        self._shape_bias[:, 0] -= np.float32(_OUTSIDE_BIAS)
        # Each (shapes or spaces, labels, labels); their sum is (shape before, shape, space, label before, label).
        before, after, space = (weights[name].astype(np.float32) for name in ("before", "behind", "blank"))
        transitions = before[:, None, None] + after[None, :, None] + space[None, None]
        self._transitions: Floats = np.where(allowed_transitions(), transitions, np.float32(_FORBIDDEN))

    @classmethod
    def shipped(cls) -> "Crf":
        """Load the weights in the package."""
        return cls(arrays_of("entities-chain.npz"))

    def decode(
        self, scores: Floats, shapes: NDArray[np.uint8], spaces: NDArray[np.uint8]
    ) -> Iterator[tuple[int, int, int]]:
        """Yield (first token, token after, type) of each name.

        scores: (tokens, 9); shapes: (tokens,); spaces: (tokens,), 1 if a space stands before the token. Neither the first nor the last
        token may be part of a name.
        """
        log_probabilities, miscellaneous = merge_miscellaneous(scores)
        labels = self._viterbi(log_probabilities, miscellaneous, shapes, spaces)
        inside = np.flatnonzero(labels)
        is_first = labels[inside] % 2 == 1
        starts = np.flatnonzero(is_first)
        ends = np.append(starts[1:], len(inside))[: len(starts)] - 1
        types = (labels[inside[starts]] - 1) // 2
        yield from zip(inside[starts].tolist(), (inside[ends] + 1).tolist(), types.tolist(), strict=True)

    def _viterbi(
        self, log_probabilities: Floats, miscellaneous: Floats, shapes: NDArray[np.uint8], spaces: NDArray[np.uint8]
    ) -> NDArray[np.int8]:
        """Return each token's label, (tokens,), on the best path through each candidate run (Viterbi 1967).

        All runs are decoded at once, position by position; the first `active` runs reach the position.
        """
        labels = np.zeros(len(log_probabilities), np.int8)
        runs = CandidateRuns.find(log_probabilities[:, 0])
        starts, lengths = runs.starts, runs.lengths
        if not len(starts):
            return labels
        emissions = (
            self._temperature * log_probabilities
            + miscellaneous[:, None] * self._miscellaneous
            + self._shape_bias[shapes]
        )
        best = self._transitions_into(shapes, spaces, starts)[:, 0] + emissions[starts]  # (runs, labels)
        backpointers: list[NDArray[np.intp]] = []
        for position in range(1, int(lengths[0])):
            active = int(np.searchsorted(-lengths, -position))
            tokens = starts[:active] + position
            paths = best[:active, :, None] + self._transitions_into(
                shapes, spaces, tokens
            )  # (active, label before, label)
            backpointers.append(paths.argmax(axis=1))
            best[:active] = paths.max(axis=1) + emissions[tokens]
        last = (best + self._transitions_into(shapes, spaces, starts + lengths)[:, :, 0]).argmax(axis=1)
        for position in range(int(lengths[0]) - 1, -1, -1):
            active = int(np.searchsorted(-lengths, -position))
            labels[starts[:active] + position] = last[:active]
            if position:
                last[:active] = backpointers[position - 1][np.arange(active), last[:active]]
        return labels

    def _transitions_into(
        self, shapes: NDArray[np.uint8], spaces: NDArray[np.uint8], tokens: NDArray[np.intp]
    ) -> Floats:
        """Return the transition scores into each of these tokens, (tokens, label before, label)."""
        transitions: Floats = self._transitions[shapes[tokens - 1], shapes[tokens], spaces[tokens]]
        return transitions
