"""The dead-letter topic as it is when a replay begins, so that dead letters that arrive meanwhile are not chased."""

from collections.abc import Callable, Iterator, Mapping
from time import monotonic

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, Message, TopicPartition

from dateline.replay.cluster import Connection
from dateline.replay.dead_letter import DeadLetter
from dateline.replay.errors import ReplayError
from dateline.replay.timeouts import SLICE, STALLED


class Snapshot:
    """All committed messages of a topic up to `ends`, each partition's high watermark."""

    def __init__(self, connection: Connection, topic: str, ends: Mapping[int, int]) -> None:
        self._connection, self._topic, self._ends = connection, topic, ends

    def messages(self, checkpoint: Callable[[], None]) -> Iterator[DeadLetter]:
        """Yield the messages, those of a partition in order. Raises ReplayError if they stop arriving."""
        consumer = self._consumer()
        waiting = {partition: end for partition, end in self._ends.items() if end > 0}
        try:
            consumer.assign([TopicPartition(self._topic, partition, OFFSET_BEGINNING) for partition in waiting])
            received_at = monotonic()
            while waiting:
                checkpoint()
                if (message := consumer.poll(SLICE)) is not None:
                    yield from self._check(message, waiting, consumer)
                    received_at = monotonic()
                elif monotonic() - received_at > STALLED:
                    raise self._connection.explain(self._stalled(waiting))
        finally:
            consumer.close()

    def _check(self, message: Message, waiting: dict[int, int], consumer: Consumer) -> Iterator[DeadLetter]:
        """Yield the message if it is in the snapshot; stop fetching a partition that is read to its end."""
        error, partition, offset = message.error(), message.partition(), message.offset()
        if error is not None and not self._is_end(error):
            return
        if partition is None or offset is None or partition not in waiting:
            return
        end, next_offset = waiting[partition], offset + 1 if error is None else offset
        if next_offset >= end:
            del waiting[partition]
            consumer.incremental_unassign([TopicPartition(self._topic, partition)])
        if error is None and offset < end:
            yield DeadLetter.from_message(message)

    def _is_end(self, error: KafkaError) -> bool:
        """Return whether a partition is read up to its last stable offset. Raises ReplayError if it can't be read."""
        if error.code() == KafkaError.GROUP_AUTHORIZATION_FAILED:
            return False  # librdkafka looks for the group's coordinator unasked
        if error.code() != KafkaError._PARTITION_EOF:
            raise ReplayError(f"{self._topic}: {error.str()}")
        return True

    def _stalled(self, waiting: Mapping[int, int]) -> KafkaError:
        partition, end = next(iter(waiting.items()))
        reason = f"{self._topic}: partition {partition} can't be read up to {end}; a transaction may be open there"
        return KafkaError(KafkaError._TIMED_OUT, reason)

    def _consumer(self) -> Consumer:
        return Consumer(
            {
                **self._connection.configuration,
                "group.id": self._topic,  # required; nothing joins it
                "isolation.level": "read_committed",
                "enable.auto.commit": False,
                "enable.partition.eof": True,
                "auto.offset.reset": "earliest",
            }
        )
