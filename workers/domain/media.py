"""Pictures, videos and sounds that belong to a story."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, video, sound or graphic: by its address where the document gives one, else by its caption or credit alone."""

    type: str
    caption: str | None = None
    credit: str | None = None
    url: str | None = None
