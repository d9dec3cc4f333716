"""Processes that can be killed, each at one item at a time: an item that takes too long, too much or too many costs no other."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from time import sleep

import structlog

from dateline.delivery.outcome import Outcome, Outcomes
from dateline.kafka.timeouts import RETRY_LONGEST
from dateline.messages.message import Incoming
from dateline.observe.health import Health
from dateline.observe.metrics import Metrics
from dateline.pool.executor import Customer
from dateline.pool.fork_protocol import Nursery, NurseryError
from dateline.pool.item_processor import Made
from dateline.pool.process_memory import proportional_set_size
from dateline.pool.worker_process import Child, EndedError

_log = structlog.get_logger("dateline.pool")
# Shares of a batch for each process: more than one, so that a heavy one does not leave the others idle at its end.
_SHARES = 3
# A process is followed by a new one after so many items. Those that share pages with their nursery come to own more and more of
# them, some 40 MB an hour; a new one takes a second of CPU time until it is warm, which is 1 % of what so many stories take.
_ITEMS_OF_A_CHILD = 10_000


class Pool:
    """Splits batches over `size` processes and gathers what they make, in order."""

    def __init__(self, size: int, metrics: Metrics, health: Health, nursery: Nursery | None = None) -> None:
        self._size, self._metrics, self._health = size, metrics, health
        self._nursery = nursery or Nursery()
        self._threads = ThreadPoolExecutor(size, "pool")
        self._idle: SimpleQueue[Child | None] = SimpleQueue()
        self._children: set[Child] = set()
        self._closed = False
        metrics.pool_memory.set_function(self._memory)
        metrics.pool_workers.set_function(lambda: len(self._children))

    def begin(self) -> None:
        """Has the pipeline loaded and the processes begun, without waiting for it."""
        self._health.trouble("pool", "the pipeline is being loaded")
        self._nursery.begin()
        for _ in range(self._size):
            self._idle.put(None)
        for _ in range(self._size):
            self._threads.submit(self._warm)

    async def of(self, items: Sequence[Incoming], outcomes: Outcomes, customer: Customer) -> Sequence[Outcome]:
        """What becomes of each item."""
        loop, begun = asyncio.get_running_loop(), [outcomes.begin(item) for item in items]
        share = -(-len(items) // (self._size * _SHARES))
        carrying = [one.item for one in begun]
        shares = [carrying[at : at + share] for at in range(0, len(items), share)]
        made = await asyncio.gather(
            *(loop.run_in_executor(self._threads, self._make, share, customer) for share in shares)
        )
        if customer.stopping:
            return ()
        return [outcomes.end(*pair) for pair in zip(begun, (one for share in made for one in share), strict=True)]

    def close(self) -> None:
        """Ends all processes; what they have at hand is not needed any more."""
        self._closed = True
        self._nursery.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _warm(self) -> None:
        child = self._idle.get()
        try:
            child = self._child(child)
        except NurseryError as error:
            self._health.trouble("pool", str(error))
        finally:
            self._idle.put(child)

    def _make(self, items: Sequence[Incoming], customer: Customer) -> list[Made]:
        """In a thread, with a child of its own meanwhile: what is made of each item, less where the customer stops."""
        child, made, doubted = self._idle.get(), list[Made](), -1
        try:
            while len(made) < len(items) and not customer.stopping and not self._closed:
                try:
                    child = self._child(child)
                    for one in child.work(items[len(made) :]):
                        made.append(one)
                        customer.progressed()
                except NurseryError as error:
                    self._wait_for_nursery(error)
                except EndedError as ended:
                    self._children.discard(ended.child)
                    child = None
                    self._metrics.pool_restarts.labels(ended.rejected.reason.value).inc()
                    # A child may also be killed from outside, by whoever needs memory: the item has a second try.
                    if ended.surely or doubted == len(made):
                        made.append(Made((ended.rejected,)))
                        customer.progressed()
                    else:
                        doubted = len(made)
        finally:
            self._idle.put(child)
        return made

    def _child(self, child: Child | None) -> Child:
        """The child, or a new one in its place. Raises NurseryError."""
        if child is not None and child.made >= _ITEMS_OF_A_CHILD:
            self._children.discard(child)
            child.close()
            child = None
        if child is None:
            child = Child(self._nursery)
            self._children.add(child)
            self._health.well("pool")
        return child

    def _memory(self) -> int:
        return sum(map(proportional_set_size, [self._nursery.pid, *(child.pid for child in tuple(self._children))]))

    def _wait_for_nursery(self, error: NurseryError) -> None:
        self._health.trouble("pool", str(error))
        _log.warning("no process for the pool; trying again", error=str(error), pause_seconds=RETRY_LONGEST)
        sleep(RETRY_LONGEST)
