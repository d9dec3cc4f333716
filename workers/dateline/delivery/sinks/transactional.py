"""Exactly once: records, dead letters and the input offset of a batch in one transaction (KIP-98, one producer a partition)."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from aiokafka import TopicPartition
from aiokafka.errors import MessageSizeTooLargeError, ProducerFenced, RecordListTooLargeError

from dateline.delivery.outcome import Outcome
from dateline.kafka.errors import FencedError, TooLargeError
from dateline.kafka.record_batches import record_batches
from dateline.kafka.timeouts import ABORT, DELIVERY, OPEN
from dateline.kafka.transactional_producer import TransactionalProducer
from dateline.messages.message import Partition

Committed = Callable[[Partition], Awaitable[int]]
NewProducer = Callable[[str], TransactionalProducer]
Limit = Callable[[str], int]

_TOO_LARGE = (MessageSizeTooLargeError, RecordListTooLargeError)


class TransactionalSink:
    """One partition's transactions.

    Its transactional id is the partition's: opening it fences whoever had the partition before and ends their transaction,
    so the offset read after that is final, and whatever is committed from then on is committed by this sink.
    """

    def __init__(
        self, partition: Partition, group: str, new_producer: NewProducer, committed: Committed, limit: Limit
    ) -> None:
        self._partition, self._group = partition, group
        self._new_producer, self._committed, self._limit = new_producer, committed, limit
        self._producer: TransactionalProducer | None = None

    async def open(self) -> int:
        """Fences, then reads the group's offset. Raises FencedError where another producer was faster."""
        await self._discard()
        # Slashes, which topics can't have: no two groups and topics come to the same id.
        topic, number = self._partition
        self._producer = self._new_producer(f"{self._group}/{topic}/{number}")
        async with asyncio.timeout(OPEN):
            with _translated():
                await self._producer.start()
            return await self.committed()

    async def committed(self) -> int:
        """The group's offset; 0 where it has none."""
        return await self._committed(self._partition)

    async def deliver(self, outcomes: Sequence[Outcome]) -> None:
        """One transaction with all messages and the offset behind the last item."""
        assert self._producer is not None, "open comes first"
        async with asyncio.timeout(DELIVERY):
            with _translated():
                await self._transact(self._producer, outcomes)

    async def close(self) -> None:
        """Aborts a transaction that is open, so that readers need not wait for its time-out."""
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
            raise next((f for f in failures if isinstance(f, (ProducerFenced, *_TOO_LARGE))), failures[0])
        await producer.commit_transaction()

    async def _discard(self) -> None:
        if self._producer is not None:
            producer, self._producer = self._producer, None
            await producer.discard()


@contextmanager
def _translated() -> Iterator[None]:
    """Errors of aiokafka that need an answer of their own become ours."""
    try:
        yield
    except ProducerFenced as error:
        raise FencedError(str(error)) from error
    except _TOO_LARGE as error:
        raise TooLargeError(str(error)) from error
