"""Whole workers on real Kafka: how fast they work off a backlog, how soon the first record is there, what memory they take."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median
from time import monotonic
from typing import NamedTuple

from confluent_kafka import Consumer, KafkaException, TopicPartition

from benchmarks import process_tree, workload
from benchmarks.reporting.results import CatchUp, Rates, Start
from tests.support.kafka import KafkaBroker, Topics, produce
from tests.support.kafka.client import COORDINATOR_MOVES, Record
from tests.support.waiting import until
from tests.support.worker import Worker

MEGABYTE = 1024 * 1024
PARTITIONS = 12
_PATIENCE = 3600.0
_OF_EACH = 500
_FOLDERS = count()


@dataclass
class Ground:
    """A broker, and where its workers' logs go."""

    broker: KafkaBroker
    folder: Path

    def backlog(self, kind: str, items: int) -> Topics:
        """Topics of their own with so many items."""
        topics = Topics.create(self.broker, PARTITIONS, PARTITIONS)
        self.send(topics, kind, range(items))
        return topics

    def send(self, topics: Topics, kind: str, numbers: range) -> None:
        """More of them, each of which was never there before."""
        payloads = workload.items(kind, _OF_EACH)
        records: Iterator[Record] = ((None, workload.renewed(payloads, number), {}) for number in numbers)
        produce(self.broker.bootstrap, topics.raw, records, timeout=_PATIENCE)

    def broker_seconds(self) -> float:
        """CPU time that the broker has used."""
        process = self.broker._process
        assert process is not None
        return process_tree.cpu_seconds(process.pid)

    def worker(self, topics: Topics, pool_size: int) -> Worker:
        """Return one that has just been started."""
        folder = self.folder / f"worker-{next(_FOLDERS)}"
        return Worker(self.broker.bootstrap, topics, folder, {"DATELINE_POOL_SIZE": str(pool_size)})


class Stretch(NamedTuple):
    """Items a second of a stretch of a backlog, and the CPU µs of an item in the workers' processes."""

    per_second: float
    worker: float


class Progress:
    """How many items of a raw topic its group has committed."""

    def __init__(self, ground: Ground, topics: Topics) -> None:
        self._consumer = Consumer({"bootstrap.servers": ground.broker.bootstrap, "group.id": topics.group})
        self._places = [TopicPartition(topics.raw, partition) for partition in range(PARTITIONS)]

    def __call__(self) -> int:
        """Now; none while the group's coordinator is only being made."""
        try:
            return sum(max(0, place.offset) for place in self._consumer.committed(self._places, timeout=30))
        except KafkaException as error:
            if error.args[0].code() in COORDINATOR_MOVES:
                return 0
            raise

    def reaches(self, items: int, interval: float = 0.05) -> float:
        """Wait for so many; the time then."""
        until(lambda: self() >= items, _PATIENCE, f"{items} items are committed", interval)
        return monotonic()


@contextmanager
def progress_of(ground: Ground, topics: Topics) -> Iterator[Progress]:
    """Closed at the end."""
    progress = Progress(ground, topics)
    try:
        yield progress
    finally:
        progress._consumer.close()


def by_pool_size(ground: Ground, items: int, rounds: int) -> Rates:
    """Return one worker with one process and with two, in turns."""
    return _rates(ground, items, rounds, {size: (1, size) for size in (1, 2)})


def by_workers(ground: Ground, items: int, rounds: int) -> Rates:
    """One, two and three workers with a process each, which share twelve partitions."""
    return _rates(ground, items, rounds, {number: (number, 1) for number in (1, 2, 3)})


def _rates(ground: Ground, items: int, rounds: int, shapes: dict[int, tuple[int, int]]) -> Rates:
    stretches: dict[int, list[Stretch]] = {number: [] for number in shapes}
    for _ in range(rounds):
        for number, shape in shapes.items():
            stretches[number].append(_stretch(ground, items, *shape))
    return Rates(
        items=items,
        kind=workload.STORY,
        per_second={number: round(median(s.per_second for s in found), 1) for number, found in stretches.items()},
        worker_micros={number: round(median(s.worker for s in found)) for number, found in stretches.items()},
    )


def _stretch(ground: Ground, items: int, workers: int, pool_size: int) -> Stretch:
    """From a tenth of the backlog to nine tenths, so that neither joining nor the last batches count."""
    topics = ground.backlog(workload.STORY, 0)
    with ExitStack() as stack:
        progress = stack.enter_context(progress_of(ground, topics))
        running = [stack.enter_context(ground.worker(topics, pool_size)) for _ in range(workers)]
        for worker in running:
            worker.wait_ready(_PATIENCE)
        ground.send(topics, workload.STORY, range(items))

        def cpu() -> float:
            return sum(process_tree.cpu_seconds(*process_tree.members(worker.process.pid)) for worker in running)

        begun, first, used = progress.reaches(items // 10), progress(), cpu()
        ended = progress.reaches(items * 9 // 10)
        done = progress() - first
        return Stretch(done / (ended - begun), 1e6 * (cpu() - used) / done)


def catch_up(ground: Ground, items: int) -> CatchUp:
    """Short texts, since they stress delivery most; from the first commit to the last."""
    topics = ground.backlog(workload.SHORT, items)
    with progress_of(ground, topics) as progress, ground.worker(topics, 2):
        begun = progress.reaches(1)
        return CatchUp(
            items=items, kind=workload.SHORT, seconds=round(progress.reaches(items, interval=0.5) - begun, 1)
        )


def start(ground: Ground, items: int, rounds: int) -> Start:
    """Return the seconds of each round, with one item there; memory after so many more, once they are committed."""
    seconds, memory = [], 0
    for _ in range(rounds):
        topics = ground.backlog(workload.STORY, 1)
        began = monotonic()
        with progress_of(ground, topics) as progress, ground.worker(topics, 2) as worker:
            seconds.append(round(progress.reaches(1, interval=0.02) - began, 2))
            ground.send(topics, workload.STORY, range(1, items))
            progress.reaches(items)
            memory = max(memory, process_tree.memory(worker.process.pid))
    return Start(seconds=seconds, memory_mb=round(memory / MEGABYTE, 1), memory_items=items)
