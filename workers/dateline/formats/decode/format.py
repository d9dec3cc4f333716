"""The interface of formats: a reader that turns a document's text into entries."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dateline.domain.metadata import Fact
from dateline.domain.rejection import Reason
from dateline.domain.story import Form


@dataclass(frozen=True, slots=True)
class Document:
    """`content_type` and `id` are empty if they are unknown."""

    text: str
    content_type: str
    source: str
    id: str = ""
    facts: tuple[Fact, ...] = ()


class FormatError(ValueError):
    """A document, or one entry of it, that can't be read."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True, slots=True)
class Entry:
    """One story of a document: its content, its facts, the most trusted of a field first, and the least length that its text should have."""

    markup: str
    form: Form
    facts: tuple[Fact, ...] = ()
    promised_chars: int = 0


Read = Callable[[str], Iterable[Entry | FormatError]]
"""A document's text to its entries in order; an entry that can't be read is an error in its place, so that its siblings go on.
Raises FormatError if the document as a whole can't be read."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format by the media type that records give it, the others that it goes by, and its reader."""

    content_type: str
    also: frozenset[str]
    read: Read
