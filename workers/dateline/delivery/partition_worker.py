"""The loop of one assigned partition: fetched items go through the pipeline and out, batch by batch, in order."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from time import monotonic

import structlog

from dateline.delivery.backlog import Backlog, BatchSize
from dateline.delivery.instrument.metrics import DeliveryMetrics
from dateline.delivery.instrument.spans import BatchSpan, no_span
from dateline.delivery.outcome import Outcome, OutcomeBuilder
from dateline.delivery.sinks.base import Sink
from dateline.kafka import timeouts
from dateline.kafka.errors import FencedError, OffsetGapError, TooLargeError
from dateline.messages.message import Fetched, Incoming, Partition
from dateline.observe.health import Health
from dateline.pool.executor import Executor

_log = structlog.get_logger("dateline.delivery")


@dataclass(frozen=True, slots=True)
class PartitionWorkerContext:
    """Dependencies that all partition workers share.

    `log_end` asks for a partition's log end offset, `rejoin` makes the consumer rejoin its group, `batch_span` traces a batch.
    """

    outcomes: OutcomeBuilder
    executor: Executor
    batch: BatchSize
    metrics: DeliveryMetrics
    health: Health
    log_end: Callable[[Partition], Awaitable[int]]
    rejoin: Callable[[], None]
    batch_span: BatchSpan = no_span


class State(Enum):
    """States of a partition worker; see PartitionWorker."""

    OPENING = auto()
    WAITING = auto()
    PROCESSING = auto()
    DELIVERING = auto()
    STOPPED = auto()


@dataclass(slots=True)
class Progress:
    """Offsets and counters of a partition worker. Times are monotonic seconds, `oldest` is in milliseconds since 1970."""

    next_offset: int | None = None
    """The offset after the last delivered item: what is committed. None until the sink has been opened."""
    verified: int | None = None
    """The next offset that was last compared with the broker's."""
    fetches: int = 0
    """Fetches received under this assignment."""
    failures: int = 0
    """Failed attempts in a row."""
    undelivered: int = 0
    """Items of the current batch that are not delivered yet."""
    oldest: int | None = None
    """When the current batch's first item was appended."""
    moved_at: float = field(default_factory=monotonic)
    """When something was last done."""


class PartitionWorker:
    """Processes and delivers one partition's items from the committed offset on, and never skips a batch that failed.

    ::

        start()
           │
           ▼                 attempt failed, after a pause
        OPENING ◄──────────────────────────────────┐
           │ sink open                             │
           ▼             batch          processed  │
        WAITING ──────────────► PROCESSING ────► DELIVERING
           ▲                                       │
           └───────────────────────────────────────┘
                          committed

        any state ── stop(), fenced, offset gap ──► STOPPED

    A worker that stops by itself makes the consumer rejoin its group, which reads on from the committed offset with a new worker.
    It is its own executor's BatchContext.
    """

    def __init__(self, partition: Partition, sink: Sink, context: PartitionWorkerContext) -> None:
        self._partition, self._sink, self._context = partition, sink, context
        self._backlog = Backlog(context.batch)
        self._state = State.OPENING
        self._progress = Progress()
        self._task: asyncio.Task[None] | None = None

    @property
    def state(self) -> State:
        """The current state."""
        return self._state

    @property
    def full(self) -> bool:
        """Whether enough items wait here that fetching may pause."""
        return self._backlog.full

    @property
    def busy(self) -> bool:
        """Whether items wait or are being processed."""
        return self._progress.undelivered > 0 or not self._backlog.empty

    @property
    def next_offset(self) -> int | None:
        """The offset after the last delivered item, 0 without any commit; None until the committed offset is known."""
        return self._progress.next_offset

    @property
    def fetches(self) -> int:
        """The number of fetches received."""
        return self._progress.fetches

    @property
    def oldest(self) -> int | None:
        """When the oldest undelivered item was appended, in milliseconds since 1970; None if there is none."""
        return self._backlog.oldest if self._progress.oldest is None else self._progress.oldest

    @property
    def progressed_at(self) -> float:
        """When something was last done, in monotonic seconds."""
        return self._progress.moved_at

    @property
    def cancelled(self) -> bool:
        """Whether undelivered items are the next owner's."""
        return self._state is State.STOPPED

    def on_item_done(self) -> None:
        """Note progress."""
        self._progress.moved_at = monotonic()

    def start(self) -> None:
        """Open the sink and begin."""
        self._task = asyncio.create_task(self._run(), name=f"partition worker {self._partition}")

    def put(self, fetched: Fetched) -> None:
        """Take a fetch. A missing one would be a gap that nobody sees, so it makes the worker rejoin."""
        if fetched.sequence != self._progress.fetches:
            self._give_up(OffsetGapError(f"fetch {fetched.sequence} follows {self._progress.fetches - 1}"))
        elif not self.cancelled:
            self._progress.fetches += 1
            self._backlog.put(fetched.items)

    async def stop(self, grace: float) -> None:
        """Stop; a commit under way has `grace` seconds, and what is not committed is left to the next owner."""
        delivering, self._state = self._state is State.DELIVERING, State.STOPPED
        if self._task is not None:
            if delivering:
                await asyncio.wait([self._task], timeout=grace)
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        await self._sink.close()
        self._context.health.recovered(str(self._partition))

    async def _run(self) -> None:
        try:
            await self._open()
            while not self.cancelled:
                self._enter(State.WAITING)
                if items := await self._undelivered(await self._backlog.take()):
                    await self._handle(items)
        except (FencedError, OffsetGapError) as error:
            self._give_up(error)
        except Exception as error:
            _log.exception("partition worker failed", partition=str(self._partition))
            self._give_up(error)

    def _enter(self, state: State) -> None:
        """Change the state, unless the worker is stopped: nothing leads back from there."""
        if self._state is not State.STOPPED:
            self._state = state

    def _give_up(self, error: Exception) -> None:
        """Stop working on the partition until the group has assigned it again."""
        if not self.cancelled:
            self._state = State.STOPPED
            _log.warning("rejoining consumer group", partition=str(self._partition), reason=str(error) or repr(error))
            self._context.rejoin()

    async def _open(self) -> None:
        """Open the sink, again and again while that fails."""
        self._enter(State.OPENING)
        while True:
            try:
                self._progress.next_offset = await self._sink.open()
            except FencedError:
                raise
            except Exception as error:
                await self._pause(error)
            else:
                self.on_item_done()
                return

    async def _undelivered(self, items: list[Incoming]) -> list[Incoming]:
        """Drop items below the next offset: the fetch may predate the previous owner's last commit."""
        progress, first, next_offset = self._progress, items[0].offset, self._opened_at()
        if first < next_offset and next_offset != progress.verified:
            if next_offset > await self._context.log_end(self._partition):
                partition = str(self._partition)
                _log.warning(
                    "log was truncated or recreated", partition=partition, next_offset=next_offset, resumed_at=first
                )
                next_offset = progress.next_offset = first
            elif await self._sink.committed() != next_offset:
                raise OffsetGapError(f"offset {first} was fetched, but neither it nor {next_offset} is committed")
            progress.verified = next_offset
        return [item for item in items if item.offset >= next_offset]

    async def _handle(self, items: list[Incoming]) -> None:
        """Process a batch and deliver it, however many attempts that takes."""
        progress, context = self._progress, self._context
        progress.undelivered, progress.oldest = len(items), items[0].timestamp
        context.metrics.received(items)
        try:
            with context.batch_span(items):
                await self._deliver(await self._process(items))
        finally:
            context.metrics.abandoned(progress.undelivered)
            progress.undelivered, progress.oldest = 0, None

    async def _process(self, items: list[Incoming]) -> list[Outcome]:
        """Return the items' outcomes, none if the worker was stopped meanwhile."""
        self._enter(State.PROCESSING)
        builder = self._context.outcomes
        in_flight = [builder.start(item) for item in items]
        processed = await self._context.executor.process([each.item for each in in_flight], self)
        if self.cancelled:
            return []
        return [builder.finish(*pair) for pair in zip(in_flight, processed, strict=True)]

    async def _deliver(self, outcomes: list[Outcome]) -> None:
        """Deliver outcomes in order; a group that fails is attempted again, or split if it is too large."""
        groups: deque[list[Outcome]] = deque([outcomes] if outcomes else [])
        while groups:
            group = groups.popleft()
            try:
                await self._attempt(group)
            except FencedError:
                raise
            except TooLargeError as error:
                groups.extendleft(reversed(await self._split(group, error)))
            except Exception as error:
                await self._pause(error)
                groups.extendleft([undelivered] if (undelivered := await self._reopen(group)) else [])

    async def _attempt(self, outcomes: Sequence[Outcome]) -> None:
        """Deliver a group in one transaction. Raises what the sink raises."""
        began = monotonic()
        self._enter(State.DELIVERING)
        await self._sink.deliver(outcomes)
        self._context.metrics.acknowledged(monotonic() - began)
        self._commit(outcomes)

    async def _split(self, outcomes: Sequence[Outcome], error: TooLargeError) -> list[list[Outcome]]:
        """Isolate the oversized record by one group per item; in a group of one item, dead-letter its largest record."""
        if len(outcomes) > 1:
            return [[outcome] for outcome in await self._reopen(outcomes)]
        (outcome,) = outcomes
        if outcome.records:
            outcome = self._context.outcomes.without_largest(outcome, str(error))
        else:
            offset = outcome.item.offset
            await self._pause(
                TooLargeError(f"the dead letter of offset {offset} is above what its topic takes: {error}")
            )
        undelivered = await self._reopen([outcome])
        return [undelivered] if undelivered else []

    async def _reopen(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """Open the sink again; return the outcomes that the committed offset says are not delivered. Raises OffsetGapError."""
        before, after = self._opened_at(), outcomes[-1].item.offset + 1
        await self._open()
        committed = self._opened_at()
        if not before <= committed <= after:
            raise OffsetGapError(f"offset {committed} is committed, expected one from {before} to {after}")
        self._commit([outcome for outcome in outcomes if outcome.item.offset < committed])
        return [outcome for outcome in outcomes if outcome.item.offset >= committed]

    def _opened_at(self) -> int:
        """Return the next offset. Raises RuntimeError before the sink has been opened."""
        if self._progress.next_offset is None:
            raise RuntimeError("the sink is not open")
        return self._progress.next_offset

    def _commit(self, outcomes: Sequence[Outcome]) -> None:
        """Count outcomes that the sink has committed."""
        if not outcomes:
            return
        progress, context = self._progress, self._context
        progress.next_offset = next_offset = max(self._opened_at(), outcomes[-1].item.offset + 1)
        progress.undelivered -= len(outcomes)
        progress.failures = 0
        self.on_item_done()
        context.health.recovered(str(self._partition))
        context.metrics.finished(outcomes)
        context.metrics.committed(self._partition, next_offset)

    async def _pause(self, error: Exception) -> None:
        """Report a failure and wait, longer each time."""
        progress = self._progress
        progress.failures += 1
        self._enter(State.OPENING)
        pause = min(timeouts.RETRY_FIRST * 2 ** (progress.failures - 1), timeouts.RETRY_LONGEST)
        what = f"{self._partition}: {str(error) or type(error).__name__}"
        if progress.failures >= timeouts.SILENT_ATTEMPTS:
            self._context.health.degraded(str(self._partition), f"can't deliver {what}")
        self._context.metrics.failed()
        self.on_item_done()
        _log.warning("delivery failed; retrying", what=what, attempt=progress.failures, pause_seconds=pause)
        await asyncio.sleep(pause)
