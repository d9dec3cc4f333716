"""`python -m benchmarks.delivery`: what a message costs on its way in and out, ours beside plain Faust, in one run."""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import orjson
from rich.console import Console
from rich.table import Table

from tests.support.kafka import KafkaBroker, Topics, committed, produce
from tests.support.waiting import until

BYTES = 2600
WAYS = {
    "dateline": "Dateline, exactly once",
    "plain": "plain Faust agent and send, at least once",
    "aiokafka": "bare aiokafka, at least once",
    "confluent": "confluent-kafka, at least once",
}
_PATIENCE = 300.0
_PROJECT = Path(__file__).parents[1]


def main() -> None:
    """Print the table; each figure is CPU time of the worker's process for one message, without its start."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=60_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, KafkaBroker(Path(folder) / "kafka") as broker:
        rounds = rounds_of(broker, Path(folder), options.items, options.rounds)
    table = Table(
        "",
        "CPU µs a message (median)",
        "min",
        "max",
        "ratio to plain Faust",
        title=f"{options.items:,} items of {BYTES} bytes",
    )
    base = median(cost["plain"] for cost in rounds)
    for name, label in WAYS.items():
        costs = [cost[name] for cost in rounds]
        table.add_row(
            label, f"{median(costs):.0f}", f"{min(costs):.0f}", f"{max(costs):.0f}", f"{median(costs) / base:.2f}"
        )
    Console().print(table)


def rounds_of(broker: KafkaBroker, folder: Path, items: int, rounds: int) -> list[dict[str, float]]:
    """CPU microseconds for one message by way, so many times, taking turns."""
    return [{name: _cost(broker, folder, name, items) for name in WAYS} for _ in range(rounds)]


def _cost(broker: KafkaBroker, folder: Path, name: str, items: int) -> float:
    """CPU microseconds for one message."""
    idle, busy = (_cpu_seconds(broker, folder, name, count) for count in (1, items + 1))
    return (busy - idle) / items * 1e6


def _cpu_seconds(broker: KafkaBroker, folder: Path, name: str, items: int) -> float:
    topics = Topics.create(broker)
    produce(broker.bootstrap, topics.raw, ((None, value, {}) for value in _items(items)), timeout=_PATIENCE)
    with (folder / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.minimal_worker", name], env=_environment(broker, topics), cwd=_PROJECT, stdout=log, stderr=log
        )  # fmt: skip
    try:
        until(lambda: _done(broker, topics) >= items, _PATIENCE, f"{name} has done {items} items", interval=0.2)
        process.send_signal(signal.SIGTERM)
    except BaseException:
        process.kill()
        raise
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return usage.ru_utime + usage.ru_stime


def _done(broker: KafkaBroker, topics: Topics) -> int:
    return sum(committed(broker.bootstrap, topics.group, topics.raw).values())


def _items(count: int) -> Iterator[bytes]:
    filler = "x" * (BYTES - 60)
    return (orjson.dumps({"id": f"item-{number}", "source": "bench", "payload": filler}) for number in range(count))


def _environment(broker: KafkaBroker, topics: Topics) -> dict[str, str]:
    return os.environ | {
        "DATELINE_BROKERS": broker.bootstrap,
        "DATELINE_GROUP": topics.group,
        "DATELINE_RAW_TOPICS": topics.raw,
        "DATELINE_ENRICHED_TOPIC": topics.enriched,
        "DATELINE_DEAD_LETTER_TOPIC": topics.dead_letter,
        "DATELINE_BATCH_ITEMS": "500",
        "DATELINE_HTTP_PORT": "0",
    }


if __name__ == "__main__":
    main()
