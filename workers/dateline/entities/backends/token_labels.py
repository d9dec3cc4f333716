"""Labels of single tokens (BIO, BIOES, BILOU, or types alone) put together to names."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from dateline.domain.entities import EntityType, Span
from dateline.entities.backends.labels import types_of
from dateline.entities.backends.routes import LoadError
from dateline.entities.backends.words import Token

_LABEL = re.compile(r"(?:(?P<place>[BIESLUM])[-_])?(?P<name>.+)")
_BEGINS, _ENDS = frozenset("BSU"), frozenset("ESLU")


class _Label(NamedTuple):
    """A token's position in a name, and the name's type; None if the type is none of ours."""

    place: str
    type: EntityType | None


@dataclass(frozen=True, slots=True)
class TokenLabels:
    """The meaning of each label number."""

    labels: tuple[_Label, ...]

    @classmethod
    def of(cls, config: dict[str, Any]) -> Self:
        """Return those of a model's config.json. Raises LoadError if they are missing or none is ours."""
        named = config.get("id2label")
        if not isinstance(named, dict) or not all(str(number) in named for number in range(len(named))):
            raise LoadError("config.json has no id2label that names the labels from 0 on")
        parts = [_LABEL.fullmatch(str(named[str(number)])) for number in range(len(named))]
        split = [(match["place"] or "I", match["name"]) if match else ("I", "O") for match in parts]
        types = types_of(name for _, name in split if name != "O")
        return cls(tuple(_Label(place, types.get(name)) for place, name in split))

    def __len__(self) -> int:
        return len(self.labels)

    def spans(self, words: Iterable[Token]) -> list[Span]:
        """Return the names that labelled words in order make; one that does not begin as it should begins all the same."""
        return list(self._spans(words))

    def _spans(self, words: Iterable[Token]) -> Iterator[Span]:
        open_span, ended = None, True
        for word in words:
            place, kind = self.labels[word.label]
            if open_span is not None and not ended and kind is open_span.type and place not in _BEGINS:
                open_span = Span(open_span.start, word.end, kind)
            else:
                if open_span is not None:
                    yield open_span
                open_span = Span(word.start, word.end, kind) if kind is not None else None
            ended = place in _ENDS
        if open_span is not None:
            yield open_span
