"""A real Apache Kafka for the tests, without Docker."""

from tests.kafka.broker import KafkaBroker
from tests.kafka.client import Message, committed, consume, consume_all, produce
from tests.kafka.topics import Topics

__all__ = ["KafkaBroker", "Message", "Topics", "committed", "consume", "consume_all", "produce"]
