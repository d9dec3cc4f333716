"""A cluster in memory: one partition of raw items, transactions with fencing, and faults where a test wants them."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from aiokafka.errors import MessageSizeTooLargeError, ProducerFenced
from aiokafka.producer.message_accumulator import BatchBuilder
from aiokafka.record.memory_records import MemoryRecords

from dateline.messages.message import Partition

RAW = Partition("raw-items", 0)
OUTPUT_PARTITIONS = {0, 1, 2}


@dataclass(frozen=True)
class Taken:
    """A message in an output topic."""

    topic: str
    partition: int
    key: bytes | None
    value: bytes | None
    headers: Mapping[str, bytes]


@dataclass
class Cluster:
    """What brokers remember. `faults` are (operation, error): the next such operation fails so."""

    committed: dict[Partition, int] = field(default_factory=dict)
    outputs: list[Taken] = field(default_factory=list)
    commits: list[int] = field(default_factory=list)
    epochs: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[str, Exception]] = field(default_factory=list)
    limits: dict[str, int] = field(default_factory=dict)
    log_ends: dict[Partition, int] = field(default_factory=dict)

    def reach(self, operation: str) -> None:
        """Fails if a fault is planned for the operation."""
        for number, (planned, error) in enumerate(self.faults):
            if planned == operation:
                del self.faults[number]
                raise copy(error)  # the same one raised again and again would gather a traceback without end

    async def committed_of(self, partition: Partition) -> int:
        self.reach("committed")
        return self.committed.get(partition, 0)

    async def log_end(self, partition: Partition) -> int:
        return self.log_ends.get(partition, 1_000_000)

    def producer(self, transactional_id: str) -> Any:
        return Producer(self, transactional_id)


class Producer:
    """What the sink uses of a transactional producer."""

    def __init__(self, cluster: Cluster, transactional_id: str) -> None:
        self._cluster, self._id = cluster, transactional_id
        self._epoch = 0
        self._pending: list[Taken] | None = None
        self._offsets: dict[Partition, int] = {}

    async def start(self) -> None:
        self._cluster.reach("start")
        self._cluster.epochs[self._id] += 1
        self._epoch = self._cluster.epochs[self._id]

    async def partitions_for(self, topic: str) -> set[int]:
        self._cluster.reach(f"metadata of {topic}")
        return OUTPUT_PARTITIONS

    async def begin_transaction(self) -> None:
        assert self._pending is None, "the transaction before is still open"
        self._pending, self._offsets = [], {}

    async def send_closed(self, topic: str, partition: int, builder: BatchBuilder) -> "asyncio.Future[None]":
        self._check("send")
        records = MemoryRecords(bytes(builder._build()))
        acknowledged: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        try:
            self._cluster.reach(f"send to {topic}")
            self._take(topic, partition, records)
        except Exception as error:
            acknowledged.set_exception(error)
        else:
            acknowledged.set_result(None)
        return acknowledged

    async def send_offsets_to_transaction(self, offsets: Mapping[Any, int], group: str) -> None:
        assert group == "dateline"
        self._check("offsets")
        self._offsets = {Partition(tp.topic, tp.partition): offset for tp, offset in offsets.items()}

    async def commit_transaction(self) -> None:
        self._check("commit")
        await asyncio.sleep(0)
        self._check("commit")
        assert self._pending is not None
        self._cluster.outputs += self._pending
        self._cluster.committed.update(self._offsets)
        self._cluster.commits += self._offsets.values()
        self._pending = None
        self._cluster.reach("answer to commit")

    async def abort_open(self) -> None:
        self._pending = None

    async def discard(self) -> None:
        self._pending = None

    def _check(self, operation: str) -> None:
        self._cluster.reach(operation)
        if self._cluster.epochs[self._id] != self._epoch:
            raise ProducerFenced

    def _take(self, topic: str, partition: int, records: MemoryRecords) -> None:
        assert self._pending is not None, "no transaction is open"
        if records.size_in_bytes() > self._cluster.limits.get(topic, 1_000_000):
            raise MessageSizeTooLargeError(f"{records.size_in_bytes()} bytes")
        while records.has_next():
            for record in records.next_batch():
                self._pending.append(Taken(topic, partition, record.key, record.value, dict(record.headers)))
