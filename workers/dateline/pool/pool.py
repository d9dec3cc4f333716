"""The pool of worker processes. Each processes one item at a time and can be killed, so that an item that takes too much time or
memory, or crashes its process, costs no other item.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from time import sleep

import structlog

from dateline.kafka.timeouts import RETRY_LONGEST
from dateline.messages.message import Incoming
from dateline.observe.health import Health
from dateline.observe.metrics import Metrics
from dateline.pool.executor import BatchContext
from dateline.pool.fork_protocol import ForkServer, ForkServerError
from dateline.pool.item_processor import Processed
from dateline.pool.process_memory import proportional_set_size
from dateline.pool.worker_process import WorkerDiedError, WorkerProcess

_log = structlog.get_logger("dateline.pool")
# Chunks of a batch per worker process: more than one, so that a chunk of heavy items does not leave the other processes idle at its end.
_CHUNKS = 3
# A worker process is replaced after this many items. Processes that share pages with their fork server come to own more and more of
# them, some 40 MB an hour; a new one takes a second of CPU time until it is warm, 1 % of what this many stories take.
_ITEMS_PER_PROCESS = 10_000


class Pool:
    """An executor that splits batches over `size` worker processes and gathers the results in order.

    A thread per process blocks on it. A process belongs to the thread that has taken it from the queue of idle ones, so that no lock is
    needed; None in that queue stands for a process that is still to be forked.
    """

    def __init__(self, size: int, metrics: Metrics, health: Health, fork_server: ForkServer | None = None) -> None:
        self._size, self._metrics, self._health = size, metrics, health
        self.fork_server = fork_server or ForkServer()
        self._threads = ThreadPoolExecutor(size, "pool")
        self._idle: SimpleQueue[WorkerProcess | None] = SimpleQueue()
        self._processes: set[WorkerProcess] = set()
        self._closed = False
        metrics.pool_memory.set_function(lambda: sum(map(proportional_set_size, self.pids)))
        metrics.pool_workers.set_function(lambda: len(self._processes))

    @property
    def pids(self) -> list[int]:
        """Process ids of the fork server and of the worker processes."""
        return [self.fork_server.pid, *(process.pid for process in tuple(self._processes))]

    def start(self) -> None:
        """Start loading the pipeline and forking the processes, without waiting for either."""
        self._health.degraded("pool", "the pipeline is being loaded")
        self.fork_server.start()
        for _ in range(self._size):
            self._idle.put(None)
        for _ in range(self._size):
            self._threads.submit(self._warm_up)

    async def process(self, items: Sequence[Incoming], batch: BatchContext) -> Sequence[Processed]:
        """Return each item's result, in order; none if the batch is cancelled."""
        loop, size = asyncio.get_running_loop(), -(-len(items) // (self._size * _CHUNKS))
        chunks = [items[start : start + size] for start in range(0, len(items), size)]
        results = await asyncio.gather(
            *(loop.run_in_executor(self._threads, self._process_chunk, chunk, batch) for chunk in chunks)
        )
        return () if batch.cancelled else [result for chunk in results for result in chunk]

    def close(self) -> None:
        """Kill all processes; the items that they are processing are no longer wanted."""
        self._closed = True
        self.fork_server.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _warm_up(self) -> None:
        process = self._idle.get()
        try:
            process = self._usable(process)
        except ForkServerError as error:
            self._health.degraded("pool", str(error))
        finally:
            self._idle.put(process)

    def _process_chunk(self, items: Sequence[Incoming], batch: BatchContext) -> list[Processed]:
        """Process items one by one with a process that is this thread's meanwhile; fewer results if the batch is cancelled."""
        process, results, retried = self._idle.get(), list[Processed](), -1
        try:
            while len(results) < len(items) and not batch.cancelled and not self._closed:
                try:
                    process = self._usable(process)
                    for result in process.run(items[len(results) :]):
                        results.append(result)
                        batch.on_item_done()
                except ForkServerError as error:
                    self._wait_for_fork_server(error)
                except WorkerDiedError as death:
                    self._processes.discard(death.process)
                    process = None
                    self._metrics.pool_restarts.labels(death.rejected.reason.value).inc()
                    # A process may also be killed from outside, by the kernel that needs memory, for example: retry the item once.
                    if death.is_item_at_fault or retried == len(results):
                        results.append(Processed((death.rejected,)))
                        batch.on_item_done()
                    else:
                        retried = len(results)
        finally:
            self._idle.put(process)
        return results

    def _usable(self, process: WorkerProcess | None) -> WorkerProcess:
        """Return the process, or a new one if there is none or it has processed enough. Raises ForkServerError."""
        if process is not None and process.items_done >= _ITEMS_PER_PROCESS:
            self._processes.discard(process)
            process.close()
            process = None
        if process is None:
            process = WorkerProcess(self.fork_server)
            self._processes.add(process)
            self._health.recovered("pool")
        return process

    def _wait_for_fork_server(self, error: ForkServerError) -> None:
        self._health.degraded("pool", str(error))
        _log.warning("fork server unavailable; retrying", error=str(error), pause_seconds=RETRY_LONGEST)
        sleep(RETRY_LONGEST)
