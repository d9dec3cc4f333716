"""The two delivery guarantees, each with the clients that its sinks share."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Protocol

from aiokafka import AIOKafkaProducer

from dateline.delivery.faust_transport import ConsumerThread
from dateline.delivery.sinks.at_least_once import AtLeastOnceSink
from dateline.delivery.sinks.base import Sink
from dateline.delivery.sinks.transactional import TransactionalSink
from dateline.kafka.clients import producer, transactional_producer
from dateline.kafka.offsets import Offsets
from dateline.kafka.timeouts import MAX_RECORD_BYTES, OPEN
from dateline.kafka.topic_limits import TopicLimits
from dateline.messages.message import Partition
from dateline.settings import Settings


class Guarantee(Protocol):
    """Creates sinks, and answers for the topics that they write to."""

    def sink(self, partition: Partition) -> Sink:
        """Create a sink, not yet open."""

    def limit(self, topic: str) -> int:
        """Return the bytes of the largest batch that an output topic takes, as far as is known."""

    async def log_end(self, partition: Partition) -> int:
        """Return a partition's log end offset. Raises if no broker answers."""

    async def watermarks(self, partition: Partition) -> tuple[int, int]:
        """Return a partition's log start and log end offsets. Raises as `log_end`."""

    async def refresh(self) -> None:
        """Ask again for what may have changed. Raises nothing."""


class ExactlyOnce:
    """A transactional producer per partition."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._offsets, self._limits = Offsets(settings), TopicLimits(settings)
        self.limit, self.refresh = self._limits.limit_for, self._limits.refresh
        self.log_end, self.watermarks = self._offsets.log_end, self._offsets.watermarks

    def sink(self, partition: Partition) -> Sink:
        """Create a sink with its own transactional id."""
        new_producer = partial(transactional_producer, self._settings)
        return TransactionalSink(partition, self._settings.group, new_producer, self._offsets.committed, self.limit)


class AtLeastOnce:
    """One plain producer for all partitions, for brokers that know no transactions."""

    def __init__(self, settings: Settings, thread: Callable[[], ConsumerThread]) -> None:
        self._settings, self._thread = settings, thread
        self._opening = asyncio.Lock()
        self._producer: AIOKafkaProducer | None = None

    def sink(self, partition: Partition) -> Sink:
        """Create a sink that sends through the shared producer."""
        return AtLeastOnceSink(partition, self._started, self._thread().committed, self._thread().commit_offset)

    def limit(self, topic: str) -> int:  # noqa: ARG002 - the same for every topic
        """Return the client's own limit: a record that a topic refuses is found when it is sent."""
        return MAX_RECORD_BYTES

    async def log_end(self, partition: Partition) -> int:
        """Return a partition's log end offset."""
        return await self._thread().log_end(partition)

    async def watermarks(self, partition: Partition) -> tuple[int, int]:
        """Return a partition's log start and log end offsets."""
        return await self._thread().watermarks(partition)

    async def refresh(self) -> None:
        """No-op: nothing is cached."""

    async def _started(self) -> AIOKafkaProducer:
        """Return the producer; the first caller starts it. Raises KafkaError or TimeoutError if no broker answers."""
        async with self._opening:
            if self._producer is None:
                client = producer(self._settings)
                try:
                    async with asyncio.timeout(OPEN):
                        await client.start()
                except BaseException:
                    await client.stop()
                    raise
                self._producer = client
        return self._producer
