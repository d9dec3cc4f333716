"""What a transaction costs: one after the other in one partition, through the product's own sink."""

import asyncio
from pathlib import Path
from time import perf_counter, process_time

from tests.bench.fleet import Ground
from tests.bench.results import Commit
from tests.kafka import Topics
from workers.delivery.guarantee import ExactlyOnce
from workers.delivery.made import Made, Published
from workers.delivery.message import Incoming, Outgoing
from workers.delivery.outcome import Outcome, Outcomes
from workers.delivery.partition import Partition
from workers.settings import Settings

SIZES = (1, 100)
RECORD_BYTES = 3000
# Transactions that nobody is timed over: the broker compiles what it does often.
_WARMING = 50
_FEW, _LARGE_BYTES = 10, 60_000
# Text, so that compression finds what it finds in records.
_TEXT = b"".join(file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py")))


def commits(ground: Ground, transactions: int) -> Commit:
    """Of one record, of a full batch, and of a few large records."""
    found = {size: asyncio.run(_measured(ground, size, RECORD_BYTES, transactions)) for size in SIZES}
    *_, small = asyncio.run(_measured(ground, _FEW, RECORD_BYTES, transactions))
    *_, large = asyncio.run(_measured(ground, _FEW, _LARGE_BYTES, transactions))
    return Commit(
        broker_byte_nanos=round(1e9 * max(0.0, large - small) / (_FEW * (_LARGE_BYTES - RECORD_BYTES)), 3),
        milliseconds={size: round(1000 * wall, 2) for size, (wall, _, _) in found.items()},
        worker_micros={size: round(1e6 * own) for size, (_, own, _) in found.items()},
        broker_micros={size: round(1e6 * broker) for size, (_, _, broker) in found.items()},
        record_bytes=RECORD_BYTES,
    )


async def _measured(ground: Ground, size: int, record_bytes: int, transactions: int) -> tuple[float, float, float]:
    """Seconds by the clock, of our CPU and of the broker's for a transaction."""
    topics = Topics.create(ground.broker)
    settings = Settings(
        brokers=(ground.broker.bootstrap,), group=topics.group, raw_topics=(topics.raw,), enriched_topic=topics.enriched
    )
    partition = Partition(topics.raw, 0)
    sink = ExactlyOnce(settings).sink(partition)
    await sink.open()
    try:
        for number in range(_WARMING):
            await sink.deliver(_outcomes(topics, range(number * size, (number + 1) * size), record_bytes))
        began, own, broker = perf_counter(), process_time(), ground.broker_seconds()
        for number in range(_WARMING, _WARMING + transactions):
            await sink.deliver(_outcomes(topics, range(number * size, (number + 1) * size), record_bytes))
        spent = perf_counter() - began, process_time() - own, ground.broker_seconds() - broker
    finally:
        await sink.close()
    wall, own, broker = (seconds / transactions for seconds in spent)
    return wall, own, broker


def _outcomes(topics: Topics, numbers: range, record_bytes: int) -> list[Outcome]:
    outcomes = Outcomes(topics.dead_letter)
    return [
        outcomes.end(
            outcomes.begin(Incoming(topics.raw, 0, number, 0, None, b"", ())), _made(topics, number, record_bytes)
        )
        for number in numbers
    ]


def _made(topics: Topics, number: int, record_bytes: int) -> Made:
    at = number * 37 % RECORD_BYTES
    message = Outgoing(topics.enriched, b"%d" % number, _TEXT[at : at + record_bytes], ())
    return Made((Published(message, None, None, "en", (), (), None),))
