"""What tests ask of Kafka: write, read back, see what is committed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import cast

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka import Message as RawMessage

from tests.support.waiting import until

COORDINATOR_MOVES = (
    KafkaError.NOT_COORDINATOR,
    KafkaError.COORDINATOR_NOT_AVAILABLE,
    KafkaError.COORDINATOR_LOAD_IN_PROGRESS,
)
Record = tuple[bytes | None, bytes | None, Mapping[str, bytes]]
Enough = Callable[[list["Message"]], bool]


@dataclass(frozen=True)
class Message:
    """One message as a consumer sees it; the timestamp in milliseconds."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: dict[str, bytes | None]
    timestamp: int


def produce(  # noqa: PLR0917 - as a producer is set
    bootstrap: str,
    topic: str,
    records: Iterable[Record],
    partition: int | None = None,
    timeout: float = 60,
    compression: str = "none",
) -> None:
    """Writes all records in order and returns once the broker has every one; raises if it refused any."""
    refused: list[KafkaError] = []
    producer = Producer(
        {
            "bootstrap.servers": bootstrap,
            "enable.idempotence": True,
            "queue.buffering.max.messages": 0,  # no limit: the caller holds them all anyway
            "queue.buffering.max.kbytes": 2**31 - 1,
            "message.max.bytes": 100_000_000,  # let the broker be the one who refuses
            "linger.ms": 5,
            "compression.type": compression,
        }
    )
    for key, value, headers in records:
        producer.produce(
            topic,
            key=key,
            value=value,
            partition=-1 if partition is None else partition,
            headers=list(headers.items()),
            on_delivery=lambda error, _: refused.append(error) if error else None,
        )
    unsent = producer.flush(timeout)
    if unsent or refused:
        raise RuntimeError(f"{topic}: {unsent} unsent after {timeout:g} s, refused: {[str(e) for e in refused[:3]]}")


def consume(bootstrap: str, topic: str, until: int | Enough, timeout: float = 60) -> list[Message]:
    """Committed messages from the beginning, until there are so many or `until(messages)` holds."""
    wanted = (lambda messages: len(messages) >= until) if isinstance(until, int) else until
    return _read(bootstrap, topic, lambda messages, _: wanted(messages), timeout)


def consume_all(bootstrap: str, topic: str, timeout: float = 60) -> list[Message]:
    """Every committed message that the topic holds now."""
    return _read(bootstrap, topic, lambda _, at_end: at_end, timeout)


def committed(bootstrap: str, group: str, topic: str, timeout: float = 30) -> dict[int, int]:
    """The next offset that the group would read, for each partition where it has committed one."""
    # Uncommitted reads: otherwise the answer waits for the end of a transaction that a killed worker left open.
    consumer = _consumer(bootstrap, group, "read_uncommitted")
    try:
        found = until(
            lambda: _committed(consumer, _partitions(consumer, topic, timeout), timeout), timeout, "the group's offsets"
        )
    finally:
        consumer.close()
    return {place.partition: place.offset for place in found if place.offset >= 0}


def _committed(consumer: Consumer, places: list[TopicPartition], timeout: float) -> list[TopicPartition] | None:
    """None while the group's coordinator is on its way to another broker, or only being made."""
    try:
        return consumer.committed(places, timeout=timeout)
    except KafkaException as error:
        if error.args[0].code() in COORDINATOR_MOVES:
            return None
        raise


def _read(bootstrap: str, topic: str, enough: Callable[[list[Message], bool], bool], timeout: float) -> list[Message]:
    """Reads from the beginning until `enough(messages, all partitions at their end)`."""
    deadline = monotonic() + timeout
    consumer = _consumer(bootstrap, "tests", "read_committed")
    messages: list[Message] = []
    try:
        partitions = _partitions(consumer, topic, timeout)
        consumer.assign(partitions)
        at_end: set[int] = set()
        while not enough(messages, len(at_end) == len(partitions)):
            if monotonic() >= deadline:
                raise TimeoutError(f"{topic}: not within {timeout:g} s; {len(messages)} messages came")
            for raw in consumer.consume(1000, timeout=0.2):
                if _is_end(raw):
                    at_end.add(_number(raw.partition()))
                else:
                    messages.append(_message(raw))
    finally:
        consumer.close()
    return messages


def _consumer(bootstrap: str, group: str, isolation: str) -> Consumer:
    return Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": group,
            "isolation.level": isolation,
            "enable.auto.commit": False,
            "enable.partition.eof": True,
            "auto.offset.reset": "error",
        }
    )


def _partitions(consumer: Consumer, topic: str, timeout: float) -> list[TopicPartition]:
    """All partitions of a topic, from their beginning."""
    found = consumer.list_topics(topic, timeout=timeout).topics[topic]
    if found.error is not None:
        raise KafkaException(found.error)
    return [TopicPartition(topic, partition, OFFSET_BEGINNING) for partition in found.partitions]


def _is_end(raw: RawMessage) -> bool:
    """Whether this is the mark for the end of a partition; any other error is raised."""
    error = raw.error()
    if error is not None and error.code() != KafkaError._PARTITION_EOF:
        raise KafkaException(error)
    return error is not None


def _message(raw: RawMessage) -> Message:
    return Message(
        topic=raw.topic() or "",
        partition=_number(raw.partition()),
        offset=_number(raw.offset()),
        key=raw.key(),
        value=raw.value(),
        headers=dict(cast("list[tuple[str, bytes | None]]", raw.headers() or [])),
        timestamp=raw.timestamp()[1],
    )


def _number(value: int | None) -> int:
    assert value is not None
    return value
