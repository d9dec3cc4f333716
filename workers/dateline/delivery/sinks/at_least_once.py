"""At least once, for brokers without transactions: an offset is committed only after the broker took what came before it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from aiokafka import AIOKafkaProducer
from aiokafka.errors import MessageSizeTooLargeError, RecordListTooLargeError

from dateline.delivery.outcome import Outcome
from dateline.kafka.errors import FencedError, TooLargeError
from dateline.kafka.timeouts import DELIVERY
from dateline.messages.message import Partition

Committed = Callable[[Partition], Awaitable[int]]
Commit = Callable[[Partition, int], Awaitable[bool]]
SharedProducer = Callable[[], Awaitable[AIOKafkaProducer]]

_TOO_LARGE = (MessageSizeTooLargeError, RecordListTooLargeError)


class AtLeastOnceSink:
    """One partition's sends and commits, through a producer that all partitions share."""

    def __init__(self, partition: Partition, producer: SharedProducer, committed: Committed, commit: Commit) -> None:
        self._partition, self._shared_producer = partition, producer
        self._committed, self._commit = committed, commit
        self._producer: AIOKafkaProducer | None = None
        self._taken: set[int] = set()

    async def open(self) -> int:
        """The group's offset, once the producer is there."""
        self._producer = await self._shared_producer()
        return await self.committed()

    async def committed(self) -> int:
        """The group's offset; 0 where it has none."""
        return await self._committed(self._partition)

    async def deliver(self, outcomes: Sequence[Outcome]) -> None:
        """Sends all, those that a failed attempt has sent already excepted, then commits behind the last.

        Raises FencedError where the group no longer takes this worker's commits.
        """
        async with asyncio.timeout(DELIVERY):
            waiting = [outcome for outcome in outcomes if outcome.item.offset not in self._taken]
            results = await asyncio.gather(*(self._send(outcome) for outcome in waiting), return_exceptions=True)
            if failures := [result for result in results if isinstance(result, BaseException)]:
                raise _worst(failures)
            if not await self._commit(self._partition, outcomes[-1].item.offset + 1):
                raise FencedError("the group has moved on")
        self._taken.clear()

    async def close(self) -> None:
        """Nothing of the partition's own is open."""

    async def _send(self, outcome: Outcome) -> None:
        assert self._producer is not None, "open comes first"
        sent = [
            await self._producer.send(message.topic, message.value, message.key, headers=list(message.headers))
            for message in outcome.messages
        ]
        await asyncio.gather(*sent)
        self._taken.add(outcome.item.offset)


def _worst(failures: list[BaseException]) -> BaseException:
    """A refusal for size says more than any other failure."""
    large = next((failure for failure in failures if isinstance(failure, _TOO_LARGE)), None)
    return failures[0] if large is None else TooLargeError(str(large))
