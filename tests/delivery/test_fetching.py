"""How much is taken from the fetcher at once: bounded by bytes as they are unpacked, and by messages."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka.errors import KafkaError
from aiokafka.structs import TopicPartition

from dateline.delivery.faust_transport import ConsumerThread
from dateline.kafka.timeouts import FETCH_BYTES, FETCH_FIRST, FETCH_RECORDS

PLACES = [TopicPartition("raw", number) for number in range(3)]


class Fetcher:
    """Has so many messages of a size for each partition; fails once it is asked that often."""

    def __init__(self, count: int, size: int, fails_at: int = 0) -> None:
        self._waiting = {
            place: [SimpleNamespace(topic="raw", partition=place.partition, offset=n, timestamp=0, key=None, value=b"x" * size, headers=())
                    for n in range(count)]
            for place in PLACES
        }  # fmt: skip
        self._fails_at, self._asked = fails_at, 0

    async def fetched_records(self, wanted: set[TopicPartition], timeout: float = 0, max_records: int = 0) -> Any:  # noqa: ARG002
        """As aiokafka's: one partition after the other."""
        self._asked += 1
        if self._asked == self._fails_at:
            raise KafkaError("another partition's")
        taken: dict[TopicPartition, list[Any]] = {}
        for place in PLACES:
            found, self._waiting[place] = self._waiting[place][:max_records], self._waiting[place][max_records:]
            max_records -= len(found)
            taken |= {place: found} if found else {}
        return taken


class Thread(ConsumerThread):
    """Without a thread, over a fetcher of the test's."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher

    def _ensure_consumer(self) -> Any:
        subscription = SimpleNamespace(
            fetch_context=_nothing, reassignment_in_progress=False, subscription=SimpleNamespace(assignment=self)
        )
        return SimpleNamespace(_subscription=subscription, _fetcher=self._fetcher, assignment=lambda: set(PLACES))


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def fetch(thread: Thread) -> list[list[int]]:
    return [[item.offset for item in each.items] for each in asyncio.run(thread._fetch(set()))]


@pytest.mark.parametrize(("size", "most"), [(0, FETCH_RECORDS), (100, FETCH_RECORDS), (100_000, FETCH_BYTES // 100_000), (FETCH_BYTES, FETCH_FIRST)])  # fmt: skip
def test_as_many_are_taken_as_fit(size: int, most: int) -> None:
    assert sum(map(len, fetch(Thread(Fetcher(3000 if size < 1000 else 60, size))))) == most


def test_all_that_waits_comes_in_its_order_with_one_fetch_for_a_partition() -> None:
    thread = Thread(Fetcher(100, 1000))
    assert fetch(thread) == [list(range(100))] * 3
    assert fetch(thread) == []


def test_what_was_taken_before_a_failure_is_not_lost() -> None:
    assert fetch(Thread(Fetcher(100, 1000, fails_at=2))) == [list(range(FETCH_FIRST))]


def test_a_failure_before_anything_is_told() -> None:
    with pytest.raises(KafkaError):
        fetch(Thread(Fetcher(100, 1000, fails_at=1)))
