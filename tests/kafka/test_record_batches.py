"""Messages keep their order within a partition, and no batch is larger than its topic takes."""

import asyncio
import os

from aiokafka.record.memory_records import MemoryRecords
from hypothesis import given
from hypothesis import strategies as st

from dateline.kafka.record_batches import RecordBatch, fits, record_batches
from dateline.messages.message import Outgoing

KEYS = st.one_of(st.none(), st.sampled_from([b"a", b"b", b"c", b"d"]))
MESSAGES = st.lists(st.tuples(KEYS, st.integers(0, 900)), min_size=1, max_size=30)


def batches(messages: list[Outgoing], limit: int, partitions: int = 3) -> list[tuple[RecordBatch, bytes]]:
    async def scenario() -> list[RecordBatch]:
        async def ids(topic: str) -> set[int]:  # noqa: ARG001 - all topics are alike
            return set(range(partitions))

        return await record_batches(messages, ids, lambda topic: limit)  # noqa: ARG005 - all topics are alike

    return [(batch, bytes(batch.builder._build())) for batch in asyncio.run(scenario())]


def values(data: bytes) -> list[bytes]:
    records = MemoryRecords(data)
    out: list[bytes] = []
    while records.has_next():
        out += [record.value for record in records.next_batch()]
    return out


@given(MESSAGES)
def test_each_key_keeps_its_partition_and_its_order(drawn: list[tuple[bytes | None, int]]) -> None:
    messages = [Outgoing("t", key, b"%d " % n + b"x" * size, ()) for n, (key, size) in enumerate(drawn)]
    places: dict[bytes | None, set[int]] = {}
    orders: dict[bytes | None, list[int]] = {}
    keys = {message.value: message.key for message in messages}
    seen = 0
    for batch, data in batches(messages, 1000):
        for value in values(data):
            seen += 1
            places.setdefault(keys[value], set()).add(batch.partition)
            orders.setdefault(keys[value], []).append(int(value.split()[0]))
    assert seen == len(messages)
    assert all(len(found) == 1 for key, found in places.items() if key is not None)
    assert all(order == sorted(order) for key, order in orders.items() if key is not None)


@given(MESSAGES)
def test_no_batch_is_above_the_limit(drawn: list[tuple[bytes | None, int]]) -> None:
    messages = [Outgoing("t", key, b"x" * size, (("h", b"v"),)) for key, size in drawn]
    assert all(fits(message, 1000) for message in messages)
    assert all(len(data) <= 1000 for _, data in batches(messages, 1000))


def test_what_fits_only_when_it_is_compressed_goes_compressed_and_in_its_place() -> None:
    messages = [Outgoing("t", b"k", value, ()) for value in (b"first", b"x" * 100_000, b"last")]
    assert fits(messages[1], 2000)
    made = batches(messages, 2000)
    assert [value for _, data in made for value in values(data)] == [message.value for message in messages]
    assert all(len(data) <= 2000 for _, data in made)


def test_what_does_not_even_fit_compressed_is_told() -> None:
    assert not fits(Outgoing("t", b"k", os.urandom(3000), ()), 2000)


def test_messages_without_a_key_go_round_the_partitions() -> None:
    made = batches([Outgoing("t", None, b"x", ())] * 6, 1000)
    assert sorted(batch.partition for batch, _ in made) == [0, 1, 2]
