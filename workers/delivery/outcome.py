"""What becomes of an item: its messages, and what the metrics need to know of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workers.delivery.batches import fits
from workers.delivery.dead_letter import dead_letter
from workers.delivery.message import Incoming, Outgoing
from workers.delivery.record import published
from workers.delivery.timings import MAX_RECORD_BYTES
from workers.domain.reason import Reason
from workers.domain.rejected import Rejected
from workers.domain.story import Story
from workers.observe.log_context import about
from workers.observe.traces import Traces
from workers.output import OutputFormat

Pipeline = Callable[[Story], Sequence[Story | Rejected]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """An item and what its stories came to, in order; a record's message for each that is published, then one dead letter for
    each stage and reason that others were refused by.
    """

    item: Incoming
    results: tuple[Story | Rejected, ...]
    messages: tuple[Outgoing, ...]

    @property
    def stories(self) -> list[Story]:
        """Those that are published; the first messages are theirs."""
        return [result for result in self.results if isinstance(result, Story)]

    @property
    def rejections(self) -> list[Rejected]:
        """Those that are not."""
        return [result for result in self.results if isinstance(result, Rejected)]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Turns items into outcomes; topics are where records and dead letters go, `limit` is the largest batch that one takes,
    `form` what records are written as.
    """

    pipeline: Pipeline
    enriched_topic: str
    dead_letter_topic: str
    limit: Callable[[str], int] = lambda topic: MAX_RECORD_BYTES  # noqa: ARG005 - called with the topic
    form: OutputFormat = OutputFormat.RECORD
    traces: Traces | None = None

    def of(self, item: Incoming) -> Outcome:
        """What the pipeline makes of the item."""
        if self.traces is None:
            return self._of(item)
        with self.traces.item(item) as traced:
            return self._of(traced)

    def _of(self, item: Incoming) -> Outcome:
        with about(item):
            made = [self._record(item, result) for result in self.pipeline(item.story())]
        return self._outcome(item, [result for result, _ in made], [message for _, message in made if message])

    def without_largest(self, outcome: Outcome, detail: str) -> Outcome:
        """The same, with a dead letter instead of the largest record, which the broker or the producer refuses for its size."""
        records = list(outcome.messages[: len(outcome.stories)])
        largest = max(range(len(records)), key=lambda at: len(records[at].value or b""))
        refused = outcome.stories[largest]
        del records[largest]
        rejected = Rejected("publish", Reason.OUTPUT_TOO_LARGE, detail, position=refused.position)
        return self._outcome(
            outcome.item, [rejected if result is refused else result for result in outcome.results], records
        )

    def _record(self, item: Incoming, result: Story | Rejected) -> tuple[Story | Rejected, Outgoing | None]:
        """The story with its message, or a rejection where it can't have one."""
        if isinstance(result, Rejected):
            return result, None
        try:
            message = published(self.enriched_topic, item, result, self.form)
        except Exception as error:
            return Rejected.raised("publish", error, result.position), None
        limit = self.limit(message.topic)
        if not fits(message, limit):
            detail = f"the record's {len(message.value or b'')} bytes are above the topic's {limit}"
            return Rejected("publish", Reason.OUTPUT_TOO_LARGE, detail, position=result.position), None
        return result, message

    def _outcome(self, item: Incoming, results: list[Story | Rejected], records: list[Outgoing]) -> Outcome:
        """One dead letter holds the whole item, so those of a feed's stories that say the same are one."""
        alike: dict[tuple[str, Reason], list[Rejected]] = {}
        for result in results:
            if isinstance(result, Rejected):
                alike.setdefault((result.stage, result.reason), []).append(result)
        letters = [dead_letter(self.dead_letter_topic, item, rejections) for rejections in alike.values()]
        return Outcome(item, tuple(results), (*records, *letters))
