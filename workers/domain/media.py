"""Pictures and videos that a story's text speaks of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or video known by its caption or credit line alone."""

    type: str
    caption: str | None = None
    credit: str | None = None
