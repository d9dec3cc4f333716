"""The fetched items of a partition that wait to be processed."""

import asyncio
from collections import deque
from dataclasses import dataclass
from time import monotonic

from dateline.messages.message import Incoming


@dataclass(frozen=True, slots=True)
class BatchSize:
    """When a batch is full: items, bytes of their values, seconds since its first item."""

    items: int
    size: int
    seconds: float


class Backlog:
    """Items in order, taken out in batches."""

    def __init__(self, batch: BatchSize) -> None:
        self._batch = batch
        self._items: deque[Incoming] = deque()
        self._bytes = 0
        self._arrived = asyncio.Event()

    @property
    def full(self) -> bool:
        """Whether there is enough for the batch after next, so that fetching may pause."""
        return len(self._items) >= 2 * self._batch.items or self._bytes >= 2 * self._batch.size

    @property
    def empty(self) -> bool:
        """Whether nothing waits."""
        return not self._items

    @property
    def oldest(self) -> int | None:
        """When the first item was appended, in milliseconds since 1970; None if nothing waits."""
        return self._items[0].timestamp if self._items else None

    def put(self, items: list[Incoming]) -> None:
        """Add items after the others."""
        self._items.extend(items)
        self._bytes += sum(len(item.value or b"") for item in items)
        self._arrived.set()

    async def take(self) -> list[Incoming]:
        """Return the next batch: full, or what came within its time; never empty."""
        await self._wait(None)
        deadline, taken, room = monotonic() + self._batch.seconds, list[Incoming](), self._batch.size
        while len(taken) < self._batch.items and room > 0:
            if not self._items and not await self._wait(deadline):
                break
            item = self._items.popleft()
            taken.append(item)
            room -= len(item.value or b"")
        self._bytes -= self._batch.size - room
        return taken

    async def _wait(self, deadline: float | None) -> bool:
        """Return whether there are items, by the deadline at the latest."""
        while not self._items:
            self._arrived.clear()
            try:
                async with asyncio.timeout(None if deadline is None else max(0.0, deadline - monotonic())):
                    await self._arrived.wait()
            except TimeoutError:
                return False
        return True
