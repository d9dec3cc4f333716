"""The dead-letter topic as it is when a replay begins, so that letters that come meanwhile are not chased."""

from collections.abc import Callable, Iterator, Mapping
from time import monotonic

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, Message, TopicPartition

from dateline.replay.cluster import Connection
from dateline.replay.dead_letter import Letter
from dateline.replay.errors import ReplayError
from dateline.replay.timeouts import SLICE, STALLED


class Snapshot:
    """Every committed message of a topic from its beginning to `ends`, the offset behind the last one by partition."""

    def __init__(self, connection: Connection, topic: str, ends: Mapping[int, int]) -> None:
        self._connection, self._topic, self._ends = connection, topic, ends

    def letters(self, checkpoint: Callable[[], None]) -> Iterator[Letter]:
        """Its messages, those of a partition in order. Raises ReplayError when they stop coming."""
        consumer = self._consumer()
        waiting = {partition: end for partition, end in self._ends.items() if end > 0}
        try:
            consumer.assign([TopicPartition(self._topic, partition, OFFSET_BEGINNING) for partition in waiting])
            heard = monotonic()
            while waiting:
                checkpoint()
                if (message := consumer.poll(SLICE)) is not None:
                    yield from self._looked_at(message, waiting, consumer)
                    heard = monotonic()
                elif monotonic() - heard > STALLED:
                    raise self._connection.explained(self._stalled(waiting))
        finally:
            consumer.close()

    def _looked_at(self, message: Message, waiting: dict[int, int], consumer: Consumer) -> Iterator[Letter]:
        """The message if it is in the snapshot; a partition that is read to its end is not fetched any more."""
        error, partition, offset = message.error(), message.partition(), message.offset()
        if error is not None and not self._is_end(error):
            return
        assert partition is not None
        assert offset is not None
        if partition not in waiting:
            return
        end, behind = waiting[partition], offset + 1 if error is None else offset
        if behind >= end:
            del waiting[partition]
            consumer.incremental_unassign([TopicPartition(self._topic, partition)])
        if error is None and offset < end:
            yield Letter.of(message)

    def _is_end(self, error: KafkaError) -> bool:
        """Whether a partition is read as far as it is committed. Raises ReplayError where it can't be read."""
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
                "group.id": self._topic,  # must be there; nothing joins it
                "isolation.level": "read_committed",
                "enable.auto.commit": False,
                "enable.partition.eof": True,
                "auto.offset.reset": "earliest",
            }
        )
