"""`python -m tests.support.deploy.memory PROCESSES`: bytes that a warm worker and its pool have, shared pages counted once."""

import asyncio
import os
import sys

import dateline.app  # noqa: F401 - what a worker has loaded
from dateline.delivery.outcome import Outcomes
from dateline.messages.message import Incoming
from dateline.observe.health import Health
from dateline.observe.metrics import Metrics
from dateline.pipeline.warm_up import RAWS
from dateline.pool.pool import Pool
from dateline.pool.process_memory import proportional_set_size
from tests.support.batch_context import Customer

_ITEMS = [Incoming("raw-items", 0, number, 0, None, raw, ()) for number, raw in enumerate(RAWS * 100)]


def main() -> None:
    """Prints the number."""
    pool = Pool(int(sys.argv[1]), Metrics(), Health())
    pool.begin()
    asyncio.run(pool.of(_ITEMS, Outcomes("dead"), Customer()))
    children = [child for _ in range(int(sys.argv[1])) if (child := pool._idle.get())]
    nursery = pool._nursery._process
    assert nursery is not None
    processes = [os.getpid(), nursery.pid, *(child.pid for child in children)]
    sys.stdout.write(f"{sum(proportional_set_size(process) for process in processes)}\n")
    pool.close()


if __name__ == "__main__":
    main()
