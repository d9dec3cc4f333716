"""Where the group and the logs stand, as brokers tell it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from confluent_kafka import Consumer, KafkaException, TopicPartition

from dateline.kafka.librdkafka import librdkafka
from dateline.kafka.timeouts import ADMIN
from dateline.messages.message import Partition
from dateline.settings import Settings

# Questions at once; each holds a thread until it is answered, and a rebalance brings one for every partition.
_QUESTIONS = 8


class Offsets:
    """Group offsets and log ends.

    A consumer of librdkafka, which never joins the group: reading committed records it asks for stable offsets, which aiokafka
    can't (KIP-447). Its AdminClient could too, but does not find the group's coordinator again once all brokers were away.
    """

    def __init__(self, settings: Settings) -> None:
        self._consumer = Consumer(
            {
                **librdkafka(settings),
                "group.id": settings.group,
                "isolation.level": "read_committed",
                "enable.auto.commit": False,
                "log_level": 0,
            }
        )
        self._threads = ThreadPoolExecutor(_QUESTIONS, "offsets")

    async def committed(self, partition: Partition) -> int:
        """The group's offset; 0 where it has none. Raises KafkaException, also while a transaction over it is open."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._committed, partition)

    async def log_end(self, partition: Partition) -> int:
        """The offset behind a partition's last committed message. Raises KafkaException or TimeoutError."""
        return (await self.log_range(partition))[1]

    async def log_range(self, partition: Partition) -> tuple[int, int]:
        """The offset of a partition's first message that is still kept, and the log's end. Raises as `log_end`."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._log_range, partition)

    def _committed(self, partition: Partition) -> int:
        (answer,) = self._consumer.committed([TopicPartition(*partition)], timeout=ADMIN)
        if answer.error is not None:
            raise KafkaException(answer.error)
        return max(0, int(answer.offset))

    def _log_range(self, partition: Partition) -> tuple[int, int]:
        marks = self._consumer.get_watermark_offsets(TopicPartition(*partition), timeout=ADMIN)
        if marks is None:
            raise TimeoutError(f"no answer about the end of {partition}")
        return marks
