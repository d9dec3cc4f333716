"""When a story's names are not found by the tagger that was set for it."""

from dataclasses import dataclass
from enum import StrEnum


class FallbackReason(StrEnum):
    """Why the built-in tagger stood in."""

    DEADLINE = "deadline"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Fallback:
    """The kind of tagger that failed, and why; `detail` is for people."""

    backend: str
    reason: FallbackReason
    detail: str
