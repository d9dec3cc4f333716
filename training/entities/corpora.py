"""The annotated sets: their texts, and how much each counts."""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Open in every copy seen, but the licence is not stated by its first hand; --clear-only leaves them out.
SECOND_HAND = frozenset(("gmb", "europarl", "wojood-sample", "cess-esp", "aqmar"))
# Each teacher leaves one part of the texts out, so that of every text there are teachers who never saw it.
FOLDS = 4
# What lists of a machine call a miscellaneous name is as often a person, a place or none; such labels are not learned from.
UNSURE_MISC = frozenset(("twnertc-silver",))
# Old print, tweets, labels by machine or of a guideline far from news: how often a text of a set is taken in one pass.
_WEIGHTS = {"europeana": 0.4, "btc": 0.7, "wnut17": 0.6, "wikiner-silver": 0.6, "twnertc-silver": 0.5, "gmb": 0.7}
_WEIGHTS |= {"aqmar": 0.5, "gsd": 0.6}
# Small sets of modern news are taken more than once.
_WEIGHTS |= {
    "factrueval": 3.0,
    "idner2k": 2.0,
    "nergrit": 1.5,
    "ronec": 1.5,
    "re3d": 1.5,
    "gum-wikinews": 1.5,
    "wojood-sample": 2.0,
}


@dataclass(frozen=True, slots=True)
class Text:
    """An annotated text with its names as (start, end, type)."""

    text: str
    names: tuple[tuple[int, int, str], ...]

    @property
    def fold(self) -> int:
        """The fold of the text by all but its names, so that augmented copies share it."""
        parts, end = [], 0
        for start, stop, _ in sorted(self.names):
            parts.append(self.text[end:start])
            end = stop
        return zlib.crc32("".join([*parts, self.text[end:]]).casefold().encode()) % FOLDS


@dataclass(frozen=True, slots=True)
class Corpus:
    """A half of a set: "id.idner2k", its language and its texts."""

    name: str
    language: str
    texts: tuple[Text, ...]

    @property
    def set_name(self) -> str:
        """The set without its language."""
        return self.name.partition(".")[2]

    @property
    def weight(self) -> float:
        """Repetitions of a text in one pass."""
        return _WEIGHTS.get(self.set_name, 1.0)

    @property
    def marks_misc(self) -> bool:
        """Whether the set annotates miscellaneous names; if not, they are unknown, not absent."""
        return any(kind == "MISC" for text in self.texts for *_, kind in text.names)


def read(folder: Path, half: str, clear_only: bool = False) -> Iterator[Corpus]:
    """Yield the sets of a folder in the order of their names; `half` is "train" or "dev"."""
    for file in sorted(folder.glob(f"*.{half}.jsonl.gz")):
        name = file.name.removesuffix(f".{half}.jsonl.gz")
        language, _, set_name = name.partition(".")
        if clear_only and set_name in SECOND_HAND:
            continue
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            yield Corpus(name, language, tuple(_text(json.loads(line)) for line in lines))


def _text(record: dict[str, object]) -> Text:
    entities = record["entities"]
    text = record["text"]
    assert isinstance(entities, list)
    assert isinstance(text, str)
    return Text(text, tuple((each["start"], each["end"], each["label"]) for each in entities))
