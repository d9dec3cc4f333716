"""The way out, at least once: an offset is committed only after the broker took what the item became."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from time import perf_counter

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import MessageSizeTooLargeError, RecordListTooLargeError

from workers.delivery.message import Incoming
from workers.delivery.outcome import Outcome, Outcomes
from workers.delivery.timings import RETRY_FIRST, RETRY_LONGEST
from workers.observe.delivered import Delivered

Partition = tuple[str, int]
Commit = Callable[[dict[Partition, int]], Awaitable[bool]]
Assigned = Callable[[], set[Partition]]

_TOO_LARGE = (MessageSizeTooLargeError, RecordListTooLargeError)
_log = structlog.get_logger("dateline.delivery")


class AtLeastOnceSink:
    """Delivers batches. Nothing but cancellation leaves `deliver`: what fails is tried again, never skipped."""

    def __init__(
        self, outcomes: Outcomes, producer: AIOKafkaProducer, commit: Commit, assigned: Assigned, delivered: Delivered
    ) -> None:
        self._outcomes, self._producer = outcomes, producer
        self._commit, self._assigned, self._delivered = commit, assigned, delivered

    async def deliver(self, items: Sequence[Incoming]) -> None:
        """Processes the items, sends what they became, then commits behind them."""
        self._delivered.received(items)
        waiting = await asyncio.to_thread(lambda: [self._outcomes.of(item) for item in items])
        pause, lost = RETRY_FIRST, set[Partition]()
        while waiting := self._still_ours(waiting, lost):
            began = perf_counter()
            waiting, error = await self._send(waiting)
            if error is None:
                self._delivered.acknowledged(perf_counter() - began)
                break
            self._delivered.failed()
            _log.warning("delivery failed; trying again", error=repr(error), items=len(waiting), pause_seconds=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, RETRY_LONGEST)
        await self._commit_behind(items, self._assigned() - lost)

    def _still_ours(self, outcomes: list[Outcome], lost: set[Partition]) -> list[Outcome]:
        """Without the items of partitions that went away, even for a moment: whoever has them reads them again."""
        lost |= {_partition(outcome.item) for outcome in outcomes} - self._assigned()
        ours = [outcome for outcome in outcomes if _partition(outcome.item) not in lost]
        self._delivered.given_up(len(outcomes) - len(ours))
        return ours

    async def _send(self, outcomes: list[Outcome]) -> tuple[list[Outcome], BaseException | None]:
        """Sends all; returns those to send again and why."""
        again, crowded, problem = [], [], None
        results = await asyncio.gather(*(self._send_one(outcome) for outcome in outcomes), return_exceptions=True)
        for outcome, result in zip(outcomes, results, strict=True):
            if result is None:
                self._delivered.finished(outcome)
            elif isinstance(result, _TOO_LARGE):
                crowded.append(outcome)
            else:
                again.append(outcome)
                problem = result
        for outcome in crowded:
            try:
                self._delivered.finished(await self._send_alone(outcome))
            except Exception as error:
                again.append(outcome)
                problem = error
        return again, problem

    async def _send_one(self, outcome: Outcome) -> None:
        """Sends one message and waits for the broker."""
        message = outcome.message
        await (await self._producer.send(message.topic, message.value, message.key, headers=list(message.headers)))

    async def _send_alone(self, outcome: Outcome) -> Outcome:
        """Sends a message by itself, since a broker refuses a whole batch for its size; still too large, it is a dead letter."""
        try:
            await self._send_one(outcome)
        except _TOO_LARGE as error:
            if outcome.message.topic == self._outcomes.dead_letter_topic:
                raise
            outcome = self._outcomes.too_large(outcome, str(error))
            await self._send_one(outcome)
        return outcome

    async def _commit_behind(self, items: Sequence[Incoming], partitions: set[Partition]) -> None:
        behind: dict[Partition, int] = {}
        for item in items:
            if (partition := _partition(item)) in partitions:
                behind[partition] = max(behind.get(partition, 0), item.offset + 1)
        if behind and await self._commit(behind):
            self._delivered.committed(behind)


def _partition(item: Incoming) -> Partition:
    return item.topic, item.partition
