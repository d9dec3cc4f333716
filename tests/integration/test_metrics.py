"""What the metrics say is what Kafka holds, whatever happens to workers on the way."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

from tests.support.formats.feed import Feed
from tests.support.items import envelope
from tests.support.kafka import KafkaBroker, Topics, committed, consume, consume_all, produce
from tests.support.kafka.client import Record
from tests.support.waiting import PATIENCE, until
from tests.support.worker import Metrics, Worker

POISON = b"{broken"


def items(first: int, count: int) -> list[Record]:
    """Stories, each tenth of them spoilt."""
    text = "Jakarta: Presiden Joko Widodo bertemu tamu ke-{} di Jakarta pada hari Senin."
    return [
        (None, POISON if n % 10 == 0 else envelope(text.format(n), id=f"item-{n}"), {})
        for n in range(first, first + count)
    ]


def total(metrics: Metrics, name: str, **labels: str) -> int:
    wanted = labels.items()
    return int(sum(value for (sample, found), value in metrics.items() if sample == name and wanted <= found))


def finished(metrics: Metrics) -> int:
    """Items that this worker has brought to their end."""
    ended = ("published", "dead_lettered")
    return sum(total(metrics, "dateline_items_finished_total", outcome=outcome) for outcome in ended)


def partitions(metrics: Metrics, name: str) -> set[str]:
    """For which partitions a gauge is there."""
    return {dict(labels)["partition"] for sample, labels in metrics if sample == name}


@contextmanager
def scraped(worker: Worker) -> Iterator[list[Metrics]]:
    """All that the worker's metrics said meanwhile, ten times a second."""
    scrapes: list[Metrics] = []
    done = Event()

    def scrape() -> None:
        while not done.is_set():
            with suppress(OSError):  # not listening yet, or no more
                scrapes.append(worker.metrics())
            done.wait(0.1)

    thread = Thread(target=scrape)
    thread.start()
    try:
        yield scrapes
    finally:
        done.set()
        thread.join()


def conserved(scrapes: list[Metrics]) -> bool:
    """Whether received = finished + in flight in every single scrape, and something was received in some."""
    for metrics in scrapes:
        received = total(metrics, "dateline_items_received_total")
        assert received == total(metrics, "dateline_items_finished_total") + total(metrics, "dateline_in_flight_items")
    return any(total(metrics, "dateline_items_received_total") for metrics in scrapes)


def test_items_are_conserved_in_metrics_and_on_kafka_across_a_kill_and_a_rebalance(
    kafka: KafkaBroker, topics: Topics, tmp_path: Path
) -> None:
    with Feed(kafka, topics, lambda first: items(first, 100)) as feed:
        with Worker(kafka.bootstrap, topics, tmp_path) as killed, scraped(killed) as of_killed:
            consume(kafka.bootstrap, topics.enriched, 200, PATIENCE)
            killed.kill()
        with Worker(kafka.bootstrap, topics, tmp_path) as first, scraped(first) as of_first:
            first.wait_ready()
            with Worker(kafka.bootstrap, topics, tmp_path) as second, scraped(second) as of_second:
                until(lambda: of_second and finished(of_second[-1]), PATIENCE, "the second has finished some")
                feed.end()

                def all_done() -> bool:
                    return sum(committed(kafka.bootstrap, topics.group, topics.raw).values()) == feed.sent

                until(all_done, PATIENCE, "everything is committed")

                def shared() -> list[Metrics] | None:
                    both = [first.metrics(), second.metrics()]
                    here, there = (partitions(metrics, "dateline_consumer_lag_items") for metrics in both)
                    lag = sum(total(metrics, "dateline_consumer_lag_items") for metrics in both)
                    in_flight = sum(total(metrics, "dateline_in_flight_items") for metrics in both)
                    return both if len(here) == len(there) == 2 and not here & there and not lag + in_flight else None

                both = until(shared, PATIENCE, "the lag of each partition is told by one worker, and is 0")
    assert all(conserved(scrapes) for scrapes in (of_killed, of_first, of_second))
    records = consume_all(kafka.bootstrap, topics.enriched)
    letters = consume_all(kafka.bootstrap, topics.dead_letter)
    origins = {(letter.headers["dateline_partition"], letter.headers["dateline_offset"]) for letter in letters}
    assert len({record.key for record in records}) == len(records) == feed.sent * 9 // 10
    assert len(origins) == len(letters) == feed.sent // 10
    by_the_killed = feed.sent - sum(finished(metrics) for metrics in both)
    assert 0 < finished(of_killed[-1]) <= by_the_killed
    assert total(of_first[-1], "dateline_rebalances_total") >= 2
    assert total(of_first[-1], "dateline_rebalance_duration_seconds_count") >= 1


def test_lag_leaves_out_what_the_log_no_longer_holds(kafka: KafkaBroker, topics: Topics, tmp_path: Path) -> None:
    produce(kafka.bootstrap, topics.raw, items(0, 50), partition=0)
    kafka.delete_before(topics.raw, 0, 40)
    homeless = Topics(topics.raw, topics.enriched, f"{topics.dead_letter}-never", topics.group)
    with Worker(kafka.bootstrap, homeless, tmp_path) as worker:
        place = frozenset({("topic", topics.raw), ("partition", "0")})

        def lag() -> Metrics | None:
            metrics = worker.metrics() if worker.probe("live") == 200 else {}
            return metrics if ("dateline_consumer_lag_items", place) in metrics else None

        metrics = until(lag, PATIENCE, "the lag is told")
        assert metrics["dateline_consumer_lag_items", place] == 10
        aged = until(lambda: worker.metrics()["dateline_oldest_uncommitted_age_seconds", place], PATIENCE, "it ages")
        assert aged > 0
