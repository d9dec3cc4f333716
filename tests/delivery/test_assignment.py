"""Messages reach the partition worker of their own assignment, and no other."""

import asyncio
from typing import Any, cast

from dateline.delivery.assignment import Assignment
from dateline.delivery.partition_worker import PartitionWorker
from dateline.messages.message import Fetched, Partition
from tests.support.delivery.delivery_harness import item

ZERO, ONE = Partition("raw-items", 0), Partition("raw-items", 1)


class Token:
    """Stands for aiokafka's assignment: its identity counts."""


class Recorded:
    """A partition worker that records its calls."""

    full = False

    def __init__(self, partition: Partition) -> None:
        self.partition, self.offsets, self.started, self.stopped = partition, list[int](), False, False

    def start(self) -> None:
        self.started = True

    def put(self, fetched: Fetched) -> None:
        assert not self.stopped
        self.offsets += [one.offset for one in fetched.items]

    async def stop(self, grace: float) -> None:  # noqa: ARG002 - as workers are stopped
        self.stopped = True


def record_workers(assignment: Assignment) -> list[Recorded]:
    created: list[Recorded] = []

    def new_worker(partition: Partition) -> PartitionWorker:
        created.append(Recorded(partition))
        return cast("PartitionWorker", created[-1])

    assignment.configure(new_worker)
    return created


def fetched(token: Any, offset: int, partition: Partition = ZERO) -> Fetched:
    return Fetched(partition, token, 0, [item(offset)])


def test_an_assignment_starts_workers_and_the_next_one_starts_others() -> None:
    async def scenario() -> list[Recorded]:
        created = record_workers(assignment := Assignment())
        first, second = Token(), Token()
        await assignment.assigned(first, [ONE, ZERO])
        await assignment.put(fetched(first, 5))
        await assignment.put(fetched(first, 6, ONE))
        await assignment.revoked()
        await assignment.assigned(second, [ZERO])
        await assignment.put(fetched(second, 7))
        return created

    created = asyncio.run(scenario())
    assert [(worker.partition, worker.offsets, worker.stopped) for worker in created] == [
        (ZERO, [5], True),
        (ONE, [6], True),
        (ZERO, [7], False),
    ]
    assert all(worker.started for worker in created)


def test_what_was_fetched_under_a_former_assignment_is_dropped() -> None:
    async def scenario() -> list[Recorded]:
        created = record_workers(assignment := Assignment())
        former, current = Token(), Token()
        await assignment.assigned(former, [ZERO])
        await assignment.assigned(current, [ZERO])
        await assignment.put(fetched(former, 5))
        await assignment.put(fetched(current, 9))
        return created

    assert [worker.offsets for worker in asyncio.run(scenario())] == [[], [9]]


def test_what_was_fetched_under_an_assignment_that_is_only_coming_waits_for_its_worker() -> None:
    async def scenario() -> list[Recorded]:
        created = record_workers(assignment := Assignment())
        coming = Token()
        early = asyncio.create_task(assignment.put(fetched(coming, 5)))
        await asyncio.sleep(0)
        assert not early.done()
        await assignment.assigned(coming, [ZERO])
        await early
        return created

    assert [worker.offsets for worker in asyncio.run(scenario())] == [[5]]


def test_once_closed_nothing_opens_and_nothing_waits() -> None:
    async def scenario() -> list[Recorded]:
        created = record_workers(assignment := Assignment())
        token = Token()
        await assignment.assigned(token, [ZERO])
        await assignment.close()
        await assignment.put(fetched(Token(), 5))
        await assignment.assigned(Token(), [ZERO, ONE])
        return created

    assert [worker.stopped for worker in asyncio.run(scenario())] == [True]
