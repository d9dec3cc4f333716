"""Processes that are killed over one item: it becomes a dead letter with its reason, its neighbours don't, and the pool is whole again."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from dateline.delivery.instrument.metrics import StageMetrics
from dateline.delivery.outcome import Outcome, OutcomeBuilder
from dateline.domain.rejection import Reason
from dateline.observe.health import Health
from dateline.observe.metrics import Metrics
from dateline.pipeline.pipeline import process
from dateline.pool import pool
from dateline.pool.fork_protocol import ForkServer
from dateline.pool.pool import Pool
from dateline.pool.process_memory import proportional_set_size
from tests.support.delivery.batch_context import CountingBatch
from tests.support.delivery.delivery_harness import BAD, item, outcome_of
from tests.support.items import envelope
from tests.support.waiting import PATIENCE, until

PATHOLOGICAL = "tests.support.pathological:load"


@dataclass
class Work:
    """A pool at work."""

    pool: Pool
    metrics: Metrics
    health: Health
    batch: CountingBatch = field(default_factory=CountingBatch)

    def of(self, *values: bytes) -> list[Outcome]:
        builder = OutcomeBuilder("dead", watchers=(StageMetrics(self.metrics),))
        in_flight = [builder.start(item(number, value)) for number, value in enumerate(values)]
        processed = asyncio.run(self.pool.process([each.item for each in in_flight], self.batch))
        return [builder.finish(*pair) for pair in zip(in_flight, processed, strict=bool(processed))]

    def count(self, name: str, **labels: str) -> float:
        return self.metrics.registry.get_sample_value(f"dateline_{name}", labels) or 0


@pytest.fixture(scope="module")
def work() -> Iterator[Work]:
    """Two processes of a pipeline with ways to go wrong, a tenth of a second of CPU time and little memory for each item."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATELINE_ITEM_SECONDS", "0.1")
        patch.setenv("DATELINE_ITEM_MEMORY_BYTES", str(64 * 1024 * 1024))
        metrics, health = Metrics(), Health()
        both = Pool(2, metrics, health, ForkServer(PATHOLOGICAL))
        both.start()
        yield Work(both, metrics, health)
        both.close()


def said(outcomes: list[Outcome]) -> list[str]:
    return [
        one.rejections[0].reason.value if one.rejections else (one.messages[0].key or b"").decode() for one in outcomes
    ]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (b"spin", Reason.DEADLINE),
        (b"match for ever", Reason.DEADLINE),
        (b"allocate", Reason.MEMORY),
        (b"segfault", Reason.CRASH),
        (b"abort", Reason.CRASH),
        (b"exit", Reason.CRASH),
        (b"recurse", Reason.STAGE_EXCEPTION),
        (b"raise", Reason.STAGE_EXCEPTION),
        (BAD, Reason.INVALID_JSON),
    ],
    ids=str,
)
def test_one_item_goes_wrong_and_its_neighbours_come_out_in_order(work: Work, value: bytes, reason: Reason) -> None:
    values = [b"a%d" % number for number in range(20)]
    values[7:7] = [value]
    expected = [one.decode() for one in values]
    expected[7] = reason.value
    assert said(work.of(*values)) == expected
    assert said(work.of(b"x", b"y", b"z")) == ["x", "y", "z"]


def test_a_dead_letter_tells_the_stage_and_the_place_in_the_code(work: Work) -> None:
    (spun, crashed) = work.of(b"spin", b"segfault")
    assert (spun.rejections[0].stage, crashed.rejections[0].stage) == ("strip", "strip")
    assert "pathological.py line" in spun.rejections[0].detail
    assert "in spin" in spun.rejections[0].detail
    assert "SIGSEGV" in crashed.rejections[0].detail
    assert spun.messages[0].topic == "dead"


def test_every_process_that_ended_is_counted_and_replaced(work: Work) -> None:
    before = work.count("pool_restarts_total", reason="deadline")
    work.of(b"spin", b"a", b"spin")
    assert work.count("pool_restarts_total", reason="deadline") == before + 2
    work.of(b"a", b"b", b"c", b"d", b"e", b"f")
    assert work.count("pool_workers") == 2


def test_a_process_is_followed_by_a_new_one_after_many_items_and_that_is_no_restart(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_ITEMS_PER_PROCESS", 4)
    reasons = [reason.value for reason in (Reason.DEADLINE, Reason.MEMORY, Reason.CRASH)]
    before = [work.count("pool_restarts_total", reason=reason) for reason in reasons]
    processes = {process for _ in range(6) for process in said(work.of(*[b"pid"] * 6))}
    assert len(processes) > 4
    assert said(work.of(*(b"a%d" % number for number in range(12)))) == [f"a{number}" for number in range(12)]
    assert [work.count("pool_restarts_total", reason=reason) for reason in reasons] == before
    assert work.count("pool_workers") <= 2


def test_memory_of_all_processes_is_told(work: Work) -> None:
    work.of(b"a", b"b", b"c", b"d", b"e", b"f")
    parts = work.pool.pids
    assert len(parts) == 3
    assert work.count("pool_memory_bytes") == pytest.approx(sum(map(proportional_set_size, parts)), rel=0.2)
    assert work.count("pool_memory_bytes") > 10 * 1024 * 1024


def test_a_process_that_is_killed_from_outside_costs_no_item(work: Work) -> None:
    (told,) = work.of(b"pid")
    os.kill(int(said([told])[0]), signal.SIGKILL)
    assert said(work.of(*(b"a%d" % number for number in range(12)))) == [f"a{number}" for number in range(12)]


def test_a_new_process_is_forked_and_not_loaded_again(work: Work) -> None:
    server = work.pool.fork_server.pid
    before = set(work.pool.pids)
    assert said(work.of(b"segfault", b"segfault")) == ["crash", "crash"]
    work.of(*[b"a"] * 12)
    forked = set(work.pool.pids) - before
    assert forked
    assert {_parent(pid) for pid in forked} == {server}


def test_waiting_is_no_work(work: Work) -> None:
    assert said(work.of(b"wait")) == ["wait"]  # five times the deadline, by the clock


def test_a_cancelled_batch_gets_nothing_and_the_pool_goes_on(work: Work) -> None:
    work.batch = CountingBatch(patience=1)
    assert work.of(*(b"a%d" % number for number in range(12))) == []
    work.batch = CountingBatch()
    assert said(work.of(b"a")) == ["a"]


def test_durations_of_stages_come_back_to_the_parent(work: Work) -> None:
    before = work.count("stage_duration_seconds_count", stage="strip")
    work.of(b"a", b"b", b"c")
    assert work.count("stage_duration_seconds_count", stage="strip") == before + 3
    assert work.count("item_duration_seconds_count") >= 3


def test_a_fork_server_that_is_killed_is_started_again(work: Work) -> None:
    killed = work.pool.fork_server.pid
    os.kill(killed, signal.SIGKILL)
    until(lambda: not _alive(killed), PATIENCE, "the fork server is gone")
    assert said(work.of(b"segfault", b"a", b"b")) == ["crash", "a", "b"]


def test_the_product_makes_the_same_bytes_in_a_pool() -> None:
    values = [
        envelope("Prime Minister Keir Starmer visited Cardiff.\nAll rights reserved"),
        b"{broken",
        envelope("Two.\nThree."),
    ]
    metrics, health = Metrics(), Health()
    pool = Pool(2, metrics, health)
    pool.start()
    assert "the pipeline is being loaded" in (health.readiness() or "")
    work = Work(pool, metrics, health)
    try:
        there = work.of(*values)
    finally:
        pool.close()
    assert "pipeline" not in (health.readiness() or "")
    here = [outcome_of(item(number, value), process) for number, value in enumerate(values)]
    assert [[(m.key, m.value) for m in one.messages] for one in there] == [
        [(m.key, m.value) for m in one.messages] for one in here
    ]


def test_a_pool_that_is_still_loading_ends_at_once() -> None:
    pool = Pool(1, Metrics(), Health(), ForkServer("tests.support.never_loaded:process"))
    pool.start()
    server = pool.fork_server.pid
    until(lambda: pool.fork_server.busy, PATIENCE, "a thread waits for the fork server")
    pool.close()
    assert not _alive(server)


def test_nothing_is_left_when_the_parent_is_killed(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    parent = subprocess.Popen([sys.executable, "-m", "tests.support.pathological", str(pids)])
    until(pids.exists, PATIENCE, "the pool works")
    parent.kill()
    parent.wait()
    children = [int(pid) for pid in pids.read_text().split()]
    assert len(children) == 3
    until(lambda: not any(_alive(pid) for pid in children), PATIENCE, "all processes are gone")


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
