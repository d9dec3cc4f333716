"""Every metric by name; names and labels are API."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info

from workers import __version__

# Edges stand on the objectives: 2 s is an item's deadline, 60 s the age by which 99 % are published.
_STAGE_EDGES = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2)
_AGE_EDGES = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200)


class Metrics:
    """The worker's metrics in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.items_received = self._counter("items_received", "Items read from the raw topics.", "topic")
        self.received_bytes = self._counter("received_bytes", "Bytes of the items read from the raw topics.", "topic")
        self.items_finished = self._counter(
            "items_finished",
            "Items whose outcome a broker has acknowledged: published where any of their stories is.",
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
        self.lag = self._gauge("consumer_lag_items", "Items appended but not yet committed.", "topic", "partition")
        self.committed = self._gauge("committed_offset", "Offset committed to the group.", "topic", "partition")
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
        self.removed_lines = self._counter(
            "boilerplate_removed_lines", "Pieces of text taken out of published records.", "category"
        )
        self.suspects = self._counter("suspect_records", "Published records of which a part may be missing.", "reason")
        self.entities = self._counter("entities_tagged", "Entities in published records.", "type")
        self.languages = self._counter("languages", "Published records by language.", "language")
        Info("dateline_build", "What is running.", registry=self.registry).info({"version": __version__})

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(f"dateline_{name}", text, labels, registry=self.registry)

    def _gauge(self, name: str, text: str, *labels: str) -> Gauge:
        return Gauge(f"dateline_{name}", text, labels, registry=self.registry)

    def _histogram(self, name: str, text: str, edges: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(f"dateline_{name}", text, labels, buckets=edges, registry=self.registry)
