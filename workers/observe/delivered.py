"""What delivery tells the metrics."""

from collections import Counter
from collections.abc import Iterable, Sequence
from time import time

from prometheus_client import Counter as Metric

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
        topic = items[0].topic  # a batch is one partition's
        self._metrics.items_received.labels(topic).inc(len(items))
        self._metrics.received_bytes.labels(topic).inc(sum(len(item.value or b"") for item in items))

    def finished(self, outcomes: Sequence[Outcome]) -> None:
        """Brokers have what the items became, and the offset behind them is committed."""
        now, metrics = time(), self._metrics
        metrics.in_flight.dec(len(outcomes))
        for outcome in outcomes:
            metrics.age_seconds.observe(max(0.0, now - outcome.item.timestamp / 1000))
        published = [outcome for outcome in outcomes if outcome.stories]
        metrics.items_finished.labels("published").inc(len(published))
        metrics.items_finished.labels("dead_lettered").inc(len(outcomes) - len(published))
        _count(metrics.dead_letters, ((r.stage, r.reason.value) for o in outcomes for r in o.rejections))
        records = [made for outcome in published for made in zip(outcome.stories, outcome.messages, strict=False)]
        metrics.published_records.inc(len(records))
        metrics.published_bytes.inc(sum(len(message.value or b"") for _, message in records))
        self._content([story for story, _ in records])

    def _content(self, stories: Sequence[Story]) -> None:
        metrics = self._metrics
        _count(metrics.removed_lines, ((piece.category.value,) for story in stories for piece in story.removed))
        _count(metrics.entities, ((entity.type.value,) for story in stories for entity in story.entities))
        _count(metrics.languages, ((s.language if s.language in _LANGUAGES else "other",) for s in stories))

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


def _count(metric: Metric, labels: Iterable[tuple[str, ...]]) -> None:
    """Adds each set of labels once, with its number: to look a series up costs more than to count."""
    for values, number in Counter(labels).items():
        metric.labels(*values).inc(number)
