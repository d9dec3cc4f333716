"""What breaks raises the alerts that it should and no other, in a real Prometheus; windows are sixty times shorter."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from monitoring.rules import groups
from tests.support.formats.feed import Feed
from tests.support.items import envelope
from tests.support.kafka import KafkaBroker, Topics, committed, produce
from tests.support.kafka.client import Record
from tests.support.prometheus.server import Prometheus
from tests.support.waiting import PATIENCE, until
from tests.support.worker import Worker

HURRY = 60
# Longer than any alert's `for` that is met at once, so that another one would have come by then.
A_WHILE = 5.0
BACKLOG = 8000


def stories(first: int, count: int = 20) -> list[Record]:
    text = "Jakarta: Presiden Joko Widodo bertemu tamu ke-{} di Jakarta pada hari Senin."
    return [(None, envelope(text.format(n), id=f"item-{n}"), {}) for n in range(first, first + count)]


def poison(first: int) -> list[Record]:
    return [(None, b"{broken", {})] * 20 + stories(first)


@pytest.fixture
def prometheus(tmp_path: Path) -> Iterator[Prometheus]:
    with Prometheus(tmp_path / "prometheus", groups(HURRY)) as prometheus:
        yield prometheus


# On a busy machine items are late, and the alert that says so is right; its rule is tested on made-up series.
BY_SPEED = {"DatelinePublishedLate"}


def exactly(prometheus: Prometheus, *alerts: str) -> None:
    """Returns once these fire; fails where another one does, then or in the while after."""
    wanted = set(alerts)

    def fire() -> bool:
        firing = prometheus.firing() - BY_SPEED
        assert firing <= wanted, f"{firing - wanted} should not fire"
        return firing == wanted

    until(fire, PATIENCE, f"{sorted(wanted)} fire", 0.25)
    since = monotonic()
    until(lambda: fire() and monotonic() - since > A_WHILE, PATIENCE, f"{sorted(wanted)} go on firing", 0.25)


def has_scraped(prometheus: Prometheus) -> bool:
    return bool(prometheus.query("dateline_build_info"))


def test_all_is_quiet_while_all_is_well_and_a_worker_that_stops_is_missed(
    kafka: KafkaBroker, topics: Topics, tmp_path: Path, prometheus: Prometheus
) -> None:
    with Worker(kafka.bootstrap, topics, tmp_path) as worker, Feed(kafka, topics, stories):
        worker.wait_ready()
        prometheus.scrape(worker.port)
        until(lambda: has_scraped(prometheus), PATIENCE, "the worker is scraped")
        until(lambda: not prometheus.firing(), PATIENCE, "what fired before it was there is over")
        exactly(prometheus)
        assert worker.terminate() == 0
        exactly(prometheus, "DatelineWorkerDown", "DatelineDown")


def test_a_flood_of_poison_raises_the_alerts_of_dead_letters(
    kafka: KafkaBroker, topics: Topics, tmp_path: Path, prometheus: Prometheus
) -> None:
    with Worker(kafka.bootstrap, topics, tmp_path) as worker, Feed(kafka, topics, stories) as feed:
        worker.wait_ready()
        prometheus.scrape(worker.port)
        until(lambda: has_scraped(prometheus), PATIENCE, "the worker is scraped")
        until(lambda: not prometheus.firing(), PATIENCE, "what fired before it was there is over")
        feed.make = poison
        exactly(prometheus, "DatelineDeadLetterSpike", "DatelineDeadLettersOverBudget")


def test_a_broker_that_is_killed_stalls_the_worker_and_nothing_else_until_it_is_back(
    kafka: KafkaBroker, topics: Topics, tmp_path: Path, prometheus: Prometheus
) -> None:
    produce(kafka.bootstrap, topics.raw, stories(0, BACKLOG))
    with Worker(kafka.bootstrap, topics, tmp_path) as worker:
        prometheus.scrape(worker.port)
        busy = "dateline_oldest_uncommitted_age_seconds > 0"
        until(lambda: prometheus.query(busy), PATIENCE, "the worker is at work", 0.1)
        kafka.kill()
        try:
            until(lambda: "DatelineDown" not in prometheus.firing(), PATIENCE, "what fired before it was there is over")
            exactly(prometheus, "DatelineStalled")
        finally:
            kafka.start()

        def all_done() -> bool:
            return sum(committed(kafka.bootstrap, topics.group, topics.raw).values()) == BACKLOG

        until(all_done, PATIENCE, "everything is committed")
        exactly(prometheus)
