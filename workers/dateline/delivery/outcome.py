"""An item's outcome: the messages that its stories became, and what the metrics need to know of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dateline.delivery.instrument.spans import Traces
from dateline.domain.rejection import Reason, Rejected, StageName
from dateline.kafka.record_batches import fits
from dateline.kafka.timeouts import MAX_RECORD_BYTES
from dateline.messages.dead_letter import dead_letter
from dateline.messages.message import Incoming, Outgoing
from dateline.pool.item_processor import Processed, RenderedRecord


@dataclass(frozen=True, slots=True)
class Outcome:
    """An item with its stories' results, in order, and their messages: one per record, then one dead letter for each stage and reason
    of the rejections.
    """

    item: Incoming
    results: tuple[RenderedRecord | Rejected, ...]
    messages: tuple[Outgoing, ...]

    @property
    def records(self) -> list[RenderedRecord]:
        """The records, in the order of their messages."""
        return [result for result in self.results if isinstance(result, RenderedRecord)]

    @property
    def rejections(self) -> list[Rejected]:
        """The rejections."""
        return [result for result in self.results if isinstance(result, Rejected)]


@dataclass(frozen=True, slots=True)
class InFlight:
    """An item that is being processed; `on_finish` closes its span."""

    item: Incoming
    on_finish: Callable[[Processed], None] | None = None


@dataclass(frozen=True, slots=True)
class OutcomeBuilder:
    """Turns processed items into outcomes.

    `limit` gives the bytes of the largest batch that a topic takes; `watchers` are called with every processed item.
    """

    dead_letter_topic: str
    limit: Callable[[str], int] = lambda topic: MAX_RECORD_BYTES  # noqa: ARG005 - called with the topic
    watchers: tuple[Callable[[Incoming, Processed], None], ...] = ()
    traces: Traces | None = None

    def start(self, item: Incoming) -> InFlight:
        """Return the item as it is to be processed: if it is traced, with its own span in its headers."""
        return InFlight(item) if self.traces is None else InFlight(*self.traces.start(item))

    def finish(self, in_flight: InFlight, processed: Processed) -> Outcome:
        """Build the outcome of a processed item."""
        if in_flight.on_finish is not None:
            in_flight.on_finish(processed)
        for watcher in self.watchers:
            watcher(in_flight.item, processed)
        return self._build(in_flight.item, [self._fit(result) for result in processed.results])

    def without_largest(self, outcome: Outcome, detail: str) -> Outcome:
        """Replace the largest record, which the broker or the producer refuses for its size, by a dead letter."""
        largest = max(outcome.records, key=lambda record: len(record.message.value or b""))
        rejected = Rejected(StageName.PUBLISH, Reason.OUTPUT_TOO_LARGE, detail, position=largest.position)
        return self._build(outcome.item, [rejected if result is largest else result for result in outcome.results])

    def _fit(self, result: RenderedRecord | Rejected) -> RenderedRecord | Rejected:
        """Reject a record that is too large for its topic."""
        if isinstance(result, Rejected):
            return result
        limit = self.limit(result.message.topic)
        if fits(result.message, limit):
            return result
        detail = f"the record's {len(result.message.value or b'')} bytes are above the topic's {limit}"
        return Rejected(StageName.PUBLISH, Reason.OUTPUT_TOO_LARGE, detail, position=result.position)

    def _build(self, item: Incoming, results: Iterable[RenderedRecord | Rejected]) -> Outcome:
        """Build one dead letter per stage and reason: it contains the whole item, so that stories of a feed can share it."""
        alike: dict[tuple[str, Reason], list[Rejected]] = {}
        records = []
        for result in (results := tuple(results)):
            if isinstance(result, Rejected):
                alike.setdefault((result.stage, result.reason), []).append(result)
            else:
                records.append(result.message)
        dead_letters = [dead_letter(self.dead_letter_topic, item, rejections) for rejections in alike.values()]
        return Outcome(item, results, (*records, *dead_letters))
