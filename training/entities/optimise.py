"""Trains one network on gold labels, on teachers' probabilities of the same tokens, or on both."""

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from dateline.entities.network.labels import NO_NAME
from training.entities.examples import UNKNOWN, Examples
from training.entities.network import Batch, ModelConfig, Network, Tables

_ROW = 256
# Between texts stand as many empty tokens as the widest convolution reaches.
GAP = 4
# This share of texts follows the one before it without a gap, as sentences do in a paragraph.
_JOINED = 0.35
_UNKNOWN_LANGUAGE = 0.1
_UNKNOWN_SET = 0.5
_KEPT_OF_AVERAGE = 0.999


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """Training configuration: steps, learning rate, the fold held out; `soft_share` is the teachers' share of the target."""

    steps: int
    rows: int = 32
    rate: float = 2e-3
    decay: float = 0.01
    soft_share: float = 0.0
    seed: int = 0
    held_out_fold: int | None = None


class Data:
    """Examples on the device."""

    def __init__(self, examples: Examples, device: torch.device) -> None:
        self.examples = examples
        self.device = device
        lengths = examples.lengths
        repeat = torch.from_numpy(lengths)

        def of_tokens(values: NDArray[np.generic]) -> Tensor:
            return torch.cat([torch.zeros(1, dtype=torch.long), torch.repeat_interleave(torch.from_numpy(values.astype(np.int64)), repeat)]).to(device)  # fmt: skip

        features = np.concatenate([np.zeros((1, examples.features.shape[1]), np.int32), examples.features])
        self.features = torch.from_numpy(features).to(device)
        self.gazetteer_ids = torch.from_numpy(np.concatenate([[0], examples.gazetteer_ids]).astype(np.int64)).to(device)
        self.lexicon_ids = torch.from_numpy(np.concatenate([[0], examples.lexicon_ids]).astype(np.int64)).to(device)
        self.labels = torch.from_numpy(np.concatenate([[0], examples.labels]).astype(np.int64)).to(device)
        self.languages = of_tokens(examples.languages)
        self.sets = of_tokens(examples.sets)
        self.marks_misc = of_tokens(examples.marks_misc) > 0

    def rows(self, stream: NDArray[np.int64]) -> Tensor:
        """Return the token numbers of a stream as rows of one length; 0 is no token."""
        padded = np.zeros(-(-len(stream) // _ROW) * _ROW, np.int64)
        padded[: len(stream)] = stream
        return torch.from_numpy(padded.reshape(-1, _ROW)).to(self.device)

    def batch(self, places: Tensor) -> Batch:
        """Return the inputs at the token numbers of rows."""
        return Batch(
            self.features[places],
            self.gazetteer_ids[places],
            self.lexicon_ids[places],
            self.languages[places],
            self.sets[places],
            (places > 0).float(),
        )


def stream(examples: Examples, texts: NDArray[np.int64], gaps: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return token numbers, from 1, of texts in a given order, each after its gap of zeros."""
    lengths = examples.lengths[texts]
    widths = lengths + gaps
    ends = np.cumsum(widths)
    within = np.arange(ends[-1]) - np.repeat(ends - widths, widths) - np.repeat(gaps, widths)
    numbers = within + np.repeat(examples.begins[texts], widths) + 1
    return np.where(within < 0, 0, numbers)


def _shuffled(examples: Examples, random: np.random.Generator, held_out_fold: int | None) -> NDArray[np.int64]:
    """Return one pass over the texts, each as often as it counts; some stay with those beside them."""
    weights = (
        examples.weights if held_out_fold is None else np.where(examples.folds == held_out_fold, 0, examples.weights)
    )
    times = np.floor(weights).astype(np.int64) + (random.random(len(weights)) < weights % 1)
    texts = np.repeat(np.arange(len(weights)), times)
    opens = random.random(len(texts)) >= _JOINED
    opens[0] = True
    same = examples.sets[texts[1:]] == examples.sets[texts[:-1]]
    opens[1:] |= ~same
    group = np.cumsum(opens) - 1
    order = random.permutation(group[-1] + 1)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    arranged = np.argsort(rank[group], kind="stable")
    return stream(examples, texts[arranged], np.where(opens[arranged], GAP, 0))


def _batches(data: Data, train_config: TrainConfig) -> Iterator[Tensor]:
    random = np.random.default_rng(train_config.seed)
    done = 0
    while done < train_config.steps:
        rows = data.rows(_shuffled(data.examples, random, train_config.held_out_fold))
        rows = rows[torch.from_numpy(random.permutation(len(rows))).to(rows.device)]
        for begin in range(0, max(1, len(rows) - train_config.rows + 1), train_config.rows):
            if done == train_config.steps:
                return
            yield rows[begin : begin + train_config.rows]
            done += 1


def _hard_loss(scores: Tensor, labels: Tensor, marks_misc: Tensor) -> Tensor:
    """Return the target with outside tokens unknown in sets that annotate no miscellaneous names."""
    known = labels != UNKNOWN
    scores, labels, marks_misc = scores[known], labels[known], marks_misc[known]
    logs = torch.log_softmax(scores, 1)
    chosen = logs.gather(1, labels[:, None])[:, 0]
    outside = torch.logsumexp(logs[:, NO_NAME], 1)
    return -torch.where((labels == 0) & ~marks_misc, outside, chosen).mean()


def _soft_loss(scores: Tensor, targets: Tensor) -> Tensor:
    return -(targets * torch.log_softmax(scores, 1)).sum(1).mean()


def _without_some(batch: Batch, config: ModelConfig) -> Batch:
    """Return the batch as it reads where language and set are not known, for some of its rows."""
    rows = batch.mask.shape[0], 1
    device = batch.mask.device
    languages = torch.where(torch.rand(rows, device=device) < _UNKNOWN_LANGUAGE, config.languages, batch.languages)
    sets = torch.where(torch.rand(rows, device=device) < _UNKNOWN_SET, config.sets, batch.sets)
    return replace(batch, languages=languages, sets=sets)


def _rate(step: int, train_config: TrainConfig) -> float:
    warm = max(1, train_config.steps // 20)
    if step < warm:
        return (step + 1) / warm
    return 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, train_config.steps - warm))) + 0.01


def train(
    data: Data,
    tables: Tables,
    config: ModelConfig,
    train_config: TrainConfig,
    teacher_probabilities: Tensor | None = None,
) -> Network:
    """Return a trained network: the running average of its weights; `teacher_probabilities` is indexed by token number, row 0 being no token."""
    torch.manual_seed(train_config.seed)
    network = Network(config).to(data.device)
    average = Network(config).to(data.device)
    average.load_state_dict(network.state_dict())
    optimiser = torch.optim.AdamW(
        network.parameters(), lr=train_config.rate, weight_decay=train_config.decay, fused=data.device.type == "cuda"
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, train_config))
    network.train()
    begun, total = time.monotonic(), torch.zeros((), device=data.device)
    for step, places in enumerate(_batches(data, train_config)):
        scores = network(_without_some(data.batch(places), config), tables)
        is_token = places > 0
        kept, numbers = scores[is_token], places[is_token]
        loss = torch.zeros((), device=data.device)
        if train_config.soft_share < 1:
            loss = loss + (1 - train_config.soft_share) * _hard_loss(
                kept, data.labels[numbers], data.marks_misc[numbers]
            )
        if teacher_probabilities is not None:
            loss = loss + train_config.soft_share * _soft_loss(kept, teacher_probabilities[numbers].float())
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        total += loss.detach()
        keep = min(_KEPT_OF_AVERAGE, (step + 1) / (step + 10))
        with torch.no_grad():
            torch._foreach_lerp_(list(average.parameters()), list(network.parameters()), 1 - keep)
        if step % 500 == 499:
            print(
                f"{config.kind} {train_config.seed}: step {step + 1} loss {total.item() / 500:.4f} {time.monotonic() - begun:.0f} s",
                flush=True,
            )
            total.zero_()
    average.eval()
    return average


@torch.no_grad()
def probabilities(network: Network, data: Data, tables: Tables, rows: int = 64) -> Tensor:
    """Return class probabilities by token number, (1 + tokens, classes) of float16, with the set unknown."""
    network.eval()
    examples = data.examples
    gaps = np.full(len(examples.weights), GAP)
    places = data.rows(stream(examples, np.arange(len(gaps)), gaps))
    found = torch.zeros((len(data.labels), network.classes.out_features), dtype=torch.float16, device=data.device)
    for begin in range(0, len(places), rows):
        chosen = places[begin : begin + rows]
        batch = data.batch(chosen)
        batch = replace(batch, sets=torch.full_like(batch.sets, network.config.sets))
        scores = torch.softmax(network(batch, tables), 2)
        found[chosen[chosen > 0]] = scores[chosen > 0].half()
    return found
