"""Decodes token labels (BIO, BIOES, BILOU, or bare types) into spans."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from dateline.domain.entities import EntityType, Span
from dateline.entities.backends.labels import types_of
from dateline.entities.backends.routes import LoadError
from dateline.entities.backends.words import LabelledToken

_LABEL = re.compile(r"(?:(?P<prefix>[BIESLUM])[-_])?(?P<name>.+)")
_BEGINS, _ENDS = frozenset("BSU"), frozenset("ESLU")


class _Label(NamedTuple):
    """A label's prefix (position in the name) and entity type; None if the type is none of ours."""

    prefix: str
    type: EntityType | None


@dataclass(frozen=True, slots=True)
class TokenLabels:
    """The label set of a model, by label index."""

    labels: tuple[_Label, ...]

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Self:
        """Read the labels of a model's config.json. Raises LoadError if they are missing or none is ours."""
        named = config.get("id2label")
        if not isinstance(named, dict) or not all(str(number) in named for number in range(len(named))):
            raise LoadError("config.json has no id2label that names the labels from 0 on")
        parts = [_LABEL.fullmatch(str(named[str(number)])) for number in range(len(named))]
        split = [(match["prefix"] or "I", match["name"]) if match else ("I", "O") for match in parts]
        types = types_of(name for _, name in split if name != "O")
        return cls(tuple(_Label(prefix, types.get(name)) for prefix, name in split))

    def __len__(self) -> int:
        return len(self.labels)

    def spans(self, words: Iterable[LabelledToken]) -> list[Span]:
        """Return the names in labelled words; as in conlleval, a continuation without a beginning opens a name."""
        return list(self._spans(words))

    def _spans(self, words: Iterable[LabelledToken]) -> Iterator[Span]:
        open_span, ended = None, True
        for word in words:
            prefix, entity_type = self.labels[word.label]
            if open_span is not None and not ended and entity_type is open_span.type and prefix not in _BEGINS:
                open_span = Span(open_span.start, word.end, entity_type)
            else:
                if open_span is not None:
                    yield open_span
                open_span = Span(word.start, word.end, entity_type) if entity_type is not None else None
            ended = prefix in _ENDS
        if open_span is not None:
            yield open_span
