"""The interface that every tagger has, built-in or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from dateline.domain.entities import Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to tag, with its language if known (ISO 639-1)."""

    text: str
    language: str | None = None


class Backend(Protocol):
    """Finds names. Spans are sorted, do not overlap, and count code points of the text that they were found in."""

    name: str

    def tag(self, texts: Sequence[Passage]) -> list[list[Span]]:
        """Return the spans of each text, in the order of the texts."""
        ...


class ExternalBackend(Backend, Protocol):
    """A tagger that Dateline does not ship: it reads windows of a line each, a batch at a time."""

    batch_size: int
    """Windows per call. The time limit is checked between calls, so a large batch overshoots it."""

    max_chars: int
    """Code points of the longest window that it is given."""
