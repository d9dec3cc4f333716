"""A spaCy pipeline (extra `spacy`)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import spacy
from spacy.language import Language

from dateline.domain.entities import Span
from dateline.entities.backends.base import Passage
from dateline.entities.backends.labels import types_of
from dateline.entities.backends.routes import LoadError

# Components that say nothing of names; if all others are of the second kind, these need not run.
_NO_NAMES = frozenset(
    "tagger morphologizer parser senter attribute_ruler lemmatizer trainable_lemmatizer textcat textcat_multilabel".split()
)
_NAMES = frozenset("tok2vec transformer curated_transformer ner beam_ner".split())


class Spacy:
    """Any pipeline with a component that sets entities, be it learned or by rules."""

    name = "spacy"
    batch_size = 16
    max_chars = 2000

    def __init__(self, pipeline: Language) -> None:
        """Raise LoadError if it finds no names of ours."""
        factories = {name: pipeline.get_pipe_meta(name).factory for name in pipeline.pipe_names}
        self._unneeded = [name for name, factory in factories.items() if factory in _NO_NAMES]
        if not {factories[name] for name in factories if name not in self._unneeded} <= _NAMES:
            self._unneeded = []
        setting = [name for name in factories if "doc.ents" in pipeline.get_pipe_meta(name).assigns]
        if not setting:
            raise LoadError("no component of the pipeline finds names")
        self._types = types_of(label for name in setting for label in pipeline.pipe_labels.get(name, ()))
        self._pipeline = pipeline

    @classmethod
    def load(cls, path: Path) -> Self:
        """Return the pipeline of a folder that `Language.to_disk` wrote. Raises LoadError."""
        try:
            return cls(spacy.load(path))
        except (OSError, ValueError, KeyError, ImportError) as error:
            raise LoadError(str(error)) from error

    def tag(self, texts: Sequence[Passage]) -> list[list[Span]]:
        """Return the spans of each text."""
        parsed = self._pipeline.pipe((each.text for each in texts), batch_size=self.batch_size, disable=self._unneeded)
        return [
            [Span(name.start_char, name.end_char, kind) for name in doc.ents if (kind := self._types.get(name.label_))]
            for doc in parsed
        ]
