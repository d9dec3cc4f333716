"""A partition worker delivers every item once, in order, whatever fails on the way."""

import asyncio
import random
from collections.abc import Coroutine
from typing import Any

import pytest
from aiokafka.errors import (
    KafkaConnectionError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    NotEnoughReplicasError,
    OutOfOrderSequenceNumber,
    ProducerFenced,
    UnknownTopicOrPartitionError,
)

from dateline.delivery.partition_worker import State
from dateline.kafka import timeouts
from tests.support.delivery.delivery_harness import BAD, Harness, ids, item, published, reached
from tests.support.delivery.mock_cluster import RAW, Cluster
from tests.support.waiting import PATIENCE

NOISE = random.Random(7).randbytes(3000).hex().encode()  # that no compression makes small
AWAY: Exception = KafkaConnectionError("no broker")


def run(work: Coroutine[Any, Any, None]) -> None:
    """Runs to the end, which must come soon: a worker that never gives up must not hang the tests."""
    asyncio.run(asyncio.wait_for(work, PATIENCE))


async def deliver(bench: Harness, *batches: list[Any]) -> None:
    """Start the worker, hand it the batches and let it work."""
    bench.worker.start()
    for batch in batches:
        bench.fetch(batch)
        await bench.finished()
    await bench.worker.stop(0)


def test_records_dead_letters_and_the_offset_behind_them_commit_together() -> None:
    bench = Harness(cluster := Cluster())
    run(deliver(bench, [item(0), item(1, BAD), item(2)]))
    assert published(cluster) == ids(0, 2)
    (letter,) = [taken for taken in cluster.outputs if taken.topic == "dead"]
    assert (letter.value, letter.headers["dateline_reason"]) == (BAD, b"invalid_json")
    assert cluster.commits == [3]
    assert bench.counted("items_finished_total", outcome="published") == 2
    assert bench.counted("items_finished_total", outcome="dead_lettered") == 1
    assert bench.counted("dead_letters_total", stage="decode", reason="invalid_json") == 1
    assert bench.counted("committed_offset", topic=RAW.topic, partition="0") == 3


def test_the_stories_of_one_item_and_the_dead_letter_of_others_commit_together() -> None:
    bench = Harness(cluster := Cluster())
    run(deliver(bench, [item(0, b"item 10,bad,item 11,bad"), item(1)]))
    assert published(cluster) == ids(1, 10, 11)
    (letter,) = [taken for taken in cluster.outputs if taken.topic == "dead"]
    assert letter.value == b"item 10,bad,item 11,bad"
    assert (letter.headers["dateline_reason"], letter.headers["dateline_positions"]) == (b"invalid_json", b"1,3")
    assert cluster.commits == [2]
    assert bench.counted("items_finished_total", outcome="published") == 2
    assert bench.counted("published_records_total") == 3
    assert bench.counted("dead_letters_total", stage="decode", reason="invalid_json") == 2
    assert bench.counted("in_flight_items") == 0


def test_of_an_items_stories_only_those_too_large_become_dead_letters() -> None:
    bench = Harness(cluster := Cluster(limits={"enriched": 2000}))
    run(deliver(bench, [item(0, b"item 10,item 12 " + NOISE + b",item 11"), item(1)]))
    assert published(cluster) == ids(1, 10, 11)
    (letter,) = [taken for taken in cluster.outputs if taken.topic == "dead"]
    assert letter.headers["dateline_reason"] == b"output_too_large"
    assert letter.headers["dateline_positions"] == b"1"
    assert cluster.committed == {RAW: 2}


def test_the_same_key_goes_to_the_same_partition_in_order() -> None:
    bench = Harness(cluster := Cluster())
    run(deliver(bench, [item(n, b"same 1") for n in range(5)], [item(n, b"same 1") for n in range(5, 9)]))
    assert len({taken.partition for taken in cluster.outputs}) == 1
    assert cluster.commits == [5, 9]


@pytest.mark.parametrize(
    "operation",
    [
        "metadata of enriched",
        "send",
        "send to enriched",
        "offsets",
        "commit",
        "answer to commit",
    ],
)
@pytest.mark.parametrize(
    "error",
    [AWAY, KafkaTimeoutError(), NotEnoughReplicasError(), OutOfOrderSequenceNumber(), UnknownTopicOrPartitionError(), ValueError("x")],
)  # fmt: skip
def test_a_batch_that_fails_is_delivered_again_and_nothing_twice(operation: str, error: Exception) -> None:
    bench = Harness(cluster := Cluster())
    cluster.faults.extend([(operation, error)] * 2)
    run(deliver(bench, [item(0), item(1)], [item(2)]))
    assert published(cluster) == ids(0, 1, 2)
    assert cluster.committed == {RAW: 3}
    assert bench.counted("in_flight_items") == 0
    assert 1 <= bench.counted("produce_errors_total") <= 2
    assert bench.rejoined == 0


@pytest.mark.parametrize("operation", ["start", "committed"])
def test_a_worker_that_cannot_open_its_sink_retries(operation: str) -> None:
    bench = Harness(cluster := Cluster())
    cluster.faults.extend([(operation, AWAY)] * 4)
    run(deliver(bench, [item(0)]))
    assert published(cluster) == ids(0)


def test_it_says_why_it_is_not_ready_and_that_it_is_again(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Harness(cluster := Cluster())
    told: list[str | None] = []
    monkeypatch.setattr(timeouts, "SILENT_ATTEMPTS", 3)
    cluster.faults.extend([("metadata of enriched", UnknownTopicOrPartitionError("enriched"))] * 3)

    async def watched() -> None:
        bench.worker.start()
        bench.fetch([item(0)])
        while not cluster.outputs:
            told.append(bench.health.readiness())
            await asyncio.sleep(0)
        await bench.finished()
        assert bench.health.readiness() is None
        await bench.worker.stop(0)

    run(watched())
    assert told[0] is None
    assert "raw-items-0" in str(told[-1])
    assert "enriched" in str(told[-1])


@pytest.mark.parametrize("operation", ["send", "send to enriched", "offsets", "commit"])
def test_a_fenced_worker_leaves_its_partition_alone_and_rejoins(operation: str) -> None:
    bench = Harness(cluster := Cluster())
    cluster.faults.append((operation, ProducerFenced()))
    run(deliver(bench, [item(0)], [item(1)]))
    assert bench.rejoined == 1
    assert cluster.outputs == []
    assert cluster.committed == {}
    assert bench.counted("items_finished_total", outcome="revoked") == 1
    assert bench.counted("in_flight_items") == 0


def test_what_the_former_owner_committed_is_not_delivered_again() -> None:
    bench = Harness(cluster := Cluster(committed={RAW: 7}))
    run(deliver(bench, [item(n) for n in range(5, 9)]))
    assert published(cluster) == ids(7, 8)


def test_offsets_with_gaps_are_delivered_like_any_others() -> None:
    bench = Harness(cluster := Cluster(committed={RAW: 7}))
    run(deliver(bench, [item(9), item(12)], [item(40)]))
    assert published(cluster) == ids(9, 12, 40)
    assert cluster.commits == [13, 41]


def test_a_fetch_that_is_missing_shows_and_nothing_behind_it_is_delivered() -> None:
    bench = Harness(cluster := Cluster())
    bench.fetches = 1
    run(deliver(bench, [item(3)]))
    assert bench.rejoined == 1
    assert cluster.outputs == []


def test_a_topic_that_was_recreated_is_read_from_its_new_beginning() -> None:
    bench = Harness(cluster := Cluster(committed={RAW: 500}, log_ends={RAW: 3}))

    async def recreated() -> None:
        bench.worker.start()
        bench.fetch([item(0), item(1), item(2)])
        await reached(lambda: bench.worker.next_offset == 3)
        await bench.worker.stop(0)

    run(recreated())
    assert published(cluster) == ids(0, 1, 2)
    assert cluster.committed == {RAW: 3}


def test_offsets_that_went_back_while_the_worker_held_the_partition_are_checked_again() -> None:
    bench = Harness(cluster := Cluster())

    async def reset() -> None:
        bench.worker.start()
        bench.fetch([item(0), item(1)])
        await bench.finished()
        cluster.committed[RAW] = 0
        bench.fetch([item(0)])
        await reached(lambda: bench.worker.cancelled)
        await bench.worker.stop(0)

    run(reset())
    assert bench.rejoined == 1
    assert published(cluster) == ids(0, 1)


def test_commits_of_somebody_else_in_the_middle_of_a_batch_are_noticed() -> None:
    bench = Harness(cluster := Cluster())

    async def interfered() -> None:
        bench.worker.start()
        bench.fetch([item(0), item(1)])
        await bench.finished()
        cluster.committed[RAW] = 90
        cluster.faults.append(("commit", AWAY))
        bench.fetch([item(2)])
        await bench.finished()
        await bench.worker.stop(0)

    run(interfered())
    assert bench.rejoined == 1
    assert published(cluster) == ids(0, 1)


def test_a_record_above_its_topics_limit_is_a_dead_letter_and_its_neighbors_are_published() -> None:
    bench = Harness(cluster := Cluster(limits={"enriched": 2000}))
    bench.known_limits["enriched"] = 2000
    run(deliver(bench, [item(0), item(1, b"item 1 " + NOISE), item(2)]))
    assert published(cluster) == ids(0, 2)
    (letter,) = [taken for taken in cluster.outputs if taken.topic == "dead"]
    assert letter.headers["dateline_reason"] == b"output_too_large"
    assert cluster.commits == [3]


def test_a_limit_that_nobody_told_of_is_found_by_delivering_each_alone() -> None:
    bench = Harness(cluster := Cluster(limits={"enriched": 2000}))
    run(deliver(bench, [item(0), item(1, b"item 1 " + NOISE), item(2)], [item(3)]))
    assert published(cluster) == ids(0, 2, 3)
    (letter,) = [taken for taken in cluster.outputs if taken.topic == "dead"]
    assert letter.headers["dateline_reason"] == b"output_too_large"
    assert cluster.commits == [1, 2, 3, 4]


def test_a_dead_letter_that_its_topic_refuses_stops_the_worker_until_it_is_taken() -> None:
    bench = Harness(cluster := Cluster())
    cluster.faults.extend([("send to dead", MessageSizeTooLargeError())] * 7)
    run(deliver(bench, [item(0), item(1, BAD), item(2)], [item(3)]))
    assert published(cluster) == ids(0, 2, 3)
    assert cluster.commits == sorted(cluster.commits)
    assert cluster.faults == []


def test_stopping_gives_a_commit_under_way_its_time() -> None:
    bench = Harness(cluster := Cluster())

    async def stopped() -> None:
        bench.worker.start()
        bench.fetch([item(0)])
        while bench.worker.state is not State.DELIVERING:
            await asyncio.sleep(0)
        await bench.worker.stop(1)

    run(stopped())
    assert published(cluster) == ids(0)
    assert cluster.committed == {RAW: 1}


def test_stopping_while_a_broker_is_away_commits_nothing() -> None:
    bench = Harness(cluster := Cluster())
    cluster.faults.extend([("commit", AWAY)] * 10_000)

    async def stopped() -> None:
        bench.worker.start()
        bench.fetch([item(0)])
        await reached(lambda: len(cluster.faults) < 9_990)
        await bench.worker.stop(1)

    run(stopped())
    assert cluster.outputs == []
    assert cluster.committed == {}
    assert bench.counted("in_flight_items") == 0
