"""A story that cannot go on, and why."""

from dataclasses import dataclass

from workers.domain.reason import Reason


@dataclass(frozen=True, slots=True)
class Rejected:
    """The end of an item's way: the stage that refused it, the reason, and a sentence for people."""

    stage: str
    reason: Reason
    detail: str
