"""What is counted when items come in, finish, are given up, and when partitions come and go."""

import sys
from dataclasses import replace
from threading import Event, Thread
from time import time

import pytest
from prometheus_client.openmetrics.exposition import generate_latest

from dateline.delivery.instrument import metrics as module
from dateline.delivery.instrument.metrics import DeliveryMetrics
from dateline.delivery.outcome import Outcome
from dateline.domain.entities import Entity, EntityType, Mention
from dateline.domain.metadata import Timestamp
from dateline.domain.story import Category, Removed, Story
from dateline.messages.message import Partition
from dateline.observe.metrics import Metrics
from dateline.pipeline.stage import StageRunner
from tests.support.delivery.delivery_harness import BAD, item, outcome_of

PLACE = {"topic": "raw-items", "partition": "0"}
TRACE = ("traceparent", b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def delivered(metrics: Metrics) -> DeliveryMetrics:
    return DeliveryMetrics(metrics)


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(f"dateline_{name}", labels)


def outcome(number: int, value: bytes | None = None, *headers: tuple[str, bytes]) -> Outcome:
    return outcome_of(item(number, value)._replace(headers=headers))


def test_every_scrape_finds_received_equal_to_finished_plus_in_flight(
    metrics: Metrics, delivered: DeliveryMetrics
) -> None:
    outcomes = [outcome(n, None) for n in range(50)]
    done = Event()

    def work() -> None:
        while not done.is_set():
            delivered.received([one.item for one in outcomes])
            delivered.finished(outcomes[:30])
            delivered.abandoned(20)

    thread, interval = Thread(target=work), sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # so that a scrape comes between any two steps
    thread.start()
    try:
        moved = set()
        for _ in range(60):
            families = {family.name: family for family in metrics.registry.collect()}
            received, finished, in_flight = (
                sum(sample.value for sample in families[f"dateline_{name}"].samples)
                for name in ("items_received", "items_finished", "in_flight_items")
            )
            assert received == finished + in_flight
            moved.add(received)
    finally:
        sys.setswitchinterval(interval)
        done.set()
        thread.join()
    assert len(moved) > 3


def test_outcomes_are_counted_by_what_became_of_the_item(metrics: Metrics, delivered: DeliveryMetrics) -> None:
    outcomes = [outcome(0), outcome(1, BAD), outcome(2, b"item 5,bad")]
    delivered.received([one.item for one in outcomes])
    delivered.finished(outcomes)
    assert value(metrics, "items_received_total", topic="raw-items") == 3
    assert value(metrics, "received_bytes_total", topic="raw-items") == len(b"item 0" + BAD + b"item 5,bad")
    assert value(metrics, "items_finished_total", outcome="published") == 2
    assert value(metrics, "items_finished_total", outcome="dead_lettered") == 1
    assert value(metrics, "dead_letters_total", stage="decode", reason="invalid_json") == 2
    assert value(metrics, "published_records_total") == 2
    assert value(metrics, "published_bytes_total") == sum(
        len(one.messages[0].value or b"") for one in (outcomes[0], outcomes[2])
    )
    assert value(metrics, "in_flight_items") == 0


def test_what_records_hold_is_counted(metrics: Metrics, delivered: DeliveryMetrics) -> None:
    def enrich(story: Story, around: StageRunner) -> tuple[Story, ...]:  # noqa: ARG001 - as a pipeline is called
        removed = tuple(Removed(Category.RELATED, "x", n, 0, "rule", 1.0) for n in range(3))
        entities = (Entity(EntityType.PLACE, "Beirut", (Mention("Beirut", 0, 6),)),)
        tongue = (story.raw or b"").decode()
        return (replace(story, id="1", source="s", language=tongue, removed=removed, entities=entities),)

    outcomes = [outcome_of(item(n, tongue), enrich) for n, tongue in enumerate([b"de", b"xh", b"zu"])]
    delivered.received([one.item for one in outcomes])
    delivered.finished(outcomes)
    assert value(metrics, "boilerplate_removed_lines_total", category="related") == 9
    assert value(metrics, "entities_tagged_total", type="LOC") == 3
    assert value(metrics, "languages_total", language="de") == 1
    assert value(metrics, "languages_total", language="other") == 2
    assert value(metrics, "languages_total", language="zu") is None


def test_ages_count_from_the_append_and_from_publication(
    metrics: Metrics, delivered: DeliveryMetrics, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = Timestamp("2024-03-04T09:31:00+00:00", "Mon, 04 Mar 2024 09:31:00 GMT")

    def enrich(story: Story, around: StageRunner) -> tuple[Story, ...]:  # noqa: ARG001 - as a pipeline is called
        return (replace(story, id="1", source="s", published=published),)

    one = outcome_of(item(0), enrich)
    monkeypatch.setattr(module, "time", lambda: item(0).timestamp / 1000 + 42)  # item 0 was appended at 09:31:07
    delivered.received([one.item])
    delivered.finished([one])
    assert value(metrics, "end_to_end_age_seconds_sum") == pytest.approx(42)
    assert value(metrics, "end_to_end_age_seconds_bucket", le="60.0") == 1
    assert value(metrics, "end_to_end_age_seconds_bucket", le="30.0") == 0
    assert value(metrics, "publication_age_seconds_sum") == pytest.approx(49)


def test_the_trace_of_an_item_is_an_exemplar(metrics: Metrics, delivered: DeliveryMetrics) -> None:
    outcomes = [outcome(0, None, TRACE), outcome(1, BAD, TRACE)]
    delivered.received([one.item for one in outcomes])
    delivered.finished(outcomes)
    lines = generate_latest(metrics.registry).decode().splitlines()  # type: ignore[no-untyped-call]
    marked = [line for line in lines if '# {trace_id="4bf92f3577b34da6a3ce929d0e0e4736"}' in line]
    assert {line.split("{")[0] for line in marked} == {
        "dateline_end_to_end_age_seconds_bucket",
        "dateline_dead_letters_total",
    }


def test_gauges_of_a_partition_go_with_it_and_those_of_others_stay(
    metrics: Metrics, delivered: DeliveryMetrics
) -> None:
    here, there = Partition("raw-items", 0), Partition("raw-items", 1)
    for partition in (here, there):
        delivered.set_lag(partition, 3)
        delivered.committed(partition, 5)
        delivered.set_oldest(partition, None)
    delivered.revoked(here)
    delivered.revoked(here)
    for name in ("consumer_lag_items", "committed_offset", "oldest_uncommitted_age_seconds"):
        assert value(metrics, name, **PLACE) is None
        assert value(metrics, name, topic="raw-items", partition="1") is not None


def test_the_oldest_item_ages_until_it_is_committed(metrics: Metrics, delivered: DeliveryMetrics) -> None:
    partition = Partition("raw-items", 0)
    delivered.set_oldest(partition, int((time() - 300) * 1000))
    assert value(metrics, "oldest_uncommitted_age_seconds", **PLACE) == pytest.approx(300, abs=5)
    delivered.set_oldest(partition, None)
    assert value(metrics, "oldest_uncommitted_age_seconds", **PLACE) == 0


def test_a_rebalance_lasts_from_giving_up_to_being_given(
    metrics: Metrics, delivered: DeliveryMetrics, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([10.0, 13.5])
    monkeypatch.setattr(module, "monotonic", lambda: next(clock))
    delivered.assigned()  # the first time there was nothing to give up
    delivered.rebalancing()
    delivered.rebalancing()
    delivered.assigned()
    assert value(metrics, "rebalances_total") == 2
    assert value(metrics, "rebalance_duration_seconds_count") == 1
    assert value(metrics, "rebalance_duration_seconds_sum") == 3.5
