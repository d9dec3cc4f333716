"""The topics as Strimzi's custom resources, and the two users with what they may do."""

from typing import Any

from dateline.kafka.topics import Topic, topics
from dateline.settings import Settings

_VERSION = "kafka.strimzi.io/v1beta2"
# Strimzi's operators look for it; the component's kustomization is where it is changed.
_CLUSTER = "kafka"
_LABELS = {"app.kubernetes.io/name": "dateline", "strimzi.io/cluster": _CLUSTER}

Document = dict[str, Any]


def kafka_topics(settings: Settings) -> list[Document]:
    """Return a KafkaTopic for each."""
    return [_kafka_topic(topic) for topic in topics(settings)]


def kafka_users(settings: Settings) -> list[Document]:
    """Return the worker's user and that of `dateline replay`, with the permissions of deploy/kafka/ACLS.md."""
    outputs = (settings.enriched_topic, settings.dead_letter_topic)
    worker = [
        *(_acl("topic", name, "Read") for name in settings.raw_topics),
        _acl("group", settings.group, "Read"),
        *(_acl("topic", name, "Write", "DescribeConfigs") for name in outputs),
        _acl("transactionalId", f"{settings.group}/", "Write", pattern="prefix"),
    ]
    replay = [
        _acl("topic", settings.dead_letter_topic, "Read", "Write"),
        *(_acl("topic", name, "Write") for name in settings.raw_topics),
        _acl("transactionalId", f"{settings.group}/replay", "Write"),
    ]
    return [_user("dateline", worker), _user("dateline-replay", replay)]


def _kafka_topic(topic: Topic) -> Document:
    return {
        "apiVersion": _VERSION,
        "kind": "KafkaTopic",
        "metadata": {"name": topic.name, "labels": _LABELS},
        "spec": {
            "topicName": topic.name,
            "partitions": topic.partitions,
            "replicas": topic.replicas,
            "config": {name: int(value) if value.isdecimal() else value for name, value in topic.settings.items()},
        },
    }


def _user(name: str, acls: list[Document]) -> Document:
    return {
        "apiVersion": _VERSION,
        "kind": "KafkaUser",
        "metadata": {"name": name, "labels": _LABELS},
        "spec": {"authentication": {"type": "scram-sha-512"}, "authorization": {"type": "simple", "acls": acls}},
    }


def _acl(kind: str, name: str, *operations: str, pattern: str = "literal") -> Document:
    resource = {"type": kind, "name": name, "patternType": pattern}
    return {"resource": resource, "operations": list(operations), "host": "*"}
