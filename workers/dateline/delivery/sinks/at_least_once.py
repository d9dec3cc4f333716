"""At-least-once delivery, for brokers without transactions: an offset is committed only after the messages before it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from aiokafka import AIOKafkaProducer

from dateline.delivery.outcome import Outcome
from dateline.kafka.errors import TOO_LARGE, FencedError, TooLargeError
from dateline.kafka.timeouts import DELIVERY
from dateline.messages.message import Partition

Committed = Callable[[Partition], Awaitable[int]]
Commit = Callable[[Partition, int], Awaitable[bool]]
SharedProducer = Callable[[], Awaitable[AIOKafkaProducer]]


class AtLeastOnceSink:
    """Sends and commits of one partition, through a producer that all partitions share."""

    def __init__(self, partition: Partition, producer: SharedProducer, committed: Committed, commit: Commit) -> None:
        self._partition, self._shared_producer = partition, producer
        self._committed, self._commit = committed, commit
        self._producer: AIOKafkaProducer | None = None
        self._acknowledged: set[int] = set()

    async def open(self) -> int:
        """Start the producer if need be; return the committed offset."""
        self._producer = await self._shared_producer()
        return await self.committed()

    async def committed(self) -> int:
        """Return the committed offset; 0 if there is none."""
        return await self._committed(self._partition)

    async def deliver(self, outcomes: Sequence[Outcome]) -> None:
        """Send all outcomes, except those that a failed attempt has sent, then commit.

        Raises FencedError if the group no longer accepts this member's commits.
        """
        async with asyncio.timeout(DELIVERY):
            waiting = [outcome for outcome in outcomes if outcome.item.offset not in self._acknowledged]
            results = await asyncio.gather(*(self._send(outcome) for outcome in waiting), return_exceptions=True)
            if failures := [result for result in results if isinstance(result, BaseException)]:
                raise _worst(failures)
            if not await self._commit(self._partition, outcomes[-1].item.offset + 1):
                raise FencedError("the consumer group has a new generation")
        self._acknowledged.clear()

    async def close(self) -> None:
        """No-op: the producer is shared."""

    async def _send(self, outcome: Outcome) -> None:
        if self._producer is None:
            raise RuntimeError("the sink is not open")
        sent = [
            await self._producer.send(message.topic, message.value, message.key, headers=list(message.headers))
            for message in outcome.messages
        ]
        await asyncio.gather(*sent)
        self._acknowledged.add(outcome.item.offset)


def _worst(failures: list[BaseException]) -> BaseException:
    """Choose the failure to raise: a refusal for size before any other."""
    large = next((failure for failure in failures if isinstance(failure, TOO_LARGE)), None)
    return failures[0] if large is None else TooLargeError(str(large))
