"""A story that cannot go on, and why."""

from dataclasses import dataclass
from typing import Self

from workers.domain.reason import Reason

POSITIONS = "dateline_positions"
"""Header of dead letters and of replayed items: which of the item's stories it is about, as in "0,7"."""

# A message may quote the whole item; people and headers need its beginning.
_DETAIL_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Rejected:
    """The end of a story's way: the stage that refused it, the reason, a sentence for people, the exception's type, and which
    story of its document it was, from 0 (None where it is the document's only one, or all of it).
    """

    stage: str
    reason: Reason
    detail: str
    exception: str | None = None
    position: int | None = None

    @classmethod
    def raised(cls, stage: str, error: Exception, position: int | None = None) -> Self:
        """What an exception in a stage comes to."""
        kind = type(error)
        name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
        reason = Reason.MEMORY if isinstance(error, MemoryError) else Reason.STAGE_EXCEPTION
        return cls(stage, reason, f"{kind.__name__}: {error}"[:_DETAIL_CHARACTERS], name, position)
