"""Links that a document gives beside its story."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A link and how it relates to the story (RFC 8288 names: alternate, related, enclosure, via, canonical)."""

    url: str
    rel: str
    title: str | None = None
