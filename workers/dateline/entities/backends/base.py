"""The interface of entity backends."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from dateline.domain.entities import Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to tag, with its language where known (ISO 639-1)."""

    text: str
    language: str | None = None


class Backend(Protocol):
    """Finds names; spans are sorted, do not overlap, and count code points of the text they were found in."""

    name: str

    def tag(self, texts: Sequence[Passage]) -> list[list[Span]]:
        """Return the spans of each text, in the order of the texts."""
        ...


class Foreign(Backend, Protocol):
    """One that Dateline does not ship; it is given short pieces of one line each."""

    at_once: int
    """How many pieces it reads well together; between so many the clock is looked at."""

    longest: int
    """Code points of the longest piece that it is given."""
