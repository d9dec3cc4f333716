"""Committed offsets and watermarks, as brokers report them."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from confluent_kafka import Consumer, KafkaException, TopicPartition

from dateline.kafka.security import librdkafka_config
from dateline.kafka.timeouts import ADMIN
from dateline.messages.message import Partition
from dateline.settings import Settings

# Requests at once; each occupies a thread until it is answered, and a rebalance brings one for every partition.
_REQUESTS = 8


class Offsets:
    """Reads committed offsets and watermarks with a consumer of librdkafka that never joins the group.

    It asks for stable offsets, which aiokafka can't (KIP-447). librdkafka's AdminClient could, too, but does not find the group's
    coordinator again after all brokers were down.
    """

    def __init__(self, settings: Settings) -> None:
        self._consumer = Consumer(
            {
                **librdkafka_config(settings),
                "group.id": settings.group,
                "isolation.level": "read_committed",
                "enable.auto.commit": False,
                "log_level": 0,
            }
        )
        self._threads = ThreadPoolExecutor(_REQUESTS, "offsets")

    async def committed(self, partition: Partition) -> int:
        """Return the committed offset, 0 if there is none. Raises KafkaException, also while a transaction that commits it is open."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._committed, partition)

    async def log_end(self, partition: Partition) -> int:
        """Return a partition's log end offset. Raises KafkaException or TimeoutError."""
        return (await self.watermarks(partition))[1]

    async def watermarks(self, partition: Partition) -> tuple[int, int]:
        """Return a partition's log start and log end offsets. Raises as `log_end`."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._watermarks, partition)

    def _committed(self, partition: Partition) -> int:
        (answer,) = self._consumer.committed([TopicPartition(*partition)], timeout=ADMIN)
        if answer.error is not None:
            raise KafkaException(answer.error)
        return max(0, int(answer.offset))

    def _watermarks(self, partition: Partition) -> tuple[int, int]:
        marks = self._consumer.get_watermark_offsets(TopicPartition(*partition), timeout=ADMIN)
        if marks is None:
            raise TimeoutError(f"no answer about the watermarks of {partition}")
        return marks
