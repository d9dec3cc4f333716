"""The lag that the worker tells: what is kept of a log and not yet committed, and nothing else."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from dateline.delivery.assignment import Assignment
from dateline.delivery.faust_transport import Consumer
from dateline.delivery.instrument.metrics import DeliveryMetrics
from dateline.delivery.sinks.guarantee import Guarantee
from dateline.delivery.watchdog import Watchdog
from dateline.messages.message import Partition
from dateline.observe.health import Health
from dateline.observe.metrics import Metrics

RAW = Partition("raw-items", 0)


@dataclass
class Standing:
    """Where a partition stands: its log, what the consumer has read, and what its worker has delivered."""

    begins: int = 0
    ends: int | None = 100
    position: int | None = 0
    next_offset: int | None = 0
    busy: bool = False
    fetched: int = 0
    fetches: int = 0
    oldest: int | None = None
    progressed_at: float = 0.0
    workers: dict[Partition, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.workers = {RAW: self}

    @property
    def thread(self) -> Any:
        return _Thread(self.fetched)

    def high_watermark(self, partition: Partition) -> int | None:
        return {RAW: self.ends}[partition]

    def fetch_position(self, partition: Partition) -> int | None:
        return {RAW: self.position}[partition]

    async def watermarks(self, partition: Partition) -> tuple[int, int]:
        return {RAW: (self.begins, self.ends or 0)}[partition]


@dataclass
class _Thread:
    fetched: int

    def fetches(self, partition: Partition) -> int:
        return {RAW: self.fetched}[partition]


def told(standing: Standing) -> float | None:
    """The gauge after a look at the partition."""
    metrics = Metrics()
    watch = Watchdog(
        cast("Assignment", standing),
        cast("Consumer", standing),
        cast("Guarantee", standing),
        DeliveryMetrics(metrics),
        Health(),
    )

    async def look() -> None:
        await watch.read_new_watermarks()
        await watch.beat()

    asyncio.run(look())
    return metrics.registry.get_sample_value("dateline_consumer_lag_items", {"topic": "raw-items", "partition": "0"})


@pytest.mark.parametrize(
    ("standing", "lag"),
    [
        (Standing(next_offset=40, position=60, fetched=2, fetches=2, busy=True), 60),
        (Standing(next_offset=100, position=100, fetched=9, fetches=9), 0),
        (Standing(next_offset=0, begins=70), 30),  # nothing committed, the log's first 70 are no longer kept
        (Standing(next_offset=40, begins=70, position=100, busy=True), 30),  # retention was faster than the group
        (Standing(next_offset=99, position=100), 0),  # the last offset is a transaction's marker
        (Standing(next_offset=99, position=100, busy=True), 1),  # and here an item
        (Standing(next_offset=90, position=100, fetched=2, fetches=1), 10),  # fetched, and on its way to the worker
    ],
)
def test_lag_is_what_is_kept_and_not_committed(standing: Standing, lag: int) -> None:
    assert told(standing) == lag


@pytest.mark.parametrize("standing", [Standing(next_offset=None), Standing(ends=None)])
def test_no_lag_is_told_before_it_is_known(standing: Standing) -> None:
    assert told(standing) is None
