"""What becomes of an item: its messages, and what the metrics need to know of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dateline.delivery.instrument.spans import Traces
from dateline.domain.rejection import Reason, Rejected, StageName
from dateline.kafka.record_batches import fits
from dateline.kafka.timeouts import MAX_RECORD_BYTES
from dateline.messages.dead_letter import dead_letter
from dateline.messages.message import Incoming, Outgoing
from dateline.pool.item_processor import Made, Maker, Published


@dataclass(frozen=True, slots=True)
class Outcome:
    """An item and what its stories came to, in order; a record's message for each that is published, then one dead letter for
    each stage and reason that others were refused by.
    """

    item: Incoming
    results: tuple[Published | Rejected, ...]
    messages: tuple[Outgoing, ...]

    @property
    def stories(self) -> list[Published]:
        """Those that are published; the first messages are theirs."""
        return [result for result in self.results if isinstance(result, Published)]

    @property
    def rejections(self) -> list[Rejected]:
        """Those that are not."""
        return [result for result in self.results if isinstance(result, Rejected)]


@dataclass(frozen=True, slots=True)
class Begun:
    """An item on its way; `ended` is told what was made of it."""

    item: Incoming
    ended: tuple[Callable[[Made], None], ...] = ()


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Turns items into outcomes; `limit` is the largest batch that a topic takes. What is made of an item is told to `watchers`,
    and to `traces` before and after.
    """

    dead_letter_topic: str
    limit: Callable[[str], int] = lambda topic: MAX_RECORD_BYTES  # noqa: ARG005 - called with the topic
    watchers: tuple[Callable[[Incoming, Made], None], ...] = ()
    traces: Traces | None = None

    def of(self, item: Incoming, maker: Maker) -> Outcome:
        """What the pipeline makes of the item, here and now."""
        begun = self.begin(item)
        return self.end(begun, maker(begun.item))

    def begin(self, item: Incoming) -> Begun:
        """The item as it is to be processed: where it is traced, with its own span in its headers."""
        if self.traces is None:
            return Begun(item)
        carrying, ended = self.traces.begin(item)
        return Begun(carrying, (ended,))

    def end(self, begun: Begun, made: Made) -> Outcome:
        """The outcome of what was made of the item."""
        for ended in begun.ended:
            ended(made)
        for watcher in self.watchers:
            watcher(begun.item, made)
        return self._outcome(begun.item, [self._fitting(result) for result in made.results])

    def without_largest(self, outcome: Outcome, detail: str) -> Outcome:
        """The same, with a dead letter instead of the largest record, which the broker or the producer refuses for its size."""
        largest = max(outcome.stories, key=lambda story: len(story.message.value or b""))
        rejected = Rejected(StageName.PUBLISH, Reason.OUTPUT_TOO_LARGE, detail, position=largest.position)
        return self._outcome(outcome.item, [rejected if result is largest else result for result in outcome.results])

    def _fitting(self, result: Published | Rejected) -> Published | Rejected:
        """The story, or a rejection where its topic does not take so large a record."""
        if isinstance(result, Rejected):
            return result
        limit = self.limit(result.message.topic)
        if fits(result.message, limit):
            return result
        detail = f"the record's {len(result.message.value or b'')} bytes are above the topic's {limit}"
        return Rejected(StageName.PUBLISH, Reason.OUTPUT_TOO_LARGE, detail, position=result.position)

    def _outcome(self, item: Incoming, results: Iterable[Published | Rejected]) -> Outcome:
        """One dead letter holds the whole item, so those of a feed's stories that say the same are one."""
        alike: dict[tuple[str, Reason], list[Rejected]] = {}
        records = []
        for result in (results := tuple(results)):
            if isinstance(result, Rejected):
                alike.setdefault((result.stage, result.reason), []).append(result)
            else:
                records.append(result.message)
        letters = [dead_letter(self.dead_letter_topic, item, rejections) for rejections in alike.values()]
        return Outcome(item, results, (*records, *letters))
