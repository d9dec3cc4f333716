"""Keeps dev texts out of training: two sets have the same texts in two scripts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from training.entities.corpora import Corpus, Text

_PARALLEL_SETS = {"zh.uner-gsd": "zh.uner-gsdsimp", "zh.uner-gsdsimp": "zh.uner-gsd"}
# Of two texts of equal length in traditional and simplified script, at least this share of the characters are the same.
_SHARED = 0.5


def without_leakage(train: Sequence[Corpus], dev: Iterable[Corpus]) -> list[Corpus]:
    """Return the training halves without texts whose twin in the other script is in a dev half."""
    by_name = {corpus.name: corpus for corpus in dev}
    return [
        replace(corpus, texts=tuple(_unseen(corpus.texts, by_name[_PARALLEL_SETS[corpus.name]].texts)))
        if _PARALLEL_SETS.get(corpus.name) in by_name
        else corpus
        for corpus in train
    ]


def _unseen(texts: Sequence[Text], others: Sequence[Text]) -> Iterable[Text]:
    by_length: dict[int, list[str]] = defaultdict(list)
    for other in others:
        by_length[len(other.text)].append(other.text)
    for text in texts:
        if not any(_is_same_text(text.text, other) for other in by_length[len(text.text)]):
            yield text


def _is_same_text(text: str, other: str) -> bool:
    return sum(map(str.__eq__, text, other)) >= _SHARED * len(text)
