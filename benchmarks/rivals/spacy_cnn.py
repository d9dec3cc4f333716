"""spaCy's tagger trained from scratch: one pipeline `xx` (hashed embeddings, four convolutions, transitions) for all languages."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, Self

import spacy
from spacy.language import Language
from spacy.training import Example
from spacy.util import compile_infix_regex
from thinc.api import fix_random_seed

from benchmarks.rivals.texts import drawn, kept, names
from dateline.domain.entities import Span
from dateline.entities.backends.base import Passage
from dateline.entities.backends.spacy import Spacy
from training.entities.corpora import Corpus, Text

_SEED = 1
_STEPS = 1600
"""Of 8,000 characters each: eleven to twelve minutes of one core."""
_STEP_CHARACTERS = 8000
_DROPOUT = 0.2
# Each character of the scripts without blanks is a token, as spaCy's own Chinese reads it.
_BY_CHARACTER = r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
_EMBEDDING = {
    "@architectures": "spacy.HashEmbedCNN.v2", "width": 96, "depth": 4, "embed_size": 10000, "window_size": 1,
    "maxout_pieces": 3, "subword_features": True, "pretrained_vectors": None,
}  # fmt: skip


def _blank() -> Language:
    pipeline = spacy.blank("xx")
    pipeline.add_pipe("ner", config={"model": {"tok2vec": _EMBEDDING}})
    infixes = [*(pipeline.Defaults.infixes or ()), _BY_CHARACTER]
    tokenizer: Any = pipeline.tokenizer
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    return pipeline


def _example(pipeline: Language, text: Text) -> Example:
    """Return a text with the names that begin and end with one of its tokens."""
    doc = pipeline.make_doc(text.text)
    spans = [doc.char_span(*name) for name in names(text)]
    entities = [(span.start_char, span.end_char, span.label_) for span in spans if span is not None]
    return Example.from_dict(doc, {"entities": entities})


def _steps(texts: Sequence[tuple[Text, str]]) -> Iterator[list[Text]]:
    """Batches without end, in a new order each time round."""
    random, order = Random(_SEED), [text for text, _ in texts]
    while True:
        random.shuffle(order)
        batch: list[Text] = []
        for text in order:
            batch.append(text)
            if sum(len(each.text) for each in batch) >= _STEP_CHARACTERS:
                yield batch
                batch = []


class SpacyCnn:
    """The trained pipeline, by way of Dateline's own adapter."""

    name = "spaCy CNN"

    def __init__(self, pipeline: Language) -> None:
        self._tagger = Spacy(pipeline)

    @classmethod
    def trained(cls, train: Sequence[Corpus], folder: Path) -> Self:
        """Ten minutes where it was not trained before."""

        def make(path: Path) -> None:
            fix_random_seed(_SEED)
            pipeline, texts = _blank(), drawn(train)
            first = [_example(pipeline, text) for text, _ in texts[:2000]]
            optimizer: Any = pipeline.initialize(lambda: first)
            for step, batch in zip(range(_STEPS), _steps(texts), strict=False):
                optimizer.learn_rate = 0.001 * min(1.0, 2 * (1 - step / _STEPS))
                pipeline.update([_example(pipeline, text) for text in batch], sgd=optimizer, drop=_DROPOUT)
            with pipeline.use_params(optimizer.averages):
                pipeline.to_disk(path)

        pipeline = _blank()
        return cls(pipeline.from_disk(kept(folder, __file__, train, make)))

    def tag(self, texts: Sequence[Passage]) -> list[list[Span]]:
        """Return the spans of each text."""
        return self._tagger.tag(texts)
