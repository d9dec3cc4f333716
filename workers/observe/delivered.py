"""What delivery tells the metrics."""

from collections.abc import Sequence
from time import time

from workers.delivery.message import Incoming
from workers.delivery.outcome import Outcome
from workers.delivery.partition import Partition
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

    def finished(self, outcomes: Sequence[Outcome]) -> None:
        """Brokers have what the items became, and the offset behind them is committed."""
        now, in_flight = time(), self._metrics.in_flight
        in_flight.dec(len(outcomes))
        for outcome in outcomes:
            self._metrics.age_seconds.observe(max(0.0, now - outcome.item.timestamp / 1000))
            self._result(outcome)

    def _result(self, outcome: Outcome) -> None:
        metrics, stories = self._metrics, outcome.stories
        metrics.items_finished.labels("published" if stories else "dead_lettered").inc()
        for rejected in outcome.rejections:
            metrics.dead_letters.labels(rejected.stage, rejected.reason.value).inc()
        for story, record in zip(stories, outcome.messages, strict=False):
            metrics.published_records.inc()
            metrics.published_bytes.inc(len(record.value or b""))
            self._content(story)

    def _content(self, story: Story) -> None:
        for piece in story.removed:
            self._metrics.removed_lines.labels(piece.category.value).inc()
        if story.suspect is not None:
            self._metrics.suspects.labels(story.suspect.value).inc()
        for entity in story.entities:
            self._metrics.entities.labels(entity.type.value).inc()
        self._metrics.languages.labels(story.language if story.language in _LANGUAGES else "other").inc()

    def given_up(self, items: int) -> None:
        """Items of partitions that went to another worker, which will count them as its own."""
        if items:
            self._metrics.in_flight.dec(items)
            self._metrics.items_finished.labels("revoked").inc(items)

    def acknowledged(self, seconds: float) -> None:
        """A batch is delivered."""
        self._metrics.produce_seconds.observe(seconds)

    def failed(self) -> None:
        """An attempt to deliver a batch failed."""
        self._metrics.produce_errors.inc()

    def committed(self, partition: Partition, offset: int) -> None:
        """A broker acknowledged a commit."""
        self._metrics.commits.inc()
        self._metrics.committed.labels(partition.topic, str(partition.partition)).set(offset)

    def lag(self, partition: Partition, items: int) -> None:
        """Items of a partition that are appended but not committed."""
        self._metrics.lag.labels(partition.topic, str(partition.partition)).set(items)

    def assigned(self) -> None:
        """The group gave this worker partitions."""
        self._metrics.rebalances.inc()

    def revoked(self, partition: Partition) -> None:
        """A partition went away; its gauges would only mislead."""
        for gauge in (self._metrics.lag, self._metrics.committed):
            try:
                gauge.remove(partition.topic, str(partition.partition))
            except KeyError:
                continue
