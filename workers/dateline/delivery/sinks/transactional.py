"""Exactly-once delivery: a batch's records, dead letters and next offset in one transaction (KIP-98), one producer per partition."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from aiokafka import TopicPartition
from aiokafka.errors import ProducerFenced

from dateline.delivery.outcome import Outcome
from dateline.kafka.errors import TOO_LARGE, FencedError, TooLargeError
from dateline.kafka.record_batches import record_batches
from dateline.kafka.timeouts import ABORT, DELIVERY, OPEN
from dateline.kafka.transactional_producer import TransactionalProducer
from dateline.messages.message import Partition

Committed = Callable[[Partition], Awaitable[int]]
NewProducer = Callable[[str], TransactionalProducer]
Limit = Callable[[str], int]


class TransactionalSink:
    """Transactions of one partition.

    The transactional id is the partition's: opening it fences the previous owner and aborts its open transaction, so the offset
    read after that is final, and only this sink can commit from then on.
    """

    def __init__(
        self, partition: Partition, group: str, new_producer: NewProducer, committed: Committed, limit: Limit
    ) -> None:
        self._partition, self._group = partition, group
        self._new_producer, self._committed, self._limit = new_producer, committed, limit
        self._producer: TransactionalProducer | None = None

    async def open(self) -> int:
        """Fence the previous owner, then return the committed offset. Raises FencedError if another producer was faster."""
        await self._discard()
        # Topic names can't contain slashes, so no two groups and topics share an id.
        topic, number = self._partition
        self._producer = self._new_producer(f"{self._group}/{topic}/{number}")
        async with asyncio.timeout(OPEN):
            with _translated():
                await self._producer.start()
            return await self.committed()

    async def committed(self) -> int:
        """Return the committed offset; 0 if there is none."""
        return await self._committed(self._partition)

    async def deliver(self, outcomes: Sequence[Outcome]) -> None:
        """Commit all messages and the offset after the last item in one transaction."""
        if self._producer is None:
            raise RuntimeError("the sink is not open")
        async with asyncio.timeout(DELIVERY):
            with _translated():
                await self._transact(self._producer, outcomes)

    async def close(self) -> None:
        """Abort an open transaction, so that consumers need not wait for its time-out."""
        if self._producer is not None:
            with suppress(Exception):
                async with asyncio.timeout(ABORT):
                    await self._producer.abort_open()
        await self._discard()

    async def _transact(self, producer: TransactionalProducer, outcomes: Sequence[Outcome]) -> None:
        offset = outcomes[-1].item.offset + 1
        messages = [message for outcome in outcomes for message in outcome.messages]
        batches = await record_batches(messages, producer.partitions_for, self._limit)
        await producer.begin_transaction()
        acknowledged = [await producer.send_closed(batch.topic, batch.partition, batch.builder) for batch in batches]
        position = {TopicPartition(*self._partition): offset}
        results = await asyncio.gather(
            producer.send_offsets_to_transaction(position, self._group), *acknowledged, return_exceptions=True
        )
        if failures := [result for result in results if isinstance(result, BaseException)]:
            raise next((f for f in failures if isinstance(f, (ProducerFenced, *TOO_LARGE))), failures[0])
        await producer.commit_transaction()

    async def _discard(self) -> None:
        if self._producer is not None:
            producer, self._producer = self._producer, None
            await producer.discard()


@contextmanager
def _translated() -> Iterator[None]:
    """Translate aiokafka's errors that delivery answers in ways of their own."""
    try:
        yield
    except ProducerFenced as error:
        raise FencedError(str(error)) from error
    except TOO_LARGE as error:
        raise TooLargeError(str(error)) from error
