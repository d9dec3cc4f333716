"""`python -m tests.deploy.memory PROCESSES`: bytes that a warm worker and its pool have, shared pages counted once."""

import asyncio
import os
import sys

import workers.app  # noqa: F401 - what a worker has loaded
from tests.delivery.customer import Customer
from workers.delivery.memory import proportional_set_size
from workers.delivery.message import Incoming
from workers.delivery.outcome import Outcomes
from workers.delivery.pool import Pool
from workers.observe.health import Health
from workers.observe.metrics import Metrics
from workers.warm_up import RAWS

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
