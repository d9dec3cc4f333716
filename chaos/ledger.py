"""The verifier: what a read_committed consumer of the outputs sees, counted by item."""

from collections import Counter
from threading import Lock
from typing import Any

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, Message, TopicPartition

from chaos.acknowledged import Acknowledged, number_of
from chaos.background import Background

Place = tuple[str, int]
# What a consumer says of brokers that are away, and of a topic whose making it has not heard of yet.
_PASSING = {
    KafkaError._TRANSPORT,
    KafkaError._ALL_BROKERS_DOWN,
    KafkaError._TIMED_OUT,
    KafkaError._RESOLVE,
    KafkaError._UNKNOWN_PARTITION,
    KafkaError.UNKNOWN_TOPIC_OR_PART,
    KafkaError.UNKNOWN_TOPIC_ID,
}


class Ledger(Background):
    """Reads the output topics from their beginning and counts each item's occurrences."""

    def __init__(self, bootstrap: str, sent: Acknowledged) -> None:
        super().__init__("ledger")
        self._sent = sent
        self._lock = Lock()
        self._consumer = Consumer(_settings(bootstrap, "read_committed"))
        self._marks = Consumer(_settings(bootstrap, "read_uncommitted"))
        self._ends: dict[Place, int] = {}
        self._latest: dict[tuple[Place, int], int] = {}
        self._newest: dict[int, int] = {}
        self.count: Counter[int] = Counter()
        self.reasons: dict[int, str] = {}
        self.unwanted: Counter[str] = Counter()
        self.disordered: list[str] = []

    def follow(self, topic: str) -> None:
        """Read this topic too, from its beginning."""
        found = self._marks.list_topics(topic, timeout=30).topics[topic].partitions
        places = [(topic, partition) for partition in found]
        with self._lock:
            self._ends |= dict.fromkeys(places, 0)
            self._consumer.incremental_assign([TopicPartition(*place, OFFSET_BEGINNING) for place in places])

    def leave(self, topic: str) -> None:
        """Read this topic no longer: it is about to be deleted."""
        with self._lock:
            places = [place for place in self._ends if place[0] == topic]
            self._consumer.incremental_unassign([TopicPartition(*place) for place in places])
            self._ends = {place: end for place, end in self._ends.items() if place not in places}
            self._latest = {mark: number for mark, number in self._latest.items() if mark[0] not in places}

    def step(self) -> None:
        """One fetch."""
        with self._lock:
            for message in self._consumer.consume(1000, timeout=0.1):
                self._take(message)
        self.stopping.wait(0.01)

    @property
    def total(self) -> int:
        """Occurrences so far."""
        return self.count.total()

    def missing(self) -> set[int]:
        """Items that were sent and did not come out."""
        return self._sent.numbers() - self.count.keys()

    def duplicates(self) -> int:
        """Occurrences beyond each item's first."""
        return sum(times - 1 for times in self.count.values())

    def passed(self, number: int) -> bool:
        """Return whether every raw partition has put out an item with this number or a later one."""
        return all(self._newest.get(partition, -1) >= number for partition in range(self._sent.partitions))

    def at_end(self) -> bool:
        """Return whether everything is read, and no transaction is open in front of it."""
        with self._lock:
            ends = dict(self._ends)
        return all(end >= self._mark(place) for place, end in ends.items())

    def __exit__(self, *error: Any) -> None:
        super().__exit__(*error)
        self._consumer.close()
        self._marks.close()

    def _take(self, message: Message) -> None:
        place = (message.topic() or "", message.partition() or 0)
        if (error := message.error()) is None:
            self._enter(place, message)
        elif error.code() == KafkaError._PARTITION_EOF:
            self._ends[place] = message.offset() or 0
        elif error.code() not in _PASSING and not error.retriable():
            raise KafkaException(error)

    def _enter(self, place: Place, message: Message) -> None:
        number = number_of(message.key())
        if number is None:
            self.unwanted[str(message.key())] += 1
            return
        self.count[number] += 1
        headers = dict(message.headers() or [])
        if (reason := headers.get("dateline_reason")) is not None:
            self.reasons[number] = str(reason, "utf-8") if isinstance(reason, bytes) else reason
        if self.count[number] == 1:
            self._check_order(number, place)

    def _check_order(self, number: int, place: Place) -> None:
        """An item must stand behind those that were sent before it to the same raw partition."""
        partition = self._sent.partition_of(number)
        before = self._latest.get((place, partition), -1)
        if number < before:
            self.disordered.append(f"item {number} behind {before} in {place[0]}-{place[1]}")
        self._latest[place, partition] = max(number, before)
        self._newest[partition] = max(number, self._newest.get(partition, -1))

    def _mark(self, place: Place) -> int:
        marks = self._marks.get_watermark_offsets(TopicPartition(*place), timeout=30)
        return marks[1] if marks else 0


def _settings(bootstrap: str, isolation: str) -> dict[str, Any]:
    return {
        "bootstrap.servers": bootstrap,
        "group.id": "chaos-ledger",
        "isolation.level": isolation,
        "enable.auto.commit": False,
        "enable.partition.eof": True,
        "auto.offset.reset": "error",
        "topic.metadata.refresh.interval.ms": 2000,
        "log_level": 0,
    }
