"""What delivery tells the metrics."""

from collections.abc import Mapping, Sequence
from time import time

from workers.delivery.message import Incoming
from workers.delivery.outcome import Outcome
from workers.domain.rejected import Rejected
from workers.domain.story import Story
from workers.observe.metrics import Metrics

# The most frequent languages of news by far; the rest share one label, so that series stay few.
_LANGUAGES = frozenset(
    ("ar bn cs da de el en es fa fi fr he hi hr hu id it ja ko ms nb nl pl pt ro ru sv sw ta th tr uk ur vi zh").split()
)


class Delivered:
    """Counts items as they come in and as their outcomes are acknowledged."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def received(self, items: Sequence[Incoming]) -> None:
        """A batch was read."""
        self._metrics.batch_items.observe(len(items))
        self._metrics.in_flight.inc(len(items))
        for item in items:
            self._metrics.items_received.labels(item.topic).inc()
            self._metrics.received_bytes.labels(item.topic).inc(len(item.value or b""))

    def finished(self, outcome: Outcome) -> None:
        """A broker acknowledged what an item became."""
        metrics, result = self._metrics, outcome.result
        metrics.in_flight.dec()
        metrics.age_seconds.observe(max(0.0, time() - outcome.item.timestamp / 1000))
        if isinstance(result, Rejected):
            metrics.items_finished.labels("dead_lettered").inc()
            metrics.dead_letters.labels(result.stage, result.reason.value).inc()
        else:
            metrics.items_finished.labels("published").inc()
            metrics.published_bytes.inc(len(outcome.message.value or b""))
            self._content(result)

    def _content(self, story: Story) -> None:
        for piece in story.removed:
            self._metrics.removed_lines.labels(piece.category.value).inc()
        for entity in story.entities:
            self._metrics.entities.labels(entity.type.value).inc()
        self._metrics.languages.labels(story.language if story.language in _LANGUAGES else "other").inc()

    def given_up(self, items: int) -> None:
        """Items of partitions that went to another worker, which will count them as its own."""
        if items:
            self._metrics.in_flight.dec(items)
            self._metrics.items_finished.labels("revoked").inc(items)

    def acknowledged(self, seconds: float) -> None:
        """All of a batch's outputs are acknowledged."""
        self._metrics.produce_seconds.observe(seconds)

    def failed(self) -> None:
        """An attempt to deliver a batch failed."""
        self._metrics.produce_errors.inc()

    def committed(self, offsets: Mapping[tuple[str, int], int]) -> None:
        """A broker acknowledged a commit."""
        self._metrics.commits.inc()
        for (topic, partition), offset in offsets.items():
            self._metrics.committed.labels(topic, str(partition)).set(offset)

    def lag(self, topic: str, partition: int, items: int) -> None:
        """Items of a partition that are appended but not committed."""
        self._metrics.lag.labels(topic, str(partition)).set(items)

    def assigned(self) -> None:
        """The group gave this worker partitions."""
        self._metrics.rebalances.inc()

    def revoked(self, topic: str, partition: int) -> None:
        """A partition went away; its gauges would only mislead."""
        for gauge in (self._metrics.lag, self._metrics.committed):
            try:
                gauge.remove(topic, str(partition))
            except KeyError:
                continue
