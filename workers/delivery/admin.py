"""Questions to the brokers that neither consumer nor producer answers."""

import asyncio
from typing import Any, cast

import structlog
from confluent_kafka import ConsumerGroupTopicPartitions, IsolationLevel, KafkaException, TopicPartition
from confluent_kafka.admin import AdminClient
from confluent_kafka.admin._config import ConfigResource
from confluent_kafka.admin._listoffsets import OffsetSpec
from confluent_kafka.admin._resource import ResourceType

from workers.delivery.librdkafka import librdkafka
from workers.delivery.partition import Partition
from workers.delivery.timings import ADMIN, MAX_RECORD_BYTES
from workers.settings import Settings

_log = structlog.get_logger("dateline.delivery")


class Admin:
    """Group offsets, log ends and topic limits, by librdkafka: aiokafka can't ask for stable offsets (KIP-447)."""

    def __init__(self, settings: Settings) -> None:
        self._client = AdminClient({**librdkafka(settings), "log_level": 0})
        self._group = settings.group

    async def committed(self, partition: Partition) -> int:
        """The group's offset; 0 where it has none. Raises KafkaException, also while a transaction over it is open."""
        asked = ConsumerGroupTopicPartitions(self._group, [TopicPartition(*partition)])
        futures = self._client.list_consumer_group_offsets([asked], require_stable=True, request_timeout=ADMIN)
        (answer,) = (await asyncio.wrap_future(futures[self._group])).topic_partitions
        if answer.error is not None:
            raise KafkaException(answer.error)
        return max(0, int(answer.offset))

    async def log_end(self, partition: Partition) -> int:
        """The offset behind a partition's last message, committed or not. Raises KafkaException."""
        place = TopicPartition(*partition)
        latest = OffsetSpec.latest()  # type: ignore[no-untyped-call]
        futures = self._client.list_offsets(
            {place: latest}, isolation_level=IsolationLevel.READ_UNCOMMITTED, request_timeout=ADMIN
        )
        return int((await asyncio.wrap_future(futures[place])).offset)

    async def max_message_bytes(self, topic: str) -> int:
        """The topic's `max.message.bytes`. Raises KafkaException."""
        resource = ConfigResource(ResourceType.TOPIC, topic)
        (future,) = self._client.describe_configs([resource], request_timeout=ADMIN).values()
        settings = cast("dict[str, Any]", await asyncio.wrap_future(future))
        return int(settings["max.message.bytes"].value)


class TopicLimits:
    """The largest record that each output topic takes, as far as the brokers tell."""

    def __init__(self, admin: Admin, topics: tuple[str, ...]) -> None:
        self._admin, self._topics = admin, topics
        self._limits: dict[str, int] = {}

    def of(self, topic: str) -> int:
        """Bytes of a batch; the client's own limit while the topic's is not known."""
        return self._limits.get(topic, MAX_RECORD_BYTES)

    async def refresh(self) -> None:
        """Asks anew. Without an answer a record that is too large is found when it is refused, which is only slower."""
        for topic in self._topics:
            try:
                self._limits[topic] = await self._admin.max_message_bytes(topic)
            except KafkaException as error:
                _log.info("limit of a topic is not known", topic=topic, error=str(error))
