"""Sees outputs before they are committed, so that a fault can strike in the middle of a transaction."""

from time import monotonic
from types import TracebackType
from typing import Self

from confluent_kafka import Consumer, TopicPartition


class AppendObserver:
    """A read_uncommitted consumer at the end of a topic, inside `with`."""

    def __init__(self, bootstrap: str, topic: str) -> None:
        self._consumer = Consumer(
            {"bootstrap.servers": bootstrap, "group.id": "chaos-observer", "fetch.wait.max.ms": 10, "log_level": 0}
        )
        found = self._consumer.list_topics(topic, timeout=30).topics[topic].partitions
        self._consumer.assign([self._end(topic, partition) for partition in found])

    def see(self, messages: int, seconds: float) -> bool:
        """Returns as soon as so many messages are appended; False after so many seconds."""
        deadline = monotonic() + seconds
        while messages > 0 and monotonic() < deadline:
            message = self._consumer.poll(0.1)
            if message is not None and message.error() is None:
                messages -= 1
        return messages <= 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._consumer.close()

    def _end(self, topic: str, partition: int) -> TopicPartition:
        marks = self._consumer.get_watermark_offsets(TopicPartition(topic, partition), timeout=30)
        return TopicPartition(topic, partition, marks[1] if marks else 0)
