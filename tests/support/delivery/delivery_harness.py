"""A partition worker on a cluster in memory."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from typing import Any

from dateline.delivery.backlog import BatchSize
from dateline.delivery.instrument.metrics import DeliveryMetrics
from dateline.delivery.instrument.spans import BatchSpan, Traces, no_span
from dateline.delivery.outcome import Outcome, OutcomeBuilder
from dateline.delivery.partition_worker import PartitionWorker, PartitionWorkerContext
from dateline.delivery.sinks.transactional import TransactionalSink
from dateline.domain.rejection import Reason, Rejected, StageName
from dateline.domain.story import Story
from dateline.messages.message import Fetched, Incoming
from dateline.observe.health import Health
from dateline.observe.metrics import Metrics
from dateline.pipeline.stage import Results, StageRunner, catching
from dateline.pool.executor import InProcessExecutor
from dateline.pool.item_processor import ItemProcessor, Pipeline
from tests.support.delivery.mock_cluster import RAW, Cluster
from tests.support.waiting import PATIENCE

BAD = b"bad"


def item(offset: int, value: bytes | None = None) -> Incoming:
    """An item of the raw partition; its value tells its offset."""
    return Incoming(*RAW, offset, 1_709_544_667_000, b"key", b"item %d" % offset if value is None else value, ())


def quick(story: Story, around: StageRunner = catching) -> Results:  # noqa: ARG001 - as a pipeline is called
    """A pipeline for items whose content does not matter; commas stand between the stories of one."""
    parts = (story.raw or b"").split(b",")
    return tuple(_result(story, part, position if len(parts) > 1 else None) for position, part in enumerate(parts))


def _result(story: Story, part: bytes, position: int | None) -> Story | Rejected:
    if part == BAD:
        return Rejected(StageName.DECODE, Reason.INVALID_JSON, "bad", position=position)
    return replace(story, id=part.decode(), source="wire", record={"text": part.decode()}, position=position)


class AtOnce(Executor):
    """Runs what is submitted at once."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


def outcome_of(item: Incoming, pipeline: Pipeline = quick, traces: Traces | None = None) -> Outcome:
    """What a pipeline makes of an item, on topics named "enriched" and "dead"."""
    builder = OutcomeBuilder("dead", traces=traces)
    in_flight = builder.start(item)
    return builder.finish(in_flight, ItemProcessor(pipeline, "enriched")(in_flight.item))


@dataclass
class Harness:
    """A partition worker for the raw partition, with its metrics and health."""

    cluster: Cluster
    metrics: Metrics = field(default_factory=Metrics)
    health: Health = field(default_factory=Health)
    batch: BatchSize = field(default_factory=lambda: BatchSize(10, 10_000, 0.001))
    batch_span: BatchSpan = no_span
    traces: Traces | None = None
    rejoined: int = 0
    fetches: int = 0
    fetched_to: int = 0

    def __post_init__(self) -> None:
        self.health.recovered("group")
        limit = lambda topic: self.known_limits.get(topic, 1_000_000)  # noqa: E731
        outcomes = OutcomeBuilder("dead", limit, traces=self.traces)
        self.known_limits: dict[str, int] = {}
        context = PartitionWorkerContext(
            outcomes,
            InProcessExecutor(ItemProcessor(quick, "enriched"), AtOnce()),
            self.batch,
            DeliveryMetrics(self.metrics),
            self.health,
            self.cluster.log_end,
            self._rejoin,
            self.batch_span,
        )
        sink = TransactionalSink(RAW, "dateline", self.cluster.producer, self.cluster.committed_of, outcomes.limit)
        self.worker = PartitionWorker(RAW, sink, context)

    def fetch(self, items: Iterable[Incoming]) -> None:
        """Hand items to the worker as a fetch would."""
        fetched = list(items)
        self.worker.put(Fetched(RAW, self, self.fetches, fetched))
        self.fetches += 1
        self.fetched_to = fetched[-1].offset + 1

    async def finished(self) -> None:
        """Let the worker run until all that was fetched is delivered, or it has stopped."""
        await reached(lambda: self.worker.cancelled or (self.worker.next_offset or 0) >= self.fetched_to)

    def counted(self, name: str, **labels: str) -> float:
        return self.metrics.registry.get_sample_value(f"dateline_{name}", labels) or 0

    def _rejoin(self) -> None:
        self.rejoined += 1


async def reached(condition: Callable[[], bool]) -> None:
    """Let everything run until the condition holds."""
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(0)


def published(cluster: Cluster) -> list[str]:
    """Ids in the output topic, sorted by their number."""
    ids = [(taken.key or b"").decode() for taken in cluster.outputs if taken.topic == "enriched"]
    return sorted(ids, key=lambda name: int(name.split()[1]))


def ids(*numbers: int) -> list[str]:
    return [f"item {number}" for number in numbers]
