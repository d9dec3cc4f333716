"""Creates missing topics, and compares existing ones with their description."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from typing import Any, cast

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import AdminClient
from confluent_kafka.admin._config import ConfigResource
from confluent_kafka.admin._resource import ResourceType
from confluent_kafka.cimpl import NewTopic

from dateline.kafka.security import librdkafka_config
from dateline.kafka.timeouts import ADMIN
from dateline.kafka.topics import Topic
from dateline.settings import Settings


class TopicAdmin:
    """An admin client, which needs CREATE and DESCRIBE_CONFIGS on the cluster."""

    def __init__(self, settings: Settings) -> None:
        self._client = AdminClient({**librdkafka_config(settings), "log_level": 0})

    def create(self, topic: Topic) -> bool:
        """Create a topic; return False if it exists already. Raises KafkaException."""
        new = NewTopic(topic.name, topic.partitions, topic.replicas, config=dict(topic.settings))
        try:
            self._client.create_topics([new], operation_timeout=ADMIN, request_timeout=ADMIN)[topic.name].result()
        except KafkaException as error:
            if error.args[0].code() == KafkaError.TOPIC_ALREADY_EXISTS:
                return False
            raise
        return True

    def differences(self, topic: Topic) -> list[str]:
        """Return how a topic differs from its description, in words. Raises KafkaException."""
        described = self._client.list_topics(topic.name, timeout=ADMIN).topics[topic.name]
        partitions = len(described.partitions)
        replicas = min(len(partition.replicas) for partition in described.partitions.values())
        return [
            *_difference("partitions", str(partitions), str(topic.partitions)),
            *_difference("replicas", str(replicas), str(topic.replicas)),
            *self._other_settings(topic),
        ]

    def _other_settings(self, topic: Topic) -> Iterator[str]:
        resource = ConfigResource(ResourceType.TOPIC, topic.name)
        (future,) = self._client.describe_configs([resource], request_timeout=ADMIN).values()
        actual: dict[str, Any] = cast("Future[dict[str, Any]]", future).result()
        for name, expected in topic.settings.items():
            yield from _difference(name, actual[name].value, expected)


def _difference(name: str, actual: str, expected: str) -> Sequence[str]:
    same = sorted(actual.split(",")) == sorted(expected.split(","))
    return [] if same else [f"{name} is {actual}, not {expected}"]
