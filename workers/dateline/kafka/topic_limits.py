"""The largest messages that the output topics take."""

import asyncio
from typing import Any, cast

import structlog
from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient
from confluent_kafka.admin._config import ConfigResource
from confluent_kafka.admin._resource import ResourceType

from dateline.kafka.security import librdkafka_config
from dateline.kafka.timeouts import ADMIN, MAX_RECORD_BYTES
from dateline.settings import Settings

_log = structlog.get_logger("dateline.delivery")


class TopicLimits:
    """Caches the largest record that each output topic takes, as brokers report it."""

    def __init__(self, settings: Settings) -> None:
        self._configuration = {**librdkafka_config(settings), "log_level": 0}
        self._topics = (settings.enriched_topic, settings.dead_letter_topic)
        self._limits: dict[str, int] = {}

    def limit_for(self, topic: str) -> int:
        """Return the bytes of the largest batch; the client's own limit while the topic's is unknown."""
        return self._limits.get(topic, MAX_RECORD_BYTES)

    async def refresh(self) -> None:
        """Ask the brokers again. Without an answer, an oversized record is found when it is refused, which is only slower."""
        client = AdminClient(self._configuration)
        for topic in self._topics:
            try:
                self._limits[topic] = await _max_message_bytes(client, topic)
            except KafkaException as error:
                _log.info("topic limit unknown", topic=topic, error=str(error))


async def _max_message_bytes(client: AdminClient, topic: str) -> int:
    resource = ConfigResource(ResourceType.TOPIC, topic)
    (future,) = client.describe_configs([resource], request_timeout=ADMIN).values()
    settings = cast("dict[str, Any]", await asyncio.wrap_future(future))
    return int(settings["max.message.bytes"].value)
