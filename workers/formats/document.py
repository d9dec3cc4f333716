"""A document before it is read: its text, and what its envelope or its message's headers say of it."""

from dataclasses import dataclass

from workers.domain.fact import Fact


@dataclass(frozen=True, slots=True)
class Document:
    """`content_type` is empty where nobody says it, `id` where none is given."""

    text: str
    content_type: str
    source: str
    id: str = ""
    facts: tuple[Fact, ...] = ()
