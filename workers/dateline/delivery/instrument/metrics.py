"""Metrics of delivery."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic, time

import structlog
from prometheus_client import Counter as CounterMetric

from dateline.delivery.outcome import Outcome
from dateline.domain.entities import Fallback
from dateline.domain.rejection import Rejected
from dateline.messages.message import Incoming, Partition, about
from dateline.observe.metrics import Metrics
from dateline.observe.trace_context import exemplar
from dateline.pool.item_processor import Processed, RenderedRecord


class StageMetrics:
    """Observes the durations of items and of their stages, whichever process ran them."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def __call__(self, item: Incoming, processed: Processed) -> None:
        """Observe a processed item."""
        self._metrics.item_seconds.observe(processed.seconds, exemplar(item.headers))
        for stage in processed.stages:
            self._metrics.stage_seconds.labels(stage.name).observe(stage.seconds)


_log = structlog.get_logger("dateline.delivery")

# The most frequent languages of news by far; the rest share one label, so that series stay few.
LANGUAGES = frozenset(
    ("ar bn cs da de el en es fa fi fr he hi hr hu id it ja ko ms nb nl pl pt ro ru sv sw ta th tr uk ur vi zh").split()
)


class DeliveryMetrics:
    """Counts items as they come in and as their outcomes are acknowledged."""

    def __init__(self, metrics: Metrics, topics: Iterable[str] = ()) -> None:
        self._metrics = metrics
        for topic in topics:  # their series begin at 0, so that silence shows
            metrics.items_received.labels(topic)
            metrics.received_bytes.labels(topic)
        self._left_at: float | None = None

    def received(self, items: Sequence[Incoming]) -> None:
        """Count a batch of one partition that was fetched."""
        metrics, topic = self._metrics, items[0].topic
        with metrics.registry.changing:
            metrics.in_flight.inc(len(items))
            metrics.items_received.labels(topic).inc(len(items))
        metrics.batch_items.observe(len(items))
        metrics.received_bytes.labels(topic).inc(sum(len(item.value or b"") for item in items))

    def finished(self, outcomes: Sequence[Outcome]) -> None:
        """Count outcomes that brokers have acknowledged and whose offsets are committed."""
        metrics, now = self._metrics, time()
        records = _RecordCounts()
        finished = Counter("published" if outcome.records else "dead_lettered" for outcome in outcomes)
        with metrics.registry.changing:
            metrics.in_flight.dec(len(outcomes))
            _add(metrics.items_finished, finished)
        for outcome in outcomes:
            self._count_fallbacks(outcome)
            age = max(0.0, now - outcome.item.timestamp / 1000)
            metrics.age_seconds.observe(age, exemplar(outcome.item.headers))
            self._count_rejections(outcome)
            for record in outcome.records:
                records.add(record)
                if record.source_published is not None:
                    metrics.publication_age_seconds.observe(max(0.0, now - _seconds(record.source_published)))
        records.add_to(metrics)

    def _count_rejections(self, outcome: Outcome) -> None:
        rejections = outcome.rejections
        for rejected in rejections:
            counter = self._metrics.dead_letters.labels(rejected.stage, rejected.reason.value)
            counter.inc(exemplar=exemplar(outcome.item.headers))
        if rejections:
            _warn("dead letter", outcome.item, rejections, stage=rejections[0].stage)

    def _count_fallbacks(self, outcome: Outcome) -> None:
        fallbacks = [record.fallback for record in outcome.records if record.fallback is not None]
        for fallback in fallbacks:
            self._metrics.fallbacks.labels(fallback.backend, fallback.reason.value).inc()
        if fallbacks:
            _warn("entity backend fell back to builtin", outcome.item, fallbacks, backend=fallbacks[0].backend)

    def abandoned(self, items: int) -> None:
        """Count items that the partition's next owner will process, and count as its own."""
        if items:
            with self._metrics.registry.changing:
                self._metrics.in_flight.dec(items)
                self._metrics.items_finished.labels("revoked").inc(items)

    def acknowledged(self, seconds: float) -> None:
        """Observe how long a batch took to deliver, in seconds."""
        self._metrics.produce_seconds.observe(seconds)

    def failed(self) -> None:
        """Count a failed attempt to deliver a batch."""
        self._metrics.produce_errors.inc()

    def committed(self, partition: Partition, offset: int) -> None:
        """Count a commit that a broker has acknowledged."""
        self._metrics.commits.inc()
        self._metrics.committed.labels(partition.topic, str(partition.partition)).set(offset)

    def set_lag(self, partition: Partition, items: int) -> None:
        """Set a partition's lag: items appended but not committed."""
        self._metrics.lag.labels(partition.topic, str(partition.partition)).set(items)

    def set_oldest(self, partition: Partition, timestamp: int | None) -> None:
        """Set the age of a partition's oldest uncommitted item from its append time, in milliseconds since 1970."""
        age = 0.0 if timestamp is None else max(0.0, time() - timestamp / 1000)
        self._metrics.oldest_seconds.labels(partition.topic, str(partition.partition)).set(age)

    def rebalancing(self) -> None:
        """Note that the group has revoked all partitions, before it assigns any again."""
        if self._left_at is None:
            self._left_at = monotonic()

    def assigned(self) -> None:
        """Count an assignment, and observe how long the rebalance took."""
        self._metrics.rebalances.inc()
        if self._left_at is not None:
            self._metrics.rebalance_seconds.observe(monotonic() - self._left_at)
            self._left_at = None

    def revoked(self, partition: Partition) -> None:
        """Remove a revoked partition's gauges, which would only mislead."""
        for gauge in (self._metrics.lag, self._metrics.committed, self._metrics.oldest_seconds):
            try:
                gauge.remove(partition.topic, str(partition.partition))
            except KeyError:
                continue


@dataclass
class _RecordCounts:
    """Counts over the records of a batch, added to the metrics at once: a record contains dozens of removals and entities."""

    records: int = 0
    size: int = 0
    removed: Counter[str] = field(default_factory=Counter)
    entities: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    suspects: Counter[str] = field(default_factory=Counter)

    def add(self, record: RenderedRecord) -> None:
        self.records += 1
        self.size += len(record.message.value or b"")
        self.removed.update(record.removed)
        self.entities.update(record.entities)
        if record.suspect is not None:
            self.suspects[record.suspect] += 1
        self.languages[record.language if record.language in LANGUAGES else "other"] += 1

    def add_to(self, metrics: Metrics) -> None:
        metrics.published_records.inc(self.records)
        metrics.published_bytes.inc(self.size)
        _add(metrics.removed_lines, self.removed)
        _add(metrics.entities, self.entities)
        _add(metrics.languages, self.languages)
        _add(metrics.suspects, self.suspects)


def _warn(event: str, item: Incoming, causes: Sequence[Rejected] | Sequence[Fallback], **more: str) -> None:
    """Log what happened to an item's stories: to how many, and why to the first."""
    with about(item):
        _log.warning(event, **more, reason=causes[0].reason.value, detail=causes[0].detail, stories=len(causes))


def _add(counter: CounterMetric, counts: Counter[str]) -> None:
    for label, count in counts.items():
        counter.labels(label).inc(count)


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()
