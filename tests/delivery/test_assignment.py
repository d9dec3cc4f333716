"""Messages find the lane of their own assignment, and no other."""

import asyncio
from typing import Any, cast

from dateline.delivery.assignment import Partitions
from dateline.delivery.partition_worker import Lane
from dateline.messages.message import Fetched, Partition
from tests.support.delivery_harness import item

ZERO, ONE = Partition("raw-items", 0), Partition("raw-items", 1)


class Assignment:
    """Stands for aiokafka's: its identity counts."""


class Recorded:
    """A lane that remembers what it was told."""

    full = False

    def __init__(self, partition: Partition) -> None:
        self.partition, self.offsets, self.started, self.stopped = partition, list[int](), False, False

    def start(self) -> None:
        self.started = True

    def put(self, fetched: Fetched) -> None:
        assert not self.stopped
        self.offsets += [one.offset for one in fetched.items]

    async def stop(self, grace: float) -> None:  # noqa: ARG002 - as lanes are stopped
        self.stopped = True


def lanes(partitions: Partitions) -> list[Recorded]:
    made: list[Recorded] = []

    def new_lane(partition: Partition) -> Lane:
        made.append(Recorded(partition))
        return cast("Lane", made[-1])

    partitions.begin(new_lane)
    return made


def fetched(assignment: Any, offset: int, partition: Partition = ZERO) -> Fetched:
    return Fetched(partition, assignment, 0, [item(offset)])


def test_an_assignment_opens_lanes_and_the_next_one_opens_others() -> None:
    async def scenario() -> list[Recorded]:
        made = lanes(partitions := Partitions())
        first, second = Assignment(), Assignment()
        await partitions.assigned(first, [ONE, ZERO])
        await partitions.put(fetched(first, 5))
        await partitions.put(fetched(first, 6, ONE))
        await partitions.revoked()
        await partitions.assigned(second, [ZERO])
        await partitions.put(fetched(second, 7))
        return made

    made = asyncio.run(scenario())
    assert [(lane.partition, lane.offsets, lane.stopped) for lane in made] == [
        (ZERO, [5], True),
        (ONE, [6], True),
        (ZERO, [7], False),
    ]
    assert all(lane.started for lane in made)


def test_what_was_fetched_under_a_former_assignment_is_dropped() -> None:
    async def scenario() -> list[Recorded]:
        made = lanes(partitions := Partitions())
        former, current = Assignment(), Assignment()
        await partitions.assigned(former, [ZERO])
        await partitions.assigned(current, [ZERO])
        await partitions.put(fetched(former, 5))
        await partitions.put(fetched(current, 9))
        return made

    assert [lane.offsets for lane in asyncio.run(scenario())] == [[], [9]]


def test_what_was_fetched_under_an_assignment_that_is_only_coming_waits_for_its_lane() -> None:
    async def scenario() -> list[Recorded]:
        made = lanes(partitions := Partitions())
        coming = Assignment()
        early = asyncio.create_task(partitions.put(fetched(coming, 5)))
        await asyncio.sleep(0)
        assert not early.done()
        await partitions.assigned(coming, [ZERO])
        await early
        return made

    assert [lane.offsets for lane in asyncio.run(scenario())] == [[5]]


def test_once_closed_nothing_opens_and_nothing_waits() -> None:
    async def scenario() -> list[Recorded]:
        made = lanes(partitions := Partitions())
        assignment = Assignment()
        await partitions.assigned(assignment, [ZERO])
        await partitions.close()
        await partitions.put(fetched(Assignment(), 5))
        await partitions.assigned(Assignment(), [ZERO, ONE])
        return made

    assert [lane.stopped for lane in asyncio.run(scenario())] == [True]
