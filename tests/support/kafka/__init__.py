"""A real Apache Kafka for the tests, without Docker."""

from tests.support.kafka.broker import KafkaBroker
from tests.support.kafka.client import Message, committed, consume, consume_all, produce
from tests.support.kafka.topics import Topics

__all__ = ["KafkaBroker", "Message", "Topics", "committed", "consume", "consume_all", "produce"]
