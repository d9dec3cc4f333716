"""The pool without Kafka: batches straight in, one process and two in turns."""

import asyncio
from collections.abc import Sequence
from statistics import median
from time import perf_counter

from benchmarks import workload
from benchmarks.reporting.results import Rates
from dateline.messages.message import Incoming
from dateline.observe.health import Health
from dateline.observe.metrics import Metrics
from dateline.pool.pool import Pool
from dateline.settings import Settings
from tests.support.delivery.batch_context import CountingBatch

# The data has few more; further items are these with other names.
_DIFFERENT = 800


def pooled(count: int, rounds: int) -> Rates:
    """Stories of 2.5 KB in batches as a lane makes them."""
    first = workload.items(workload.STORY, min(count, _DIFFERENT))
    raws = [*first, *(workload.renewed(first, number) for number in range(len(first), count))]
    items = [Incoming("raw-items", 0, number, 0, None, raw, ()) for number, raw in enumerate(raws)]
    taken: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(rounds):
        for size, seconds in taken.items():
            seconds.append(asyncio.run(_seconds(size, items)))
    per_second = {size: round(count / median(seconds), 1) for size, seconds in taken.items()}
    return Rates(items=count, kind=workload.STORY, per_second=per_second)


async def _seconds(processes: int, items: Sequence[Incoming]) -> float:
    pool = Pool(processes, Metrics(), Health())
    pool.start()
    size, context = Settings().batch_items, CountingBatch()
    try:
        await pool.process(items[:size], context)  # loads the pipeline
        began = perf_counter()
        for start in range(size, len(items), size):
            await pool.process(items[start : start + size], context)
        return (perf_counter() - began) * len(items) / (len(items) - size)
    finally:
        pool.close()
