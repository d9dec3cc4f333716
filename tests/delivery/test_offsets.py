"""However deliveries, failures, revocations, assignments and zombies follow each other: committed <= lowest unfinished, always."""

import asyncio
from typing import Any

import pytest
from aiokafka.errors import KafkaConnectionError, MessageSizeTooLargeError, ProducerFenced
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from dateline.delivery.backlog import BatchSize
from dateline.kafka import timeouts
from tests.support.delivery.delivery_harness import BAD, Harness, item
from tests.support.delivery.mock_cluster import RAW, Cluster
from tests.support.examples import examples
from tests.support.waiting import PATIENCE

OPERATIONS = [
    "start", "committed", "metadata of enriched", "send", "send to enriched", "send to dead", "offsets", "commit", "answer to commit"
]  # fmt: skip
ERRORS = [KafkaConnectionError("away"), ProducerFenced(), TimeoutError(), MessageSizeTooLargeError("too much")]
WORKERS = st.integers(0, 2)


class Offsets(RuleBasedStateMachine):
    """Three workers, one partition. A worker that is not told of a revocation goes on: a zombie."""

    def __init__(self) -> None:
        super().__init__()
        self._patch = pytest.MonkeyPatch()
        for name in ("RETRY_FIRST", "RETRY_LONGEST"):
            self._patch.setattr(timeouts, name, 0.0)
        self.loop = asyncio.new_event_loop()
        self.cluster = Cluster()
        self.log: list[bytes | None] = [None] * 20
        self.benches: dict[int, Harness] = {}
        self.positions: dict[int, int] = {}

    @rule(kinds=st.lists(st.booleans(), min_size=1, max_size=12))
    def append(self, kinds: list[bool]) -> None:
        """Items come to the raw topic, some of them bad."""
        self.log += [BAD if bad else None for bad in kinds]

    @rule(worker=WORKERS, stale=st.integers(0, 5), told=st.booleans())
    def assign(self, worker: int, stale: int, told: bool) -> None:
        """The partition goes to a worker, whose consumer may begin before the last commit; the others may not hear of it."""
        if told:
            self.wait(*(self._stop(other) for other in tuple(self.benches)))
        elif worker in self.benches:
            self.wait(self._stop(worker))
        self.positions[worker] = max(0, self.cluster.committed.get(RAW, 0) - stale)
        self.benches[worker] = bench = Harness(self.cluster, batch=BatchSize(3, 10_000, 0.0))
        self.wait(self._start(bench))

    @precondition(lambda self: self.benches)
    @rule(worker=WORKERS)
    def revoke(self, worker: int) -> None:
        """A worker loses the partition, perhaps in the middle of a batch."""
        if worker in self.benches:
            self.wait(self._stop(worker))

    @precondition(lambda self: self.benches)
    @rule(worker=WORKERS, count=st.integers(1, 15), turns=st.integers(0, 120))
    def fetch(self, worker: int, count: int, turns: int) -> None:
        """A worker reads on, and gets some way with it."""
        worker = sorted(self.benches)[worker % len(self.benches)]
        begin = self.positions[worker]
        if items := [item(n, self.log[n]) for n in range(begin, min(begin + count, len(self.log)))]:
            self.positions[worker] += len(items)
            self.wait(self._fetch(self.benches[worker], items), self._turns(turns))

    @precondition(lambda self: len(self.cluster.faults) < 3)
    @rule(operation=st.sampled_from(OPERATIONS), error=st.sampled_from(ERRORS))
    def fail(self, operation: str, error: Exception) -> None:
        """The next operation of a kind fails."""
        self.cluster.faults.append((operation, error))

    @rule(turns=st.integers(1, 40))
    def go_on(self, turns: int) -> None:
        """Some time passes, too little for everything to come to an end."""
        self.wait(self._turns(turns))

    @rule()
    def come_to_rest(self) -> None:
        """All workers finish what they have fetched."""
        self.wait(*(bench.finished() for bench in self.benches.values()))

    @invariant()
    def committed_is_exactly_what_is_delivered(self) -> None:
        """Each item below the committed offset came out once, and none behind it."""
        assert self.delivered() == list(range(self.cluster.committed.get(RAW, 0)))

    @invariant()
    def commits_only_grow(self) -> None:
        """No worker takes back what another has done."""
        assert self.cluster.commits == sorted(set(self.cluster.commits))

    def teardown(self) -> None:
        """At last one worker finishes everything."""
        self.cluster.faults.clear()
        self.assign(0, 0, told=True)
        self.fetch(0, len(self.log), 0)
        self.wait(*(bench.finished() for bench in self.benches.values()))
        assert self.delivered() == list(range(len(self.log)))
        self.wait(*(self._stop(worker) for worker in tuple(self.benches)))
        self.loop.close()
        self._patch.undo()

    def delivered(self) -> list[int]:
        """Offsets of the raw items that came out, sorted."""
        return sorted(
            int(taken.headers["dateline_offset"] if taken.topic == "dead" else (taken.key or b"").split()[1])
            for taken in self.cluster.outputs
        )

    def wait(self, *work: Any) -> None:
        async def all_of_it() -> None:
            for one in work:
                await asyncio.wait_for(one, PATIENCE)

        self.loop.run_until_complete(all_of_it())

    async def _start(self, bench: Harness) -> None:
        bench.worker.start()

    async def _fetch(self, bench: Harness, items: list[Any]) -> None:
        bench.fetch(items)

    async def _stop(self, worker: int) -> None:
        await self.benches.pop(worker).worker.stop(0)

    async def _turns(self, turns: int) -> None:
        for _ in range(turns):
            await asyncio.sleep(0)


TestOffsets = Offsets.TestCase
TestOffsets.settings = settings(examples(150), stateful_step_count=40)
