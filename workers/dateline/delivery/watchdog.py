"""What the worker does each second beside its work: it beats, tells its lag, and looks whether everything goes on."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from time import monotonic
from typing import Any

import structlog
from aiokafka.errors import KafkaError

from dateline.delivery.assignment import Partitions
from dateline.delivery.faust_transport import Consumer
from dateline.delivery.instrument.metrics import Delivered
from dateline.delivery.partition_worker import Lane
from dateline.delivery.sinks.guarantee import Guarantee
from dateline.kafka.timeouts import ADMIN, STALLED
from dateline.messages.message import Partition
from dateline.observe.health import BEAT_SECONDS, Health

_log = structlog.get_logger("dateline.worker")
# A minute's silence is looked for, and each look asks a broker: six looks in it are enough.
_LOOK_SECONDS = 10.0

# A topic's limits are changed by hand; until it is asked anew, what is too large is found when it is refused.
_REFRESH_SECONDS = 60.0


class Watch:
    """Keeps health and gauges true."""

    def __init__(
        self, partitions: Partitions, consumer: Consumer, guarantee: Guarantee, delivered: Delivered, health: Health
    ) -> None:
        self._partitions, self._consumer, self._guarantee = partitions, consumer, guarantee
        self._delivered, self._health = delivered, health
        self._stall = Stall()
        self._starts: dict[Partition, int] = {}

    def duties(self) -> Iterator[Coroutine[Any, Any, None]]:
        """Each runs until it is cancelled; apart, since one that waits for a broker must not hold up the others."""
        yield self._every(BEAT_SECONDS, self._beat)
        yield self._every(BEAT_SECONDS, self._group)
        yield self._every(BEAT_SECONDS, self._look_at_new_ones)
        yield self._every(_LOOK_SECONDS, self._look)
        yield self._every(_REFRESH_SECONDS, self._guarantee.refresh)

    async def _every(self, seconds: float, duty: Callable[[], Coroutine[Any, Any, None]]) -> None:
        while not self._consumer.should_stop:
            try:
                await duty()
            except Exception:
                if not self._consumer.should_stop:
                    _log.exception("watch failed")
            await asyncio.sleep(seconds)

    async def _beat(self) -> None:
        self._health.beat()
        for partition, lane in self._partitions.lanes.items():
            self._delivered.oldest(partition, lane.oldest)
            if (lag := self._lag(partition, lane)) is not None:
                self._delivered.lag(partition, lag)

    def _lag(self, partition: Partition, lane: Lane) -> int | None:
        """Items between what is committed and the log's end; None while either is not known.

        What the log no longer holds does not count, nor do transaction markers and aborted messages once they are read over.
        """
        start, end = self._starts.get(partition), self._consumer.end_seen(partition)
        if start is None or end is None or lane.next_offset is None:
            return None
        if (self._consumer.position_seen(partition) or 0) >= end and self._is_idle(partition, lane):
            return 0
        return max(0, end - max(start, lane.next_offset))

    def _is_idle(self, partition: Partition, lane: Lane) -> bool:
        """Whether all that was fetched has come to the lane and is delivered."""
        return not lane.busy and lane.fetches == self._consumer.thread.fetches(partition)

    async def _group(self) -> None:
        """Says what keeps the group from being joined, where aiokafka would wait in silence."""
        if missing := self._consumer.missing_topics():
            self._health.trouble("topics", f"raw topics that are not there: {', '.join(sorted(missing))}")
        else:
            self._health.well("topics")
        try:
            await self._consumer.thread.check()
        except KafkaError as error:
            why = f"the group can't be joined: {error!r}"
            self._health.trouble("group", why)
            _log.warning(why)

    async def _look_at_new_ones(self) -> None:
        """Soon after partitions were assigned: without the beginning of a log its lag can't be told."""
        for partition in [partition for partition in self._partitions.lanes if partition not in self._starts]:
            await self._log_end(partition)

    async def _log_end(self, partition: Partition) -> int | None:
        """The end of a partition's log, whose beginning is kept in mind; None where the brokers don't answer."""
        try:
            async with asyncio.timeout(ADMIN):
                self._starts[partition], end = await self._guarantee.log_range(partition)
        except Exception as error:
            self._health.trouble("broker", f"brokers don't answer: {error!r}")
            return None
        self._health.well("broker")
        return end

    async def _look(self) -> None:
        behind = {
            partition: lane
            for partition, lane in self._partitions.lanes.items()
            if await self._is_behind(partition, lane)
        }
        self._health.stalled(self._stall.seen(behind, monotonic()))

    async def _is_behind(self, partition: Partition, lane: Lane) -> bool:
        """Whether there is something to do and the brokers answer. Never where they don't: a restart would help nobody."""
        if (end := await self._log_end(partition)) is None:
            return False
        position = self._consumer.position_seen(partition)
        return lane.busy or position is None or position < end


class Stall:
    """Remembers since when each partition that is behind has not moved."""

    def __init__(self) -> None:
        self._still: dict[Partition, tuple[float, float]] = {}

    def seen(self, behind: dict[Partition, Lane], now: float) -> str | None:
        """Which partition has stood still for too long, if one has."""
        still = {partition: (lane.progressed_at, now) for partition, lane in behind.items()}
        for partition, (progressed_at, _) in still.items():
            if partition in self._still and self._still[partition][0] == progressed_at:
                still[partition] = self._still[partition]
        self._still = still
        stuck = sorted(str(partition) for partition, (_, since) in still.items() if now - since > STALLED)
        return f"no progress for {STALLED:.0f} s on {', '.join(stuck)}" if stuck else None
