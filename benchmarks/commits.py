"""What a transaction costs: one after the other in one partition, through the product's own sink."""

import asyncio
import logging
from pathlib import Path
from statistics import fmean
from time import perf_counter, process_time
from typing import NamedTuple

from benchmarks.reporting.results import Commit
from benchmarks.workers_on_kafka import Ground
from dateline.delivery.outcome import Outcome, OutcomeBuilder
from dateline.delivery.sinks.guarantee import ExactlyOnce
from dateline.messages.message import Incoming, Outgoing, Partition
from dateline.pool.item_processor import Processed, RenderedRecord
from dateline.settings import Settings
from tests.support.kafka import Topics, committed

SIZES = (1, 100)
RECORD_BYTES = 3000
# Transactions that nobody is timed over: the broker compiles what it does often.
_WARMING = 50
_IDLE_SECONDS = 4.0
_FEW, _LARGE_BYTES = 10, 60_000
# Text, so that compression finds what it finds in records.
_TEXT = b"".join(file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py")))


class Spent(NamedTuple):
    """Seconds by the clock, of our CPU and of the broker's."""

    wall: float
    own: float
    broker: float


def commits(ground: Ground, transactions: int) -> Commit:
    """Of one record, of a full batch, and of a few large records."""
    # It tells each time that the broker still writes the marks of the transaction before, which is part of the price.
    logging.getLogger("aiokafka").setLevel(logging.ERROR)
    found = {size: asyncio.run(_measured(ground, size, RECORD_BYTES, transactions)) for size in SIZES}
    small, large = (asyncio.run(_measured(ground, _FEW, each, transactions)) for each in (RECORD_BYTES, _LARGE_BYTES))
    more = _FEW * (_LARGE_BYTES - RECORD_BYTES)
    return Commit(
        milliseconds={size: round(1000 * spent.wall, 2) for size, spent in found.items()},
        worker_micros={size: round(1e6 * spent.own) for size, spent in found.items()},
        broker_micros={size: round(1e6 * spent.broker) for size, spent in found.items()},
        broker_byte_nanos=round(1e9 * max(0.0, large.broker - small.broker) / more, 3),
        record_bytes=RECORD_BYTES,
    )


async def _measured(ground: Ground, size: int, record_bytes: int, transactions: int) -> Spent:
    """Of one transaction."""
    topics = Topics.create(ground.broker)
    settings = Settings(
        brokers=(ground.broker.bootstrap,), group=topics.group, raw_topics=(topics.raw,), enriched_topic=topics.enriched
    )
    committed(ground.broker.bootstrap, topics.group, topics.raw)  # waits until a new broker has the group's coordinator
    sink = ExactlyOnce(settings).sink(Partition(topics.raw, 0))
    await sink.open()

    async def transact(number: int) -> tuple[float, float]:
        outcomes = _outcomes(topics, range(number * size, (number + 1) * size), record_bytes)
        began, own = perf_counter(), process_time()
        await sink.deliver(outcomes)
        taken = perf_counter() - began, process_time() - own
        await asyncio.sleep(settings.batch_seconds)  # as a lane does, meanwhile the broker ends what it has to do
        return taken

    try:
        for number in range(_WARMING):
            await transact(number)
        idle = await _idle(ground)
        began, broker = perf_counter(), ground.broker_seconds()
        taken = [await transact(number) for number in range(_WARMING, _WARMING + transactions)]
        broker = ground.broker_seconds() - broker - idle * (perf_counter() - began)
    finally:
        await sink.close()
    return Spent(fmean(wall for wall, _ in taken), fmean(own for _, own in taken), max(0.0, broker) / transactions)


async def _idle(ground: Ground) -> float:
    """Seconds of CPU that the broker takes in a second with nothing to do."""
    began, broker = perf_counter(), ground.broker_seconds()
    await asyncio.sleep(_IDLE_SECONDS)
    return (ground.broker_seconds() - broker) / (perf_counter() - began)


def _outcomes(topics: Topics, numbers: range, record_bytes: int) -> list[Outcome]:
    builder = OutcomeBuilder(topics.dead_letter)
    return [
        builder.finish(
            builder.start(Incoming(topics.raw, 0, number, 0, None, b"", ())), _made(topics, number, record_bytes)
        )
        for number in numbers
    ]


def _made(topics: Topics, number: int, record_bytes: int) -> Processed:
    at = number * 37 % RECORD_BYTES
    message = Outgoing(topics.enriched, b"%d" % number, _TEXT[at : at + record_bytes], ())
    return Processed((RenderedRecord(message, None, None, "en", (), (), None, None),))
