"""Packs messages into Kafka's record batches, without a future per message."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiokafka.partitioner import DefaultPartitioner
from aiokafka.producer.message_accumulator import BatchBuilder
from aiokafka.record.default_records import DefaultRecordBatchBuilder

from dateline.kafka.timeouts import MAX_RECORD_BYTES, OUTPUT_BATCH_BYTES
from dateline.messages.message import Outgoing

_HEADER_BYTES = 61
"""Bytes of a record batch's own header (Kafka protocol, record batch format v2), which a topic's limit counts, too."""

_ZSTD = 4
"""The compression bits of a record batch's attributes. zstd shrinks a hundred records of 5.8 KB to 1.6 KB each for 20 µs of CPU time, a five
hundredth of what an item takes. gzip shrinks them as much for 185 µs, lz4 to 2.1 KB for 82, snappy to 2.6 KB for 10. Every client of Kafka
2.1 (2018) and later reads it.
"""

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
    """Batch messages in order, each for the partition that Kafka's default partitioner gives its key."""
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
    """Return whether a batch with this message alone is within the topic's and the client's limits, compressed if need be."""
    size = _bytes_at_most(message)
    return size <= min(limit, MAX_RECORD_BYTES) or (size <= MAX_RECORD_BYTES and len(_alone(message)._build()) <= limit)


def _builder_for(message: Outgoing, limit: int) -> BatchBuilder:
    """Start a batch with the message. A topic's limit counts compressed bytes, but how far later messages will shrink is unknown:
    only a message above the limit uncompressed relies on that, and goes alone.
    """
    if _bytes_at_most(message) > limit:
        return _alone(message)
    builder = BatchBuilder(min(OUTPUT_BATCH_BYTES, limit), _ZSTD, is_transactional=True)
    _append(builder, message)
    return builder


def _alone(message: Outgoing) -> BatchBuilder:
    builder = BatchBuilder(MAX_RECORD_BYTES, _ZSTD, is_transactional=True)
    _append(builder, message)
    builder.close()
    return builder


def _bytes_at_most(message: Outgoing) -> int:
    """Return an upper bound, a few dozen bytes too high, of a batch with this message alone."""
    headers = list(message.headers)
    return int(_HEADER_BYTES + DefaultRecordBatchBuilder.estimate_size_in_bytes(message.key, message.value, headers))


def _append(builder: BatchBuilder, message: Outgoing) -> bool:
    """Append if there is room, and return whether there was; the first message always fits."""
    return (
        builder.append(timestamp=None, key=message.key, value=message.value, headers=list(message.headers)) is not None
    )
