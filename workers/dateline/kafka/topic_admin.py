"""Topics on a cluster: made where they are missing, compared where they are there."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from typing import Any, cast

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import AdminClient
from confluent_kafka.admin._config import ConfigResource
from confluent_kafka.admin._resource import ResourceType
from confluent_kafka.cimpl import NewTopic

from dateline.kafka.librdkafka import librdkafka
from dateline.kafka.timeouts import ADMIN
from dateline.kafka.topics import Topic
from dateline.settings import Settings


class TopicsOnCluster:
    """An administrator of the cluster in the settings, who needs CREATE and DESCRIBE_CONFIGS there."""

    def __init__(self, settings: Settings) -> None:
        self._client = AdminClient({**librdkafka(settings), "log_level": 0})

    def create(self, topic: Topic) -> bool:
        """Whether the topic was made; False where it was there already. Raises KafkaException where it can't be."""
        new = NewTopic(topic.name, topic.partitions, topic.replicas, config=dict(topic.settings))
        try:
            self._client.create_topics([new], operation_timeout=ADMIN, request_timeout=ADMIN)[topic.name].result()
        except KafkaException as error:
            if error.args[0].code() == KafkaError.TOPIC_ALREADY_EXISTS:
                return False
            raise
        return True

    def differences(self, topic: Topic) -> list[str]:
        """In what a topic is otherwise than described, in words. Raises KafkaException."""
        found = self._client.list_topics(topic.name, timeout=ADMIN).topics[topic.name]
        partitions = len(found.partitions)
        replicas = min(len(partition.replicas) for partition in found.partitions.values())
        return [
            *_unlike("partitions", str(partitions), str(topic.partitions)),
            *_unlike("replicas", str(replicas), str(topic.replicas)),
            *self._other_settings(topic),
        ]

    def _other_settings(self, topic: Topic) -> Iterator[str]:
        resource = ConfigResource(ResourceType.TOPIC, topic.name)
        (future,) = self._client.describe_configs([resource], request_timeout=ADMIN).values()
        there: dict[str, Any] = cast("Future[dict[str, Any]]", future).result()
        for name, wanted in topic.settings.items():
            yield from _unlike(name, there[name].value, wanted)


def _unlike(name: str, there: str, wanted: str) -> Sequence[str]:
    same = sorted(there.split(",")) == sorted(wanted.split(","))
    return [] if same else [f"{name} is {there}, not {wanted}"]
