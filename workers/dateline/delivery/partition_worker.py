"""One assigned partition at work: what a fetch brings goes through the pipeline and out, batch by batch, in order."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

import structlog

from dateline.delivery.backlog import Backlog, BatchSize
from dateline.delivery.instrument.metrics import Delivered
from dateline.delivery.instrument.spans import BatchSpan, no_span
from dateline.delivery.outcome import Outcome, Outcomes
from dateline.delivery.sinks.base import Sink
from dateline.kafka import timeouts
from dateline.kafka.errors import FencedError, OutOfStepError, TooLargeError
from dateline.messages.message import Fetched, Incoming, Partition
from dateline.observe.health import Health
from dateline.pool.executor import Processing

_log = structlog.get_logger("dateline.delivery")


@dataclass(frozen=True, slots=True)
class Workshop:
    """What all lanes of a worker share. `log_end` asks for a partition's end; `rejoin` has the group say anew whose is what;
    `batch_span` traces a batch.
    """

    outcomes: Outcomes
    processing: Processing
    batch: BatchSize
    delivered: Delivered
    health: Health
    log_end: Callable[[Partition], Awaitable[int]]
    rejoin: Callable[[], None]
    batch_span: BatchSpan = no_span


class Lane:
    """Processes and delivers one partition's items from the group's offset on. It never goes past a batch that failed."""

    def __init__(self, partition: Partition, sink: Sink, shop: Workshop) -> None:
        self._partition, self._sink, self._shop = partition, sink, shop
        self._backlog = Backlog(shop.batch)
        self._fetches = self._next = self._verified = self._failures = self._unfinished = 0
        self._stopping = self._delivering = self._opened = False
        self._oldest: int | None = None
        self._task: asyncio.Task[None] | None = None
        self.progressed_at = monotonic()

    @property
    def full(self) -> bool:
        """Whether more than can be processed soon waits here."""
        return self._backlog.full

    @property
    def busy(self) -> bool:
        """Whether items wait or are being processed."""
        return self._unfinished > 0 or not self._backlog.empty

    @property
    def next_offset(self) -> int | None:
        """The offset behind the last delivered item, 0 without any commit; None until the group's offset is known."""
        return self._next if self._opened else None

    @property
    def fetches(self) -> int:
        """How many fetches have come."""
        return self._fetches

    @property
    def oldest(self) -> int | None:
        """When the oldest item that is not delivered was appended, in milliseconds since 1970; None where there is none."""
        return self._backlog.oldest if self._oldest is None else self._oldest

    @property
    def stopping(self) -> bool:
        """Whether what is not delivered yet is the next owner's."""
        return self._stopping

    def progressed(self) -> None:
        """Something was done."""
        self.progressed_at = monotonic()

    def start(self) -> None:
        """Opens the sink and begins."""
        self._task = asyncio.create_task(self._run(), name=f"lane {self._partition}")

    def put(self, fetched: Fetched) -> None:
        """Takes what was fetched. One missing fetch would be a gap that nobody sees, so the group is joined anew."""
        if fetched.number != self._fetches:
            self._give_up(OutOfStepError(f"fetch {self._fetches} was to come, and {fetched.number} came"))
        elif not self._stopping:
            self._fetches += 1
            self._backlog.put(fetched.items)

    async def stop(self, grace: float) -> None:
        """Ends the lane: a commit under way has `grace` seconds; what is not committed is left to the next owner."""
        self._stopping = True
        if self._task is not None:
            if self._delivering:
                await asyncio.wait([self._task], timeout=grace)
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        await self._sink.close()
        self._shop.health.well(str(self._partition))

    async def _run(self) -> None:
        try:
            await self._open()
            while not self._stopping:
                if items := await self._new(await self._backlog.take()):
                    await self._deliver(items)
        except (FencedError, OutOfStepError) as error:
            self._give_up(error)
        except Exception as error:
            _log.exception("lane ended", partition=str(self._partition))
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        """Leaves the partition alone until the group has said again whose it is."""
        if not self._stopping:
            self._stopping = True
            _log.warning("joining the group anew", partition=str(self._partition), reason=str(error) or repr(error))
            self._shop.rejoin()

    async def _open(self) -> None:
        """Opens the sink, again and again while it fails."""
        while True:
            try:
                self._next = await self._sink.open()
            except FencedError:
                raise
            except Exception as error:
                await self._pause(error)
            else:
                self.progressed_at = monotonic()
                self._opened = True
                return

    async def _new(self, items: list[Incoming]) -> list[Incoming]:
        """Without those that are delivered already: the consumer may have begun before the former owner's last commit."""
        first = items[0].offset
        if first < self._next and self._next != self._verified:
            if self._next > await self._shop.log_end(self._partition):
                _log.warning("log begins anew", partition=str(self._partition), ended_at=self._next, begins_at=first)
                self._next = first
            elif await self._sink.committed() != self._next:
                raise OutOfStepError(f"offset {first} came, though neither it nor {self._next} is what is committed")
            self._verified = self._next
        return [item for item in items if item.offset >= self._next]

    async def _deliver(self, items: list[Incoming]) -> None:
        """Processes a batch and delivers it, however often that takes."""
        self._unfinished, self._oldest = len(items), items[0].timestamp
        self._shop.delivered.received(items)
        try:
            with self._shop.batch_span(items):
                outcomes = await self._shop.processing.of(items, self._shop.outcomes, self)
                while outcomes:
                    outcomes = await self._attempt(outcomes)
        finally:
            self._shop.delivered.given_up(self._unfinished)
            self._unfinished, self._oldest = 0, None

    async def _attempt(self, outcomes: Sequence[Outcome]) -> Sequence[Outcome]:
        """One attempt to deliver; returns what is still to be delivered."""
        began, self._delivering = monotonic(), True
        try:
            await self._sink.deliver(outcomes)
        except FencedError:
            raise
        except TooLargeError as error:
            return await self._too_large(outcomes, error)
        except Exception as error:
            self._delivering = False
            await self._pause(error)
            return await self._resume(outcomes)
        finally:
            self._delivering = False
        self._shop.delivered.acknowledged(monotonic() - began)
        self._finish(outcomes)
        return ()

    async def _too_large(self, outcomes: Sequence[Outcome], error: TooLargeError) -> Sequence[Outcome]:
        """Delivers each alone to find the one that is too large; its largest record becomes a dead letter."""
        if len(outcomes) > 1:
            for outcome in await self._resume(outcomes):
                alone: Sequence[Outcome] = (outcome,)
                while alone:
                    alone = await self._attempt(alone)
            return ()
        if not outcomes[0].stories:
            place = outcomes[0].item.offset
            await self._pause(
                TooLargeError(f"the dead letter of offset {place} is above what its topic takes: {error}")
            )
        else:
            outcomes = (self._shop.outcomes.without_largest(outcomes[0], str(error)),)
        return await self._resume(outcomes)

    async def _resume(self, outcomes: Sequence[Outcome]) -> Sequence[Outcome]:
        """Opens the sink anew; returns what the group's offset says is not delivered."""
        before, behind = self._next, outcomes[-1].item.offset + 1
        await self._open()
        if not before <= self._next <= behind:
            raise OutOfStepError(f"{self._next} is committed where {before} to {behind} was to be expected")
        self._finish([outcome for outcome in outcomes if outcome.item.offset < self._next])
        return [outcome for outcome in outcomes if outcome.item.offset >= self._next]

    def _finish(self, outcomes: Sequence[Outcome]) -> None:
        """Counts what is committed."""
        if outcomes:
            self._next = max(self._next, outcomes[-1].item.offset + 1)
            self._unfinished -= len(outcomes)
            self._failures = 0
            self.progressed_at = monotonic()
            self._shop.health.well(str(self._partition))
            self._shop.delivered.finished(outcomes)
            self._shop.delivered.committed(self._partition, self._next)

    async def _pause(self, error: Exception) -> None:
        """Tells of a failure and waits, longer each time."""
        self._failures += 1
        pause = min(timeouts.RETRY_FIRST * 2 ** (self._failures - 1), timeouts.RETRY_LONGEST)
        what = f"{self._partition}: {str(error) or type(error).__name__}"
        if self._failures >= timeouts.ATTEMPTS_UNTOLD:
            self._shop.health.trouble(str(self._partition), f"can't deliver {what}")
        self._shop.delivered.failed()
        self.progressed_at = monotonic()
        _log.warning("delivery failed; trying again", what=what, attempt=self._failures, pause_seconds=pause)
        await asyncio.sleep(pause)
