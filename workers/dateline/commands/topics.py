"""`dateline topics`: what topics there should be, and the making of them."""

import sys

from confluent_kafka import KafkaException
from rich.console import Console
from rich.table import Table

from dateline.kafka.topic_admin import TopicAdmin
from dateline.kafka.topics import PARTITIONS, REPLICAS, Topic, topics
from dateline.settings import Settings


def show_topics(settings: Settings, partitions: int | None, replicas: int | None) -> None:
    """Print each topic with its settings."""
    table = Table(box=None, pad_edge=False)
    for column in ("topic", "partitions", "replicas", "settings"):
        table.add_column(column, overflow="fold")
    for topic in topics(settings, partitions or PARTITIONS, replicas or REPLICAS):
        own = "\n".join(f"{name}={value}" for name, value in topic.settings.items())
        table.add_row(topic.name, str(topic.partitions), str(topic.replicas), own)
    Console(soft_wrap=True, highlight=False).print(table)


def create_topics(settings: Settings, partitions: int | None, replicas: int | None) -> bool | None:
    """Make the topics that are missing and say what is otherwise in those that are there; whether all are as they should
    be, None if the brokers refuse or don't answer.
    """
    cluster = TopicAdmin(settings)
    try:
        as_described = [
            _create(cluster, topic) for topic in topics(settings, partitions or PARTITIONS, replicas or REPLICAS)
        ]
    except KafkaException as error:
        print(error.args[0].str(), file=sys.stderr)
        return None
    return all(as_described)


def _create(cluster: TopicAdmin, topic: Topic) -> bool:
    """Return whether the topic is as it should be, told as it goes."""
    if cluster.create(topic):
        print(f"{topic.name}: created")
        return True
    differences = cluster.differences(topic)
    print(f"{topic.name}: there" + "".join(f"\n  {difference}" for difference in differences))
    return not differences
