"""Distillation: trains teachers, one by one, and the student on their mean."""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.entities.corpora import FOLDS
from training.entities.dataset import Dataset
from training.entities.network import ModelConfig, Network, Tables
from training.entities.optimise import Data, TrainConfig, probabilities, train
from training.entities.scores import by_set, micro


@dataclass(frozen=True, slots=True)
class TrainingContext:
    """The data on the device, and the sizes that follow from it."""

    dataset: Dataset
    train: Data
    dev: Data
    tables: Tables
    marks: NDArray[np.uint16]

    @classmethod
    def load(cls, folder: Path) -> "TrainingContext":
        """Read a dataset and put it on the GPU if there is one."""
        # So that two runs on the same kind of machine give the same model, bit for bit.
        os.environ["CUBLAS_WORKSPACE_CONFIG"] = ":4096:8"
        torch.use_deterministic_algorithms(True)
        torch.backends.cuda.matmul.allow_tf32 = True
        torch.backends.cudnn.allow_tf32 = True
        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        dataset = Dataset.load(folder)
        rows = dataset.rows()
        tables = Tables(*(torch.from_numpy(each).to(device) for each in (rows.ngrams, rows.words, rows.shapes)))
        return cls(dataset, Data(dataset.train, device), Data(dataset.dev, device), tables, rows.marks)

    def config(self, kind: Literal["student", "teacher"]) -> ModelConfig:
        """Return a model configuration with the data's languages, and its sets unless it is a student's."""
        return ModelConfig(kind, len(self.dataset.languages), 0 if kind == "student" else len(self.dataset.sets))

    def report(self, name: str, found: Tensor) -> float:
        """Print strict F1 by set and over all; return the latter."""
        scores = by_set(self.dataset.dev, found[1:].float().cpu().numpy())
        total = micro(scores.values())
        each = "  ".join(f"{self.dataset.sets[number]} {count.f1:.1f}" for number, count in sorted(scores.items()))
        print(f"{name}: micro {total:.2f}\n  {each}", flush=True)
        return total


# Teachers of two sizes, in turn.
_TEACHERS: tuple[dict[str, Any], ...] = (
    {"ngram_size": 96, "word_size": 96, "hidden": 384, "width": 256, "dilations": (2, 4, 1, 2, 4)},
    {"ngram_size": 128, "word_size": 96, "hidden": 512, "width": 320, "dilations": (2, 4, 8, 1, 2, 4, 1)},
)


def train_teacher(folder: Path, steps: int, number: int) -> None:
    """Train a teacher on all but one part of the texts and save its class probabilities of every token, (tokens, classes)."""
    context = TrainingContext.load(folder)
    regular: dict[str, Any] = {
        "word_dropout": 0.3,
        "feature_dropout": 0.05,
        "gazetteer_dropout": 0.2,
        "lexicon_dropout": 0.1,
        "dropout": 0.2,
    }
    config = replace(context.config("teacher"), **regular, **_TEACHERS[number // FOLDS % len(_TEACHERS)])
    train_config = TrainConfig(steps, seed=101 + 2 * number, decay=0.05, rate=3e-3, held_out_fold=number % FOLDS)
    network = train(context.train, context.tables, config, train_config)
    for half, data in (("dev", context.dev), ("train", context.train)):
        found = probabilities(network, data, context.tables)
        np.save(folder / f"teacher-{number}-{half}.npy", found.cpu().numpy())
        if half == "dev":
            context.report(f"teacher {number}", found)


def teacher_probabilities(folder: Path, half: str, device: torch.device) -> Tensor:
    """Return the mean of the teachers' class probabilities, (tokens, classes) of float16."""
    said = [torch.from_numpy(np.load(file)).to(device) for file in sorted(folder.glob(f"teacher-*-{half}.npy"))]
    total = torch.zeros_like(said[0], dtype=torch.float32)
    for each in said:
        total += each.float()
    return (total / len(said)).half()


def distil(context: TrainingContext, folder: Path, steps: int, seed: int, soft_share: float) -> Network:
    """Train a student, with a weight of `soft_share` on the teachers' probabilities and the rest on gold labels."""
    targets = None
    if soft_share:
        context.report("mean of the teachers", teacher_probabilities(folder, "dev", context.dev.device))
        targets = teacher_probabilities(folder, "train", context.train.device)
    network = train(
        context.train,
        context.tables,
        context.config("student"),
        TrainConfig(steps, seed=seed, soft_share=soft_share, rate=3e-3),
        targets,
    )
    context.report(f"student {seed}", probabilities(network, context.dev, context.tables))
    return network
