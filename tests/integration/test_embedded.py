"""The worker on the embedded broker: what can be tested without Java."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.broker.embedded import EmbeddedBroker
from tests.support.items import envelope
from tests.support.kafka import Topics, consume, produce
from tests.support.kafka.client import Record
from tests.support.waiting import PATIENCE, until
from tests.support.worker import Worker


@pytest.fixture
def embedded() -> Iterator[tuple[str, Topics]]:
    topics = Topics("raw-items", "enriched-items", "dead-letters", "dateline")
    with EmbeddedBroker(topics.raw, topics.enriched, topics.dead_letter) as broker:
        yield broker.address, topics


def test_records_and_dead_letters_come_out(embedded: tuple[str, Topics], tmp_path: Path) -> None:
    address, topics = embedded
    good: list[Record] = [
        (None, envelope(f"Berlin (dpa) - Bericht Nummer {n} aus dem Bundestag.", id=f"{n}"), {}) for n in range(50)
    ]
    produce(address, topics.raw, [*good, (None, b"{broken", {}), (b"gone", None, {})])
    with Worker(address, topics, tmp_path, {"DATELINE_DELIVERY": "at_least_once"}) as worker:
        records = consume(address, topics.enriched, 50, PATIENCE)
        letters = consume(address, topics.dead_letter, 2, PATIENCE)

        def lags() -> list[float] | None:
            found = [value for (name, _), value in worker.metrics().items() if name == "dateline_consumer_lag_items"]
            return found if len(found) == 4 and not any(found) else None

        until(lags, PATIENCE, "the lag of four partitions is 0")
        assert worker.terminate() == 0
    assert {record.key for record in records} == {str(n).encode() for n in range(50)}
    assert {letter.headers["dateline_reason"] for letter in letters} == {b"invalid_json", b"tombstone"}
    assert {letter.value for letter in letters} == {b"{broken", None}


def test_the_broker_ends_with_its_owner() -> None:
    with EmbeddedBroker("raw-items") as broker:
        process = broker.process
    assert process.poll() is not None
