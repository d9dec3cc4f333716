"""`python -m training.entities.chain FOLDER`: learns the chain that reads the shipped network's scores, on the training halves.

Weights are fitted to the likelihood of the marked names by resilient steps (Riedmiller and Braun 1993) over all texts at once; no
chance is in it, and a run takes some minutes of one core.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.entities.network.crf import (
    N_LABELS,
    N_SHAPES,
    CandidateRuns,
    Crf,
    allowed_transitions,
    merge_miscellaneous,
)
from dateline.entities.network.encoder import encode_alone
from dateline.entities.network.labels import classes
from dateline.entities.network.segmenter import Segmenter
from dateline.entities.network.tagger import GAP, BatchLine, Network
from training.entities.corpora import Corpus, read
from training.entities.leakage import without_leakage

_MODEL = Path("workers/dateline/models/entities.npz")
_SHIPPED = Path("workers/dateline/models/entities-chain.npz")
# Every set counts alike: the first so many texts of each.
_TEXTS = 600
_BATCH = 64
_PASSES = 45
# Of the normal distribution that weights are held to.
_PRECISION = 5.0

Doubles = NDArray[np.float64]
Weights = dict[str, Doubles]


@dataclass(frozen=True, slots=True)
class ScoredTokens:
    """Tokens of all texts, with gaps between: log-probabilities (tokens, labels), those of other names, token shapes, whether
    a blank comes before, and gold labels, all (tokens,).
    """

    labels: Doubles
    other: Doubles
    shapes: NDArray[np.uint8]
    blanks: NDArray[np.uint8]
    gold: NDArray[np.int64]
    candidate_runs: CandidateRuns


def lines(corpora: Sequence[Corpus], network: Network) -> ScoredTokens:
    """Return what the network says of the first texts of each set."""
    parts = [part for corpus in corpora for part in _batches(corpus, network)]
    labels, other, shapes, blanks, gold = (np.concatenate(each) for each in zip(*parts, strict=True))
    candidate_runs = CandidateRuns.find(labels[:, 0])
    return ScoredTokens(
        labels.astype(np.float64),
        other.astype(np.float64),
        shapes,
        blanks,
        _restrict_to_runs(gold, candidate_runs),
        candidate_runs,
    )


def _batches(corpus: Corpus, network: Network) -> Iterator[tuple[NDArray[np.generic], ...]]:
    language = network.language(corpus.language)
    for place in range(0, min(len(corpus.texts), _TEXTS), _BATCH):
        readings, gold, begins, total = [], [np.zeros(GAP, np.int64)], [], GAP
        for text in corpus.texts[place : min(place + _BATCH, _TEXTS)]:
            reading = encode_alone(text.text, corpus.language, network.segmenter)
            if not reading.spans:
                continue
            readings.append(BatchLine(0, language, reading))
            begins.append(total)
            total += len(reading.spans) + GAP
            of_text = np.array(classes(reading.spans, text.names) + [0] * GAP)
            gold.append(np.where(of_text < N_LABELS, of_text, 0))
        scores, shapes, blanks = network.scores(readings, begins, total)
        yield (*merge_miscellaneous(scores), shapes, blanks, np.concatenate(gold))


def _restrict_to_runs(gold: NDArray[np.int64], candidate_runs: CandidateRuns) -> NDArray[np.int64]:
    """Marks outside the stretches taken away; a name that began before its stretch begins with it."""
    found = np.zeros_like(gold)
    for begin, length in zip(candidate_runs.starts, candidate_runs.lengths, strict=True):
        before = 0
        for token in range(begin, begin + length):
            label = gold[token]
            is_continued = label and label % 2 == 0
            before = label - 1 if is_continued and before not in (label - 1, label) else label
            found[token] = before
    return found


def _sum_exp(values: Doubles, axis: int) -> Doubles:
    most = values.max(axis=axis, keepdims=True)
    found: Doubles = (most + np.log(np.exp(values - most).sum(axis=axis, keepdims=True))).squeeze(axis)
    return found


class _ForwardBackward:
    """One pass forward and backward (Rabiner 1989): expected transitions and labels against the gold ones."""

    def __init__(self, data: ScoredTokens, weights: Mapping[str, Doubles]) -> None:
        self._data = data
        self._transitions = np.where(
            allowed_transitions(),
            weights["before"][:, None, None] + weights["behind"][None, :, None] + weights["blank"],
            -1e4,
        )
        self._emissions = weights["temperature"] * data.labels + data.other[:, None] * weights["other"]
        self._emissions += weights["kind"][data.shapes]
        self._transition_counts = np.zeros((N_SHAPES * N_SHAPES * 2, N_LABELS * N_LABELS))
        self._label_counts = np.zeros_like(data.labels)

    def gradient(self) -> Weights:
        """Return the gradient of the log-likelihood, by weight."""
        data, (begins, lengths) = self._data, (self._data.candidate_runs.starts, self._data.candidate_runs.lengths)
        forward, backward, total = self._forward(), self._backward(), np.zeros(len(begins))
        total[:] = _sum_exp(forward[begins + lengths - 1] + backward[begins + lengths - 1], 1)
        gold = data.gold
        for place in range(int(lengths[0])):
            going = int(np.searchsorted(-lengths, -place))
            tokens = begins[:going] + place
            chances = np.exp(forward[tokens] + backward[tokens] - total[:going, None])
            self._label_counts[tokens] = np.eye(N_LABELS)[gold[tokens]] - chances
            before = np.full((going, N_LABELS), -1e4)
            before[:, 0] = 0
            if place:
                before = forward[tokens - 1]
            self._count(tokens, before, self._emissions[tokens] + backward[tokens] - total[:going, None], place > 0)
        behind = np.full((len(begins), N_LABELS), -1e4)
        behind[:, 0] = 0
        self._count(begins + lengths, forward[begins + lengths - 1], behind - total[:, None], True)
        return self._by_weight()

    def _count(self, tokens: NDArray[np.intp], before: Doubles, behind: Doubles, is_continued: bool) -> None:
        """Add the marked steps to tokens and subtract the expected ones."""
        data = self._data
        transitions = self._transitions[data.shapes[tokens - 1], data.shapes[tokens], data.blanks[tokens]]
        found = -np.exp(before[:, :, None] + transitions + behind[:, None, :])
        rows = np.arange(len(tokens))
        from_label = data.gold[tokens - 1] if is_continued else np.zeros(len(tokens), np.int64)
        found[rows, from_label, data.gold[tokens]] += 1
        at = (data.shapes[tokens - 1].astype(np.int64) * N_SHAPES + data.shapes[tokens]) * 2 + data.blanks[tokens]
        order = np.argsort(at, kind="stable")
        which, firsts = np.unique(at[order], return_index=True)
        self._transition_counts[which] += np.add.reduceat(found.reshape(len(tokens), -1)[order], firsts)

    def _forward(self) -> Doubles:
        data, found = self._data, self._emissions.copy()
        begins, lengths = data.candidate_runs.starts, data.candidate_runs.lengths
        for place in range(int(lengths[0])):
            tokens = begins[: int(np.searchsorted(-lengths, -place))] + place
            transitions = self._transitions[data.shapes[tokens - 1], data.shapes[tokens], data.blanks[tokens]]
            found[tokens] += _sum_exp(found[tokens - 1][:, :, None] + transitions, 1) if place else transitions[:, 0]
        return found

    def _backward(self) -> Doubles:
        data, found = self._data, np.zeros_like(self._emissions)
        begins, lengths = data.candidate_runs.starts, data.candidate_runs.lengths
        ends = begins + lengths
        found[ends - 1] = self._transitions[data.shapes[ends - 1], data.shapes[ends], data.blanks[ends]][:, :, 0]
        for place in range(int(lengths[0]) - 1, 0, -1):
            tokens = begins[: int(np.searchsorted(-lengths, -place))] + place
            transitions = self._transitions[data.shapes[tokens - 1], data.shapes[tokens], data.blanks[tokens]]
            found[tokens - 1] = _sum_exp(transitions + (self._emissions[tokens] + found[tokens])[:, None, :], 2)
        return found

    def _by_weight(self) -> Weights:
        data, label_counts = self._data, self._label_counts
        transitions = self._transition_counts.reshape(N_SHAPES, N_SHAPES, 2, N_LABELS, N_LABELS) * allowed_transitions()
        of_kind = np.stack([np.bincount(data.shapes, column, N_SHAPES) for column in label_counts.T], axis=1)
        return {
            "temperature": np.array((label_counts * data.labels).sum()),
            "other": (label_counts * data.other[:, None]).sum(axis=0),
            "kind": of_kind,
            "before": transitions.sum(axis=(1, 2)),
            "behind": transitions.sum(axis=(0, 2)),
            "blank": transitions.sum(axis=(0, 1)),
        }


def _start() -> Weights:
    """Return the network's word for each token, and nothing else."""
    return {
        "temperature": np.array(1.0),
        "other": np.zeros(N_LABELS),
        "kind": np.zeros((N_SHAPES, N_LABELS)),
        "before": np.zeros((N_SHAPES, N_LABELS, N_LABELS)),
        "behind": np.zeros((N_SHAPES, N_LABELS, N_LABELS)),
        "blank": np.zeros((2, N_LABELS, N_LABELS)),
    }


def fit(data: ScoredTokens, passes: int = _PASSES) -> Weights:
    """Return the weights under which what is marked is likeliest."""
    start = _start()
    weights = {name: value.copy() for name, value in start.items()}
    sizes = {name: np.full(value.shape, 0.02) for name, value in weights.items()}
    last = {name: np.zeros(value.shape) for name, value in weights.items()}
    for _ in range(passes):
        for name, slope in _ForwardBackward(data, weights).gradient().items():
            held = slope - _PRECISION * (weights[name] - start[name])
            turned = held * last[name]
            sizes[name] = np.clip(sizes[name] * np.where(turned > 0, 1.2, np.where(turned < 0, 0.5, 1.0)), 1e-6, 0.5)
            last[name] = np.where(turned < 0, 0.0, held)
            weights[name] = weights[name] + np.sign(last[name]) * sizes[name]
    return weights


def learn(folder: Path, model: Path, out: Path, clear_only: bool = False, passes: int = _PASSES) -> None:
    """Write the weights of the chain that reads a model's scores."""
    train = list(read(folder, "train", clear_only))
    corpora = without_leakage(train, read(folder, "dev"))
    network = Network(model.read_bytes(), Crf(_start()), Segmenter.shipped())
    weights: dict[str, Any] = fit(lines(corpora, network), passes)
    np.savez_compressed(out, **{name: value.astype(np.float32) for name, value in weights.items()})
    print(f"{out}: {out.stat().st_size / 1e3:.0f} kB")


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser(prog="python -m training.entities.chain", description=__doc__)
    parser.add_argument("folder", type=Path, help="the annotated sets, <language>.<set>.{train,dev}.jsonl.gz")
    parser.add_argument("--model", type=Path, default=_MODEL)
    parser.add_argument("--out", type=Path, default=_SHIPPED)
    parser.add_argument("--clear-only", action="store_true", help="only sets whose licence is stated at first hand")
    parser.add_argument("--passes", type=int, default=_PASSES)
    chosen = parser.parse_args()
    learn(chosen.folder, chosen.model, chosen.out, chosen.clear_only, chosen.passes)


if __name__ == "__main__":
    main()
