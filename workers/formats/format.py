"""What every format gives: entries out of a document's text."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from workers.domain.fact import Fact
from workers.domain.form import Form
from workers.domain.reason import Reason


class FormatError(ValueError):
    """A document, or one entry of it, that can't be read."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True, slots=True)
class Entry:
    """One story of a document: its content, and what the document says of it, the most trusted facts of a field first."""

    markup: str
    form: Form
    facts: tuple[Fact, ...] = ()


Read = Callable[[str], Iterable[Entry | FormatError]]
"""A document's text to its entries in order; an entry that can't be read is an error in its place, so that its siblings go on.
Raises FormatError where the document as a whole can't be read."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format by the media type that records give it, the others that it goes by, and its reader."""

    content_type: str
    also: frozenset[str]
    read: Read
