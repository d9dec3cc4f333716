"""One linear-chain CRF for all languages (CRFsuite, averaged perceptron) on words, affixes, shapes, lists and neighbours."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

import pycrfsuite

from benchmarks.rivals.texts import drawn, kept, names
from dateline.domain.entities import EntityType, Span
from dateline.entities.backends.base import Passage
from dateline.entities.network.labels import classes
from dateline.entities.network.tokens import tokens
from dateline.gazetteer import matcher as gazetteer
from dateline.text.languages import base_language
from dateline.text.word_shape import shape
from training.entities.corpora import Corpus

_LABELS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
_PASSES = 8
_AFFIXES = (1, 2, 3, 4)


def _features(text: str, spans: Sequence[tuple[int, int]], language: str | None) -> list[list[str]]:
    """Return what the CRF sees of each token: of itself, and of two before and behind."""
    kinds = shape(text)
    listed = _listed(text, kinds, spans, base_language(language))
    own = [_own(text[start:end], kinds[start:end], sign) for (start, end), sign in zip(spans, listed, strict=True)]
    rows = []
    for at, each in enumerate(own):
        row = ["1", f"l={language}", *each]
        for by in (-2, -1, 1, 2):
            if 0 <= at + by < len(own):
                word, form, sign = own[at + by][:3]
                row += [f"{by}{word}", f"{by}{form}", f"{by}{sign}"]
            else:
                row.append(f"{by}edge")
        if at:
            row.append(f"-1|0{own[at - 1][0]}|{each[0]}")
        rows.append(row)
    return rows


def _own(word: str, kinds: str, listed: str) -> list[str]:
    folded = word.casefold()
    form = "".join(dict.fromkeys(kinds)) + ("+" if len(word) > 1 else "")
    affixes = [
        f"{name}={part}"
        for size in _AFFIXES
        if size < len(folded)
        for name, part in (("p", folded[:size]), ("s", folded[-size:]))
    ]
    return [f"w={folded}", f"f={form}", f"g={listed}", f"k={kinds[:8]}", *affixes]


def _listed(text: str, kinds: str, spans: Sequence[tuple[int, int]], language: str | None) -> list[str]:
    signs, place = [""] * len(spans), 0
    for hit in gazetteer.find(text, kinds, language):
        while place < len(spans) and spans[place][1] <= hit.start:
            place += 1
        first = "B"
        while place < len(spans) and spans[place][0] < hit.end:
            signs[place], first, place = f"{first}{hit.entry.type}", "I", place + 1
    return signs


class Crf:
    """The trained CRF."""

    name = "linear CRF"

    def __init__(self, path: Path) -> None:
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open(str(path))

    @classmethod
    def trained(cls, train: Sequence[Corpus], folder: Path) -> Self:
        """Return some minutes where it was not trained before."""

        def make(path: Path) -> None:
            trainer = pycrfsuite.Trainer(algorithm="averaged-perceptron", verbose=False)
            trainer.set_params({"max_iterations": _PASSES})
            for text, language in drawn(train):
                if spans := list(tokens(text.text)):
                    labels = [_LABELS[each] for each in classes(spans, list(names(text)))]
                    trainer.append(_features(text.text, spans, language), labels)
            trainer.train(str(path))

        return cls(kept(folder, __file__, train, make))

    def tag(self, texts: Sequence[Passage]) -> list[list[Span]]:
        """Return the spans of each text."""
        return [[span for line in _lines(each.text) for span in self._tag(*line, each.language)] for each in texts]

    def _tag(self, offset: int, text: str, language: str | None) -> Iterator[Span]:
        spans = list(tokens(text))
        if not spans:
            return
        begun: Span | None = None
        for (start, end), label in zip(spans, self._tagger.tag(_features(text, spans, language)), strict=True):
            kind = None if label == "O" else EntityType(label[2:])
            if begun and label.startswith("I-") and kind is begun.type:
                begun = Span(begun.start, offset + end, begun.type)
                continue
            if begun:
                yield begun
            begun = Span(offset + start, offset + end, kind) if kind else None
        if begun:
            yield begun


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1
