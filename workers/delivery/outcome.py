"""What becomes of an item: its message, and what the metrics need to know of it."""

from collections.abc import Callable
from dataclasses import dataclass

from workers.delivery.dead_letter import dead_letter
from workers.delivery.message import Incoming, Outgoing
from workers.delivery.record import published
from workers.domain.reason import Reason
from workers.domain.rejected import Rejected
from workers.domain.story import Story

Pipeline = Callable[[Story], Story | Rejected]


@dataclass(frozen=True, slots=True)
class Outcome:
    """An item, its story or rejection, and the message that tells it."""

    item: Incoming
    result: Story | Rejected
    message: Outgoing


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Turns items into outcomes; topics are where records and dead letters go."""

    pipeline: Pipeline
    enriched_topic: str
    dead_letter_topic: str

    def of(self, item: Incoming) -> Outcome:
        """What the pipeline makes of the item."""
        result = self.pipeline(item.story())
        if isinstance(result, Rejected):
            return self.rejected(item, result)
        try:
            message = published(self.enriched_topic, item, result)
        except Exception as error:
            return self.rejected(item, Rejected("publish", Reason.STAGE_EXCEPTION, f"{type(error).__name__}: {error}"))
        return Outcome(item, result, message)

    def rejected(self, item: Incoming, rejected: Rejected) -> Outcome:
        """The item as a dead letter."""
        return Outcome(item, rejected, dead_letter(self.dead_letter_topic, item, rejected))

    def too_large(self, outcome: Outcome, detail: str) -> Outcome:
        """The dead letter instead of a record that the broker or the producer refuses for its size."""
        return self.rejected(outcome.item, Rejected("publish", Reason.OUTPUT_TOO_LARGE, detail))
