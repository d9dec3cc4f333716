"""Every metric by name; names and labels are API."""

from collections.abc import Iterator
from itertools import product
from threading import Lock

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    Metric,
    ProcessCollector,
    disable_created_metrics,
)

from dateline import __version__
from dateline.domain.entities import EXTERNAL_BACKENDS, EntityType, FallbackReason
from dateline.domain.rejection import ITEM_STAGES, Reason
from dateline.domain.story import Category, Suspicion

# Edges stand on the objectives: 2 s is an item's deadline, 60 s the age by which 99 % are published.
_STAGE_EDGES = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2)
_AGE_EDGES = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200)
# From wire copy, a minute after it was published, to archives.
_PUBLICATION_EDGES = (60, 300, 900, 3600, 21_600, 86_400, 604_800, 2_592_000)
# A sound group settles in a second or two; its session is 10 s, a rebalance at most 20 s.
_REBALANCE_EDGES = (0.5, 1, 2.5, 5, 10, 20, 60)

OUTCOMES = ("published", "dead_lettered", "revoked")
"""What an item that was received can come to: `revoked` ones are counted by the partition's next owner as its own."""

# A series for each counter's beginning would double their number, and Prometheus 2 makes nothing of it.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Registry(CollectorRegistry):
    """Metrics that are changed together under `changing` are seen together: a scrape finds all of a change or nothing of it."""

    def __init__(self) -> None:
        super().__init__()
        self.changing = Lock()

    def collect(self) -> Iterator[Metric]:
        """Yield all families as they are at one moment."""
        with self.changing:
            families = list(super().collect())
        yield from families


class Metrics:
    """The worker's metrics in a registry of their own."""

    def __init__(self) -> None:
        self.registry = Registry()
        self.items_received = self._counter("items_received", "Items read from the raw topics.", "topic")
        self.received_bytes = self._counter("received_bytes", "Bytes of the items read from the raw topics.", "topic")
        self.items_finished = self._counter(
            "items_finished",
            "Items whose outcome a broker has acknowledged: published where any of their stories is; revoked: left to another worker.",
            "outcome",
        )
        self.published_records = self._counter(
            "published_records", "Records that a broker has acknowledged; a feed or news message gives several."
        )
        self.published_bytes = self._counter("published_bytes", "Bytes of records that a broker has acknowledged.")
        self.dead_letters = self._counter("dead_letters", "Stories that became dead letters.", "stage", "reason")
        self.stage_seconds = self._histogram(
            "stage_duration_seconds", "Time of one story in one stage; in decode, of one item.", _STAGE_EDGES, "stage"
        )
        self.item_seconds = self._histogram("item_duration_seconds", "Time of one item in all stages.", _STAGE_EDGES)
        self.age_seconds = self._histogram(
            "end_to_end_age_seconds",
            "Age of an item, from its append to the raw topic until its outcome is acknowledged.",
            _AGE_EDGES,
        )
        self.publication_age_seconds = self._histogram(
            "publication_age_seconds",
            "Age of a story, from when its source published it until its record is acknowledged.",
            _PUBLICATION_EDGES,
        )
        self.lag = self._gauge(
            "consumer_lag_items", "Items appended and still kept, but not yet committed.", "topic", "partition"
        )
        self.committed = self._gauge("committed_offset", "Offset committed to the group.", "topic", "partition")
        self.oldest_seconds = self._gauge(
            "oldest_uncommitted_age_seconds",
            "Age of the oldest item that was read and is not committed; 0 where there is none.",
            "topic",
            "partition",
        )
        self.in_flight = self._gauge("in_flight_items", "Items received whose outcome is not yet acknowledged.")
        self.batch_items = self._histogram("batch_items", "Items in a batch.", (1, 2, 5, 10, 25, 50, 100, 250, 1000))
        self.produce_seconds = self._histogram(
            "produce_duration_seconds", "Time until a batch's outputs are acknowledged.", _AGE_EDGES
        )
        self.produce_errors = self._counter(
            "produce_errors", "Failed attempts to deliver a batch; each is tried again."
        )
        self.commits = self._counter("commits", "Offset commits that a broker has acknowledged.")
        self.rebalances = self._counter("rebalances", "Assignments received from the group.")
        self.rebalance_seconds = self._histogram(
            "rebalance_duration_seconds",
            "Time without partitions, from giving them up until the group has given some anew.",
            _REBALANCE_EDGES,
        )
        self.pool_workers = self._gauge("pool_workers", "Processes of the pool that are ready or at work.")
        self.pool_memory = self._gauge(
            "pool_memory_bytes", "Memory of the pool's processes, pages that they share counted once."
        )
        self.pool_restarts = self._counter(
            "pool_restarts", "Processes of the pool that ended over an item, by what that made of it.", "reason"
        )
        self.removed_lines = self._counter(
            "boilerplate_removed_lines", "Pieces of text taken out of published records.", "category"
        )
        self.suspects = self._counter("suspect_records", "Published records of which a part may be missing.", "reason")
        self.entities = self._counter("entities_tagged", "Entities in published records.", "type")
        self.fallbacks = self._counter(
            "entity_fallbacks",
            "Published records whose names builtin found because the tagger set for them failed, or took longer than DATELINE_ENTITY_SECONDS.",
            "backend",
            "reason",
        )
        self.languages = self._counter("languages", "Published records by language.", "language")
        Info("dateline_build", "What is running.", registry=self.registry).info({"version": __version__})
        ProcessCollector(registry=self.registry)
        self._begin_at_zero()

    def _begin_at_zero(self) -> None:
        """Labels that are known beforehand: the first increase of a series that was not there is one that no rate shows."""
        for outcome in OUTCOMES:
            self.items_finished.labels(outcome)
        for stage in ITEM_STAGES:
            self.stage_seconds.labels(stage)
        for suspicion in Suspicion:
            self.suspects.labels(suspicion.value)
        for reason in (Reason.DEADLINE, Reason.MEMORY, Reason.CRASH):
            self.pool_restarts.labels(reason.value)
        for backend, why in product(EXTERNAL_BACKENDS, FallbackReason):
            self.fallbacks.labels(backend, why.value)
        for category in Category:
            self.removed_lines.labels(category.value)
        for entity in EntityType:
            self.entities.labels(entity.value)

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(f"dateline_{name}", text, labels, registry=self.registry)

    def _gauge(self, name: str, text: str, *labels: str) -> Gauge:
        return Gauge(f"dateline_{name}", text, labels, registry=self.registry)

    def _histogram(self, name: str, text: str, edges: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(f"dateline_{name}", text, labels, buckets=edges, registry=self.registry)
