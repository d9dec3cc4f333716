"""Executors run items through the pipeline: in this process, or in worker processes (`pool.py`)."""

import asyncio
from collections.abc import Sequence
from concurrent import futures
from contextvars import copy_context
from functools import partial
from typing import Protocol

from dateline.messages.message import Incoming
from dateline.pool.item_processor import ItemProcessor, Processed


class BatchContext(Protocol):
    """Links an executor to whoever waits for a batch."""

    @property
    def cancelled(self) -> bool:
        """Whether nobody waits for the batch's results any more."""

    def on_item_done(self) -> None:
        """Note that one more item is processed; called from any thread."""


class Executor(Protocol):
    """Processes batches of items."""

    async def process(self, items: Sequence[Incoming], batch: BatchContext) -> Sequence[Processed]:
        """Return each item's result, in order; none at all if the batch is cancelled before all are done."""


class InProcessExecutor:
    """Processes one item after the other in a thread of this process."""

    def __init__(self, processor: ItemProcessor, threads: futures.Executor | None = None) -> None:
        self._processor, self._threads = processor, threads or futures.ThreadPoolExecutor(1, "pipeline")

    async def process(self, items: Sequence[Incoming], batch: BatchContext) -> Sequence[Processed]:
        """Return each item's result."""
        work = partial(copy_context().run, self._process, items, batch)
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def _process(self, items: Sequence[Incoming], batch: BatchContext) -> Sequence[Processed]:
        results = []
        for item in items:
            if batch.cancelled:
                return ()
            results.append(self._processor(item))
            batch.on_item_done()
        return results
