"""The training and dev texts, encoded once and kept in a folder for the steps that train on them."""

import gzip
import json
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np

from training.entities import corpora
from training.entities.augmentation import augment
from training.entities.corpora import UNSURE_MISC, Corpus
from training.entities.dictionary_names import dictionary_names
from training.entities.examples import Examples, Rows, Source, Strings, examples, rows
from training.entities.leakage import without_leakage

# Changed copies, of which there are two, count so much of their original.
_AUGMENTED_WEIGHT = 0.35


@dataclass(frozen=True, slots=True)
class Dataset:
    """Encoded training and dev texts, with the strings, languages and sets that their numbers stand for."""

    train: Examples
    dev: Examples
    strings: list[str]
    languages: list[str]
    sets: list[str]

    def rows(self) -> Rows:
        """Return the table rows that features are hashed to."""
        times = np.bincount(self.train.features.ravel(), minlength=len(self.strings) + 1)[1:]
        return rows(self.strings, times)

    def save(self, folder: Path) -> None:
        """Write three files."""
        folder.mkdir(parents=True, exist_ok=True)
        self.train.save(folder / "train.npz")
        self.dev.save(folder / "dev.npz")
        names = {"strings": self.strings, "languages": self.languages, "sets": self.sets}
        (folder / "names.json.gz").write_bytes(gzip.compress(json.dumps(names).encode(), 6, mtime=0))

    @classmethod
    def load(cls, folder: Path) -> "Dataset":
        """Read what `save` wrote."""
        names = json.loads(gzip.decompress((folder / "names.json.gz").read_bytes()))
        return cls(Examples.load(folder / "train.npz"), Examples.load(folder / "dev.npz"), **names)


def build_dataset(folder: Path, seed: int, clear_only: bool = False, limit: int | None = None) -> Dataset:
    """Read, augment and encode the annotated sets; `limit` takes only so many texts of each."""
    dev = [_cut(corpus, limit) for corpus in corpora.read(folder, "dev")]
    train = [_cut(corpus, limit) for corpus in without_leakage(list(corpora.read(folder, "train", clear_only)), dev)]
    languages = sorted({corpus.language for corpus in [*train, *dev]})
    sets = [corpus.name for corpus in dev]
    strings = Strings()

    def source(corpus: Corpus, weight: float) -> Source:
        return Source(
            corpus.texts,
            corpus.language,
            languages.index(corpus.language),
            sets.index(corpus.name),
            weight,
            corpus.marks_misc,
            corpus.set_name not in UNSURE_MISC,
        )

    more = dictionary_names()
    changed = [
        replace(corpus, texts=tuple(augment(corpus, train, Random(f"{seed} {corpus.name}"), more.get(corpus.language))))
        for corpus in train
    ]
    learned = examples(
        [source(each, each.weight) for each in train]
        + [
            replace(source(each, each.weight * _AUGMENTED_WEIGHT), marks_misc=original.marks_misc)
            for each, original in zip(changed, train, strict=True)
        ],
        strings,
    )
    measured = examples([replace(source(corpus, 1.0), knows_misc=True) for corpus in dev], strings)
    return Dataset(learned, measured, list(strings.known), languages, sets)


def _cut(corpus: Corpus, limit: int | None) -> Corpus:
    return replace(corpus, texts=corpus.texts[:limit])
