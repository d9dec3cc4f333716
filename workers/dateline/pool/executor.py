"""Where a worker's items are processed: in its own process, or in others (`pool.py`)."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Protocol

from dateline.delivery.outcome import Outcome, Outcomes
from dateline.messages.message import Incoming
from dateline.pool.item_processor import Maker


class Customer(Protocol):
    """Whoever has items processed."""

    @property
    def stopping(self) -> bool:
        """Whether nobody waits any more for what becomes of the items."""

    def progressed(self) -> None:
        """An item is done."""


class Processing(Protocol):
    """Processes batches."""

    async def of(self, items: Sequence[Incoming], outcomes: Outcomes, customer: Customer) -> Sequence[Outcome]:
        """What becomes of each item, in order; nothing where the customer stops before all are done."""


class Inline:
    """Processes one item after the other in a thread of `executor`."""

    def __init__(self, maker: Maker, executor: Executor | None = None) -> None:
        self._maker, self._executor = maker, executor or ThreadPoolExecutor(1, "pipeline")

    async def of(self, items: Sequence[Incoming], outcomes: Outcomes, customer: Customer) -> Sequence[Outcome]:
        """What becomes of each item."""
        work = partial(copy_context().run, self._process, items, outcomes, customer)
        return await asyncio.get_running_loop().run_in_executor(self._executor, work)

    def _process(self, items: Sequence[Incoming], outcomes: Outcomes, customer: Customer) -> Sequence[Outcome]:
        done = []
        for item in items:
            if customer.stopping:
                return ()
            done.append(outcomes.of(item, self._maker))
            customer.progressed()
        return done
