"""What delivery tells the metrics."""

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
from dateline.pool.item_processor import Made, Published


class StageTimes:
    """Records what the steps of items took, wherever they were taken."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def __call__(self, item: Incoming, made: Made) -> None:
        """An item has been through the pipeline."""
        self._metrics.item_seconds.observe(made.seconds, exemplar(item.headers))
        for step in made.steps:
            self._metrics.stage_seconds.labels(step.name).observe(step.seconds)


_log = structlog.get_logger("dateline.delivery")

# The most frequent languages of news by far; the rest share one label, so that series stay few.
LANGUAGES = frozenset(
    ("ar bn cs da de el en es fa fi fr he hi hr hu id it ja ko ms nb nl pl pt ro ru sv sw ta th tr uk ur vi zh").split()
)


class Delivered:
    """Counts items as they come in and as their outcomes are acknowledged."""

    def __init__(self, metrics: Metrics, topics: Iterable[str] = ()) -> None:
        self._metrics = metrics
        for topic in topics:  # which are there at 0 from the beginning, so that silence shows
            metrics.items_received.labels(topic)
            metrics.received_bytes.labels(topic)
        self._left_at: float | None = None

    def received(self, items: Sequence[Incoming]) -> None:
        """A batch of one partition was read."""
        metrics, topic = self._metrics, items[0].topic
        with metrics.registry.changing:
            metrics.in_flight.inc(len(items))
            metrics.items_received.labels(topic).inc(len(items))
        metrics.batch_items.observe(len(items))
        metrics.received_bytes.labels(topic).inc(sum(len(item.value or b"") for item in items))

    def finished(self, outcomes: Sequence[Outcome]) -> None:
        """Brokers have what the items became, and the offset behind them is committed."""
        metrics, now = self._metrics, time()
        content, became = (
            _Content(),
            Counter("published" if outcome.stories else "dead_lettered" for outcome in outcomes),
        )
        with metrics.registry.changing:
            metrics.in_flight.dec(len(outcomes))
            _add(metrics.items_finished, became)
        for outcome in outcomes:
            self._stood_in(outcome)
            age = max(0.0, now - outcome.item.timestamp / 1000)
            metrics.age_seconds.observe(age, exemplar(outcome.item.headers))
            self._refused(outcome)
            for story in outcome.stories:
                content.add(story)
                if story.appeared is not None:
                    metrics.publication_age_seconds.observe(max(0.0, now - _seconds(story.appeared)))
        content.tell(metrics)

    def _refused(self, outcome: Outcome) -> None:
        rejections = outcome.rejections
        for rejected in rejections:
            letters = self._metrics.dead_letters.labels(rejected.stage, rejected.reason.value)
            letters.inc(exemplar=exemplar(outcome.item.headers))
        if rejections:
            _warn("dead letter", outcome.item, rejections, stage=rejections[0].stage)

    def _stood_in(self, outcome: Outcome) -> None:
        fallbacks = [story.fallback for story in outcome.stories if story.fallback is not None]
        for fallback in fallbacks:
            self._metrics.fallbacks.labels(fallback.backend, fallback.reason.value).inc()
        if fallbacks:
            _warn("builtin tagged in place of another", outcome.item, fallbacks, backend=fallbacks[0].backend)

    def given_up(self, items: int) -> None:
        """Items of partitions that went to another worker, which will count them as its own."""
        if items:
            with self._metrics.registry.changing:
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

    def oldest(self, partition: Partition, timestamp: int | None) -> None:
        """When the oldest item of a partition that is not committed was appended, in milliseconds since 1970, if there is one."""
        age = 0.0 if timestamp is None else max(0.0, time() - timestamp / 1000)
        self._metrics.oldest_seconds.labels(partition.topic, str(partition.partition)).set(age)

    def rebalancing(self) -> None:
        """The group takes all partitions away before it gives some anew."""
        if self._left_at is None:
            self._left_at = monotonic()

    def assigned(self) -> None:
        """The group gave this worker partitions."""
        self._metrics.rebalances.inc()
        if self._left_at is not None:
            self._metrics.rebalance_seconds.observe(monotonic() - self._left_at)
            self._left_at = None

    def revoked(self, partition: Partition) -> None:
        """A partition went away; its gauges would only mislead."""
        for gauge in (self._metrics.lag, self._metrics.committed, self._metrics.oldest_seconds):
            try:
                gauge.remove(partition.topic, str(partition.partition))
            except KeyError:
                continue


@dataclass
class _Content:
    """What the records of a batch hold, added up before it is told: a record has dozens of pieces and entities."""

    records: int = 0
    size: int = 0
    removed: Counter[str] = field(default_factory=Counter)
    entities: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    suspects: Counter[str] = field(default_factory=Counter)

    def add(self, story: Published) -> None:
        self.records += 1
        self.size += len(story.message.value or b"")
        self.removed.update(story.removed)
        self.entities.update(story.entities)
        if story.suspect is not None:
            self.suspects[story.suspect] += 1
        self.languages[story.language if story.language in LANGUAGES else "other"] += 1

    def tell(self, metrics: Metrics) -> None:
        metrics.published_records.inc(self.records)
        metrics.published_bytes.inc(self.size)
        _add(metrics.removed_lines, self.removed)
        _add(metrics.entities, self.entities)
        _add(metrics.languages, self.languages)
        _add(metrics.suspects, self.suspects)


def _warn(event: str, item: Incoming, found: Sequence[Rejected] | Sequence[Fallback], **more: str) -> None:
    """Tells what befell stories of an item: how many, and of the first why."""
    with about(item):
        _log.warning(event, **more, reason=found[0].reason.value, detail=found[0].detail, stories=len(found))


def _add(counter: CounterMetric, counts: Counter[str]) -> None:
    for label, count in counts.items():
        counter.labels(label).inc(count)


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()
