"""The lanes of what the group has assigned to this worker."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from weakref import WeakSet

from dateline.delivery.partition_worker import Lane
from dateline.kafka.timeouts import REVOKE
from dateline.messages.message import Fetched, Partition


class Partitions:
    """A lane for each assigned partition, new with every assignment."""

    def __init__(self) -> None:
        self._new_lane: Callable[[Partition], Lane] | None = None
        self._assignment: object | None = None
        self._former: WeakSet[object] = WeakSet()
        self._changed = asyncio.Condition()
        self._closed = False
        self.lanes: Mapping[Partition, Lane] = {}

    def begin(self, new_lane: Callable[[Partition], Lane]) -> None:
        """Says how lanes are made."""
        self._new_lane = new_lane

    async def assigned(self, assignment: object, partitions: Collection[Partition]) -> None:
        """Opens a lane for each partition; `assignment` is what fetched messages will carry."""
        await self.revoked()
        assert self._new_lane is not None, "begin comes first"
        lanes = {} if self._closed else {partition: self._new_lane(partition) for partition in sorted(partitions)}
        for lane in lanes.values():
            lane.start()
        async with self._changed:
            self._assignment, self.lanes = assignment, lanes
            self._changed.notify_all()

    async def revoked(self) -> None:
        """Ends all lanes: with the eager protocol every rebalance takes all partitions away first."""
        lanes, self.lanes = self.lanes, {}
        async with self._changed:
            if self._assignment is not None:
                self._former.add(self._assignment)
            self._assignment = None
            self._changed.notify_all()
        await asyncio.gather(*(lane.stop(REVOKE) for lane in lanes.values()))

    async def close(self) -> None:
        """Ends all lanes for good."""
        self._closed = True
        await self.revoked()

    async def put(self, fetched: Fetched) -> None:
        """Hands messages to their lane. Those of a former assignment are dropped, those of one that is only coming wait for it."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._closed or self._is_known(fetched.assignment))
            if fetched.assignment is self._assignment and fetched.partition in self.lanes:
                self.lanes[fetched.partition].put(fetched)

    def full(self) -> set[Partition]:
        """Partitions with enough waiting."""
        return {partition for partition, lane in self.lanes.items() if lane.full}

    def _is_known(self, assignment: object) -> bool:
        return assignment is self._assignment or assignment in self._former
