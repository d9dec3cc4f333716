"""What becomes of an item: its message, and what the metrics need to know of it."""

from collections.abc import Callable
from dataclasses import dataclass

from workers.delivery.batches import fits
from workers.delivery.dead_letter import dead_letter
from workers.delivery.message import Incoming, Outgoing
from workers.delivery.record import published
from workers.delivery.timings import MAX_RECORD_BYTES
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
    """Turns items into outcomes; topics are where records and dead letters go, `limit` is the largest batch that one takes."""

    pipeline: Pipeline
    enriched_topic: str
    dead_letter_topic: str
    limit: Callable[[str], int] = lambda topic: MAX_RECORD_BYTES  # noqa: ARG005 - called with the topic

    def of(self, item: Incoming) -> Outcome:
        """What the pipeline makes of the item."""
        result = self.pipeline(item.story())
        if isinstance(result, Rejected):
            return self.rejected(item, result)
        try:
            message = published(self.enriched_topic, item, result)
        except Exception as error:
            return self.rejected(item, Rejected.raised("publish", error))
        outcome, limit = Outcome(item, result, message), self.limit(message.topic)
        if not fits(message, limit):
            return self.too_large(
                outcome, f"the record's {len(message.value or b'')} bytes are above the topic's {limit}"
            )
        return outcome

    def rejected(self, item: Incoming, rejected: Rejected) -> Outcome:
        """The item as a dead letter."""
        return Outcome(item, rejected, dead_letter(self.dead_letter_topic, item, rejected))

    def too_large(self, outcome: Outcome, detail: str) -> Outcome:
        """The dead letter instead of a record that the broker or the producer refuses for its size."""
        return self.rejected(outcome.item, Rejected("publish", Reason.OUTPUT_TOO_LARGE, detail))

    def is_dead_letter(self, outcome: Outcome) -> bool:
        """Whether the outcome's message goes to the dead-letter topic."""
        return outcome.message.topic == self.dead_letter_topic
