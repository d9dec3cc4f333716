"""Messages to Kafka's record batches, without a future for each."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiokafka.partitioner import DefaultPartitioner
from aiokafka.producer.message_accumulator import BatchBuilder
from aiokafka.record.default_records import DefaultRecordBatchBuilder

from workers.delivery.message import Outgoing
from workers.delivery.timings import MAX_RECORD_BYTES, OUTPUT_BATCH_BYTES

_HEADER_BYTES = 61
"""Of a record batch (Kafka protocol, record batch format v2), which a topic's limit counts too."""

_GZIP = 1
"""Compression of a record batch, by its attributes' bits (same place); the only one that needs no other package."""

_partitioner = DefaultPartitioner()


@dataclass(frozen=True, slots=True)
class RecordBatch:
    """A full batch for one partition of an output topic."""

    topic: str
    partition: int
    builder: BatchBuilder


async def record_batches(
    messages: Sequence[Outgoing], partitions_of: Callable[[str], Awaitable[set[int]]], limit: Callable[[str], int]
) -> list[RecordBatch]:
    """The messages in order, each in the partition that its key has with Kafka's default partitioner."""
    partitions = {topic: sorted(await partitions_of(topic)) for topic in {m.topic for m in messages}}
    open_batches: dict[tuple[str, int], BatchBuilder] = {}
    batches: list[RecordBatch] = []
    for number, message in enumerate(messages):
        ids = partitions[message.topic]
        place = message.topic, ids[number % len(ids)] if message.key is None else _partitioner(message.key, ids, ids)
        if (builder := open_batches.get(place)) is None or not _append(builder, message):
            builder = open_batches[place] = _builder_for(message, limit(message.topic))
            batches.append(RecordBatch(*place, builder))
    for batch in batches:
        batch.builder.close()
    return batches


def fits(message: Outgoing, limit: int) -> bool:
    """Whether a batch with this message alone is within the topic's and the client's limit, compressed if need be."""
    size = _bytes_at_most(message)
    return size <= min(limit, MAX_RECORD_BYTES) or (
        size <= MAX_RECORD_BYTES and len(_compressed(message)._build()) <= limit
    )


def _builder_for(message: Outgoing, limit: int) -> BatchBuilder:
    """A batch that begins with the message. One above the limit goes compressed and alone: a topic's limit counts what is sent."""
    if _bytes_at_most(message) > limit:
        return _compressed(message)
    builder = BatchBuilder(min(OUTPUT_BATCH_BYTES, limit), 0, is_transactional=True)
    _append(builder, message)
    return builder


def _compressed(message: Outgoing) -> BatchBuilder:
    builder = BatchBuilder(MAX_RECORD_BYTES, _GZIP, is_transactional=True)
    _append(builder, message)
    builder.close()
    return builder


def _bytes_at_most(message: Outgoing) -> int:
    """An upper bound, by a few dozen bytes, of a batch with this message alone."""
    headers = list(message.headers)
    return int(_HEADER_BYTES + DefaultRecordBatchBuilder.estimate_size_in_bytes(message.key, message.value, headers))


def _append(builder: BatchBuilder, message: Outgoing) -> bool:
    """Whether there was room; the first message of a batch always has it."""
    return (
        builder.append(timestamp=None, key=message.key, value=message.value, headers=list(message.headers)) is not None
    )
