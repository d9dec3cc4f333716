"""The watchdog: tasks that run beside delivery, send heartbeats to health, report lag, and detect stalls."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from time import monotonic
from typing import Any

import structlog
from aiokafka.errors import KafkaError

from dateline.delivery.assignment import Assignment
from dateline.delivery.faust_transport import Consumer
from dateline.delivery.instrument.metrics import DeliveryMetrics
from dateline.delivery.partition_worker import PartitionWorker
from dateline.delivery.sinks.guarantee import Guarantee
from dateline.kafka.timeouts import ADMIN, STALLED
from dateline.messages.message import Partition
from dateline.observe.health import BEAT_SECONDS, Health

_log = structlog.get_logger("dateline.worker")
# A stall is a minute's silence, and each check asks a broker: six checks per minute are enough.
_CHECK_SECONDS = 10.0

# A topic's limits are changed by hand; until they are read again, an oversized record is found when the broker refuses it.
_REFRESH_SECONDS = 60.0


class Watchdog:
    """Keeps health and gauges true."""

    def __init__(
        self, assignment: Assignment, consumer: Consumer, guarantee: Guarantee, metrics: DeliveryMetrics, health: Health
    ) -> None:
        self._assignment, self._consumer, self._guarantee = assignment, consumer, guarantee
        self._metrics, self._health = metrics, health
        self._stalls = StallDetector()
        self._log_starts: dict[Partition, int] = {}

    def tasks(self) -> Iterator[Coroutine[Any, Any, None]]:
        """Yield the periodic tasks. Each runs until it is cancelled; apart, since one that waits for a broker must not delay the others."""
        yield self._every(BEAT_SECONDS, self.beat)
        yield self._every(BEAT_SECONDS, self._check_group)
        yield self._every(BEAT_SECONDS, self.read_new_watermarks)
        yield self._every(_CHECK_SECONDS, self._check_progress)
        yield self._every(_REFRESH_SECONDS, self._guarantee.refresh)

    async def _every(self, seconds: float, task: Callable[[], Coroutine[Any, Any, None]]) -> None:
        while not self._consumer.should_stop:
            try:
                await task()
            except Exception:
                if not self._consumer.should_stop:
                    _log.exception("watchdog task failed")
            await asyncio.sleep(seconds)

    async def beat(self) -> None:
        """Send a heartbeat to health; set the gauges of age and lag."""
        self._health.beat()
        for partition, worker in self._assignment.workers.items():
            self._metrics.set_oldest(partition, worker.oldest)
            if (lag := self._lag(partition, worker)) is not None:
                self._metrics.set_lag(partition, lag)

    def _lag(self, partition: Partition, worker: PartitionWorker) -> int | None:
        """Return the items between the committed offset and the high watermark; None while either is unknown.

        Items that the log no longer keeps don't count, nor do transaction markers and aborted messages once they are read over.
        """
        start, end = self._log_starts.get(partition), self._consumer.high_watermark(partition)
        if start is None or end is None or worker.next_offset is None:
            return None
        if (self._consumer.fetch_position(partition) or 0) >= end and self._is_idle(partition, worker):
            return 0
        return max(0, end - max(start, worker.next_offset))

    def _is_idle(self, partition: Partition, worker: PartitionWorker) -> bool:
        """Return whether everything that was fetched has reached the partition worker and is delivered."""
        return not worker.busy and worker.fetches == self._consumer.thread.fetches(partition)

    async def _check_group(self) -> None:
        """Report what keeps the worker from joining its group, about which aiokafka waits in silence."""
        if missing := self._consumer.missing_topics():
            self._health.degraded("topics", f"raw topics that do not exist: {', '.join(sorted(missing))}")
        else:
            self._health.recovered("topics")
        try:
            await self._consumer.thread.check()
        except KafkaError as error:
            why = f"can't join the consumer group: {error!r}"
            self._health.degraded("group", why)
            _log.warning(why)

    async def read_new_watermarks(self) -> None:
        """Read the watermarks soon after an assignment: without the log start offset there is no lag."""
        for partition in [partition for partition in self._assignment.workers if partition not in self._log_starts]:
            await self._log_end(partition)

    async def _log_end(self, partition: Partition) -> int | None:
        """Read a partition's watermarks and keep the low one; return the log end offset, None if the brokers don't answer."""
        try:
            async with asyncio.timeout(ADMIN):
                self._log_starts[partition], end = await self._guarantee.watermarks(partition)
        except Exception as error:
            self._health.degraded("broker", f"brokers don't answer: {error!r}")
            return None
        self._health.recovered("broker")
        return end

    async def _check_progress(self) -> None:
        lagging = {
            partition: worker
            for partition, worker in self._assignment.workers.items()
            if await self._is_lagging(partition, worker)
        }
        self._health.stalled(self._stalls.update(lagging, monotonic()))

    async def _is_lagging(self, partition: Partition, worker: PartitionWorker) -> bool:
        """Return whether there is something to do and the brokers answer. Never if they don't: a restart would help nobody."""
        if (end := await self._log_end(partition)) is None:
            return False
        position = self._consumer.fetch_position(partition)
        return worker.busy or position is None or position < end


class StallDetector:
    """Remembers since when each lagging partition has not progressed."""

    def __init__(self) -> None:
        self._still: dict[Partition, tuple[float, float]] = {}

    def update(self, lagging: dict[Partition, PartitionWorker], now: float) -> str | None:
        """Return which partitions have not progressed for too long, None if all have."""
        still = {partition: (worker.progressed_at, now) for partition, worker in lagging.items()}
        for partition, (progressed_at, _) in still.items():
            if partition in self._still and self._still[partition][0] == progressed_at:
                still[partition] = self._still[partition]
        self._still = still
        stuck = sorted(str(partition) for partition, (_, since) in still.items() if now - since > STALLED)
        return f"no progress for {STALLED:.0f} s on {', '.join(stuck)}" if stuck else None
