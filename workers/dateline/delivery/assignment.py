"""The partitions that the consumer group has assigned to this worker."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from weakref import WeakSet

from dateline.delivery.partition_worker import PartitionWorker
from dateline.kafka.timeouts import REVOKE
from dateline.messages.message import Fetched, Partition


class Assignment:
    """A partition worker for each assigned partition, new with every assignment.

    The condition guards `_current` and `workers`: a fetch may arrive before the group's callback has created its workers.
    """

    def __init__(self) -> None:
        self._new_worker: Callable[[Partition], PartitionWorker] | None = None
        self._current: object | None = None
        self._former: WeakSet[object] = WeakSet()
        self._changed = asyncio.Condition()
        self._closed = False
        self.workers: Mapping[Partition, PartitionWorker] = {}

    def configure(self, new_worker: Callable[[Partition], PartitionWorker]) -> None:
        """Set how workers are created; called before the group is joined."""
        self._new_worker = new_worker

    async def assigned(self, token: object, partitions: Collection[Partition]) -> None:
        """Start a worker for each partition; `token` identifies the assignment, and fetched messages carry it."""
        await self.revoked()
        if self._new_worker is None:
            raise RuntimeError("partitions were assigned before configure()")
        workers = {} if self._closed else {partition: self._new_worker(partition) for partition in sorted(partitions)}
        for worker in workers.values():
            worker.start()
        async with self._changed:
            self._current, self.workers = token, workers
            self._changed.notify_all()

    async def revoked(self) -> None:
        """Stop all workers: with the eager protocol every rebalance revokes all partitions first."""
        workers, self.workers = self.workers, {}
        async with self._changed:
            if self._current is not None:
                self._former.add(self._current)
            self._current = None
            self._changed.notify_all()
        await asyncio.gather(*(worker.stop(REVOKE) for worker in workers.values()))

    async def close(self) -> None:
        """Stop all workers for good."""
        self._closed = True
        await self.revoked()

    async def put(self, fetched: Fetched) -> None:
        """Hand messages to their worker. Those of a former assignment are dropped; those of one still to come wait for it."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._closed or self._is_known(fetched.assignment))
            if fetched.assignment is self._current and fetched.partition in self.workers:
                self.workers[fetched.partition].put(fetched)

    def full(self) -> set[Partition]:
        """Return the partitions with enough items waiting."""
        return {partition for partition, worker in self.workers.items() if worker.full}

    def _is_known(self, token: object) -> bool:
        return token is self._current or token in self._former
