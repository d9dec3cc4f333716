"""The steps of training: teachers, one by one, and the student that learns from them."""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.entities.corpora import FOLDS
from training.entities.learning import Data, Plan, learn, probabilities
from training.entities.network import Form, Network, Tables
from training.entities.prepared import Prepared
from training.entities.scores import by_set, micro


@dataclass(frozen=True, slots=True)
class Bench:
    """The data on the device, and the sizes that follow from it."""

    prepared: Prepared
    train: Data
    dev: Data
    tables: Tables
    marks: NDArray[np.uint16]

    @classmethod
    def load(cls, folder: Path) -> "Bench":
        """Read prepared data and put it on the GPU where there is one."""
        # So that two runs on the same kind of machine give the same model, bit for bit.
        os.environ["CUBLAS_WORKSPACE_CONFIG"] = ":4096:8"
        torch.use_deterministic_algorithms(True)
        torch.backends.cuda.matmul.allow_tf32 = True
        torch.backends.cudnn.allow_tf32 = True
        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        prepared = Prepared.load(folder)
        rows = prepared.rows()
        tables = Tables(*(torch.from_numpy(each).to(device) for each in (rows.ngrams, rows.words, rows.shapes)))
        return cls(prepared, Data(prepared.train, device), Data(prepared.dev, device), tables, rows.marks)

    def form(self, kind: Literal["student", "teacher"]) -> Form:
        """Return a form with the data's languages, and its sets unless it is a student's."""
        return Form(kind, len(self.prepared.languages), 0 if kind == "student" else len(self.prepared.sets))

    def report(self, name: str, found: Tensor) -> float:
        """Print strict F1 by set and over all; return the latter."""
        scores = by_set(self.prepared.dev, found[1:].float().cpu().numpy())
        total = micro(scores.values())
        each = "  ".join(f"{self.prepared.sets[number]} {count.f1:.1f}" for number, count in sorted(scores.items()))
        print(f"{name}: micro {total:.2f}\n  {each}", flush=True)
        return total


# Teachers of two sizes, in turn.
_TEACHERS: tuple[dict[str, Any], ...] = (
    {"ngram_size": 96, "word_size": 96, "hidden": 384, "width": 256, "dilations": (2, 4, 1, 2, 4)},
    {"ngram_size": 128, "word_size": 96, "hidden": 512, "width": 320, "dilations": (2, 4, 8, 1, 2, 4, 1)},
)


def teach(folder: Path, steps: int, number: int) -> None:
    """Train a teacher on all but one part of the texts and keep what it says of every token."""
    bench = Bench.load(folder)
    regular: dict[str, Any] = {
        "word_dropout": 0.3,
        "unit_dropout": 0.05,
        "sign_dropout": 0.2,
        "cut_dropout": 0.1,
        "dropout": 0.2,
    }
    form = replace(bench.form("teacher"), **regular, **_TEACHERS[number // FOLDS % len(_TEACHERS)])
    plan = Plan(steps, seed=101 + 2 * number, decay=0.05, rate=3e-3, left_out=number % FOLDS)
    network = learn(bench.train, bench.tables, form, plan)
    for half, data in (("dev", bench.dev), ("train", bench.train)):
        found = probabilities(network, data, bench.tables)
        np.save(folder / f"teacher-{number}-{half}.npy", found.cpu().numpy())
        if half == "dev":
            bench.report(f"teacher {number}", found)


def taught(folder: Path, half: str, device: torch.device) -> Tensor:
    """Return the mean of what the teachers say."""
    said = [torch.from_numpy(np.load(file)).to(device) for file in sorted(folder.glob(f"teacher-*-{half}.npy"))]
    total = torch.zeros_like(said[0], dtype=torch.float32)
    for each in said:
        total += each.float()
    return (total / len(said)).half()


def study(bench: Bench, folder: Path, steps: int, seed: int, soft: float) -> Network:
    """Train a student, with a share of `soft` on what the teachers say and the rest on the sets' own labels."""
    lesson = None
    if soft:
        bench.report("mean of the teachers", taught(folder, "dev", bench.dev.device))
        lesson = taught(folder, "train", bench.train.device)
    network = learn(
        bench.train, bench.tables, bench.form("student"), Plan(steps, seed=seed, soft=soft, rate=3e-3), lesson
    )
    bench.report(f"student {seed}", probabilities(network, bench.dev, bench.tables))
    return network
