"""The two guarantees that delivery can give, each with what its sinks need."""

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
    """Makes sinks, and knows what is to be known of topics for them."""

    def sink(self, partition: Partition) -> Sink:
        """A sink, not yet open."""

    def limit(self, topic: str) -> int:
        """Bytes of the largest batch that an output topic takes, as far as is known."""

    async def log_end(self, partition: Partition) -> int:
        """The offset behind a partition's last message. Raises where no broker says it."""

    async def log_range(self, partition: Partition) -> tuple[int, int]:
        """The offset of a partition's first message that is still kept, and the log's end. Raises as `log_end`."""

    async def refresh(self) -> None:
        """Asks anew for what may have changed. Raises nothing."""


class ExactlyOnce:
    """A transactional producer for each partition."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._offsets, self._limits = Offsets(settings), TopicLimits(settings)
        self.limit, self.refresh = self._limits.of, self._limits.refresh
        self.log_end, self.log_range = self._offsets.log_end, self._offsets.log_range

    def sink(self, partition: Partition) -> Sink:
        """A sink with its own transactional id."""
        new_producer = partial(transactional_producer, self._settings)
        return TransactionalSink(partition, self._settings.group, new_producer, self._offsets.committed, self.limit)


class AtLeastOnce:
    """One plain producer for all partitions, for brokers that know no transactions."""

    def __init__(self, settings: Settings, thread: Callable[[], ConsumerThread]) -> None:
        self._settings, self._thread = settings, thread
        self._opening = asyncio.Lock()
        self._producer: AIOKafkaProducer | None = None

    def sink(self, partition: Partition) -> Sink:
        """A sink that sends through the shared producer."""
        return AtLeastOnceSink(partition, self._started, self._thread().committed, self._thread().commit_behind)

    def limit(self, topic: str) -> int:  # noqa: ARG002 - the same for every topic
        """The client's own: what a topic refuses is found when it is sent."""
        return MAX_RECORD_BYTES

    async def log_end(self, partition: Partition) -> int:
        """The offset behind a partition's last message."""
        return await self._thread().log_end(partition)

    async def log_range(self, partition: Partition) -> tuple[int, int]:
        """The offsets of a partition's first message that is still kept, and behind its last."""
        return await self._thread().log_range(partition)

    async def refresh(self) -> None:
        """Nothing is remembered."""

    async def _started(self) -> AIOKafkaProducer:
        """The producer, started by whoever needs it first. Raises KafkaError or TimeoutError where no broker answers."""
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
