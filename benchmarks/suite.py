"""`make bench`: how fast it is beside what a team would build without us, in one run, as one table."""

import argparse
import os
import platform
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import monotonic
from typing import NamedTuple

from benchmarks import commits, delivery, pipeline_alone, pool_scaling, workers_on_kafka
from benchmarks.planning import scale
from benchmarks.reporting import report
from benchmarks.reporting.results import FILE, Results, Streaming
from dateline.settings import cores
from tests.support.kafka import KafkaBroker
from tests.support.kafka.jars import missing_tools


class Form(NamedTuple):
    """How large a run is."""

    alone: dict[str, int]
    pooled: int
    streamed: int
    backlog: int
    catch_up: int
    started: int
    transactions: int
    rounds: int


FULL = Form(pipeline_alone.FULL, 2400, 30_000, 3000, 40_000, 1000, 200, 3)
BRIEF = Form(pipeline_alone.BRIEF, 300, 10_000, 400, 1000, 200, 30, 1)


def _alone(results: Results, form: Form) -> None:
    results.alone = pipeline_alone.alone(form.alone)


def _pool(results: Results, form: Form) -> None:
    results.pool = pool_scaling.pooled(form.pooled, form.rounds)


def _streaming(results: Results, form: Form, ground: workers_on_kafka.Ground) -> None:
    rounds = delivery.rounds_of(ground.broker, ground.folder, form.streamed, form.rounds)
    micros = {name: round(median(found[name] for found in rounds), 1) for name in delivery.WAYS}
    results.streaming = Streaming(items=form.streamed, message_bytes=delivery.BYTES, micros=micros)


def _start(results: Results, form: Form, ground: workers_on_kafka.Ground) -> None:
    results.start = workers_on_kafka.start(ground, form.started, form.rounds)


def _worker(results: Results, form: Form, ground: workers_on_kafka.Ground) -> None:
    results.worker = workers_on_kafka.by_pool_size(ground, form.backlog, form.rounds)


def _workers(results: Results, form: Form, ground: workers_on_kafka.Ground) -> None:
    results.workers = workers_on_kafka.by_workers(ground, form.backlog, form.rounds)


def _catch_up(results: Results, form: Form, ground: workers_on_kafka.Ground) -> None:
    results.catch_up = workers_on_kafka.catch_up(ground, form.catch_up)


def _commit(results: Results, form: Form, ground: workers_on_kafka.Ground) -> None:
    results.commit = commits.commits(ground, form.transactions)


WITHOUT_KAFKA: dict[str, Callable[[Results, Form], None]] = {"alone": _alone, "pool": _pool}
WITH_KAFKA: dict[str, Callable[[Results, Form, workers_on_kafka.Ground], None]] = {
    "streaming": _streaming,
    "commit": _commit,
    "start": _start,
    "worker": _worker,
    "workers": _workers,
    "catch-up": _catch_up,
}


def main() -> None:
    """Run the parts and print the table; at full length also write JSON, plots and the tables of docs/benchmarks.md, too."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--short", action="store_true", help="in a few minutes, print only")
    parts = [*WITHOUT_KAFKA, *WITH_KAFKA]
    parser.add_argument("--only", nargs="*", choices=parts, default=parts, help="these parts; others stay as written")
    parser.add_argument(
        "--catch-up", type=int, help="items of the backlog that is worked off, where it is part of the run"
    )
    parser.add_argument("--json", type=Path, help="file for the figures; docs/bench.json at full length")
    options = parser.parse_args()
    if (missing := missing_tools()) and set(options.only) - set(WITHOUT_KAFKA):
        parser.error(f"a real Kafka needs {' and '.join(missing)}; without it: --only {' '.join(WITHOUT_KAFKA)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that no broker and no worker is left running
    file = options.json or (None if options.short else FILE)
    results = Results.read(file) if file else Results()
    results.machine, results.date = _machine(), datetime.now(UTC).date().isoformat()
    form = BRIEF if options.short else FULL
    if options.catch_up:
        form = form._replace(catch_up=options.catch_up)
    _run(results, form, options.only, file)
    sys.stdout.write("\n".join(report.table(results)) + "\n")
    if file == FILE:
        report.publish(results)
        if results.complete:
            scale.write(results)


def _run(results: Results, form: Form, names: list[str], file: Path | None) -> None:
    with TemporaryDirectory(prefix="bench-") as folder:
        for name in names:
            began = monotonic()
            if name in WITHOUT_KAFKA:
                WITHOUT_KAFKA[name](results, form)
            else:
                with KafkaBroker(Path(folder) / name) as broker:
                    WITH_KAFKA[name](results, form, workers_on_kafka.Ground(broker, Path(folder) / name))
            sys.stderr.write(f"{name}: {monotonic() - began:.0f} s\n")
            if file:
                results.write(file)


def _machine() -> str:
    return f"{cores()} cores, {platform.machine()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
