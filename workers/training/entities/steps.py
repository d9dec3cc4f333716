"""The steps of training: teachers, one by one, and the student that learns from them."""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from workers.training.entities.learning import Data, Plan, learn, probabilities
from workers.training.entities.network import Form, Network, Tables
from workers.training.entities.prepared import Prepared
from workers.training.entities.scores import by_set, micro


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
        """Reads prepared data and puts it on the GPU where there is one."""
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
        """A form with the data's languages, and its sets unless it is a student's."""
        return Form(kind, len(self.prepared.languages), 0 if kind == "student" else len(self.prepared.sets))

    def report(self, name: str, found: Tensor) -> float:
        """Prints strict F1 by set and over all; returns the latter."""
        scores = by_set(self.prepared.dev, found[1:].float().cpu().numpy())
        total = micro(scores.values())
        each = "  ".join(f"{self.prepared.sets[number]} {count.f1:.1f}" for number, count in sorted(scores.items()))
        print(f"{name}: micro {total:.2f}\n  {each}", flush=True)
        return total


def teach(bench: Bench, folder: Path, number: int, steps: int) -> None:
    """Trains a teacher and keeps what it says of every token."""
    form = replace(
        bench.form("teacher"), ngram_size=96, word_size=96, hidden=384, width=256, dilations=(2, 4, 1, 2, 4), dropout=0.25, word_dropout=0.3
    )  # fmt: skip
    network = learn(bench.train, bench.tables, form, Plan(steps, seed=101 + 2 * number, decay=0.05, rate=1.5e-3))
    bench.report(f"teacher {number}", found := probabilities(network, bench.dev, bench.tables))
    np.save(folder / f"teacher-{number}-dev.npy", found.cpu().numpy())
    np.save(folder / f"teacher-{number}-train.npy", probabilities(network, bench.train, bench.tables).cpu().numpy())


def taught(folder: Path, half: str, device: torch.device) -> Tensor:
    """The mean of what the teachers say."""
    files = sorted(folder.glob(f"teacher-*-{half}.npy"))
    total = sum(torch.from_numpy(np.load(file)).to(device).float() for file in files)
    assert isinstance(total, Tensor)
    return (total / len(files)).half()


def study(bench: Bench, folder: Path, steps: int, seed: int, soft: float) -> Network:
    """Trains a student, with a share of `soft` on what the teachers say and the rest on the sets' own labels."""
    lesson = taught(folder, "train", bench.train.device) if soft else None
    plan = Plan(steps, seed=seed, soft=soft, rate=3e-3)
    network = learn(bench.train, bench.tables, bench.form("student"), plan, lesson)
    bench.report(f"student {seed}", probabilities(network, bench.dev, bench.tables))
    return network
