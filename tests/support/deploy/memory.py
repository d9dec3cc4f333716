"""`python -m tests.support.deploy.memory PROCESSES`: bytes that a warm worker and its pool have, shared pages counted once."""

import asyncio
import os
import sys

import dateline.app  # noqa: F401 - what a worker has loaded
from dateline.messages.message import Incoming
from dateline.observe.health import Health
from dateline.observe.metrics import Metrics
from dateline.pipeline.pipeline import WARM_UP_ITEMS
from dateline.pool.pool import Pool
from dateline.pool.process_memory import proportional_set_size
from tests.support.delivery.batch_context import CountingBatch

_ITEMS = [Incoming("raw-items", 0, number, 0, None, raw, ()) for number, raw in enumerate(WARM_UP_ITEMS * 100)]


def main() -> None:
    """Prints the number."""
    pool = Pool(int(sys.argv[1]), Metrics(), Health())
    pool.start()
    asyncio.run(pool.process(_ITEMS, CountingBatch()))
    processes = [os.getpid(), *pool.pids]
    sys.stdout.write(f"{sum(proportional_set_size(process) for process in processes)}\n")
    pool.close()


if __name__ == "__main__":
    main()
