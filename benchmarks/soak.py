"""`make soak`: a worker with its pool on real Kafka under steady load, and how its memory grows."""

import argparse
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import numpy as np

from benchmarks import process_tree, workload
from benchmarks.reporting.plots import MEGABYTE, draw_soak
from benchmarks.reporting.results import SOAK_FILE, Sample, Soak
from tests.support.formats.feed import Feed
from tests.support.kafka import KafkaBroker, Topics
from tests.support.kafka.client import Record
from tests.support.kafka.jars import missing_tools
from tests.support.waiting import until
from tests.support.worker import Metrics, Worker

SAMPLE_SECONDS = 5.0
_SAID_EVERY = 24
PARTITIONS = 4
# Of a run: until every kind of item has come often, pools of memory are filled and tables of words have their size.
_WARM_UP = 1 / 3
# Memory goes up and down over minutes, so that samples side by side say the same: as many means count as points.
_POINTS = 12
_PATIENCE = 300.0
# One of ten is a page, one long.
_MIX = (workload.HTML, workload.LONG, *(workload.STORY,) * 6, *(workload.SHORT,) * 2)
_OF_EACH = 150
# Kafka need not keep what was sent half an hour ago.
_KEPT = {"retention.ms": "1800000", "segment.ms": "60000", "segment.bytes": "67108864"}


def soak(minutes: float, rate: float, pool_size: int, folder: Path) -> Soak:
    """Run it."""
    kinds = {kind: workload.items(kind, _OF_EACH) for kind in set(_MIX)}
    items = [kinds[kind][number] for number in range(_OF_EACH) for kind in _MIX]
    with KafkaBroker(folder / "kafka") as broker:
        topics = _topics(broker)
        pool = {"DATELINE_POOL_SIZE": str(pool_size)}
        with Worker(broker.bootstrap, topics, folder, pool) as worker:
            worker.wait_ready(_PATIENCE)
            began = monotonic()

            def due(sent: int) -> list[Record]:
                numbers = range(sent, round(rate * (monotonic() - began)))
                return [(None, workload.renewed(items, number), {}) for number in numbers]

            with Feed(broker, topics, due):
                samples = _watch(worker, minutes * 60)
            metrics = worker.metrics()
            worker.terminate()
    return _result(samples, metrics, rate, pool_size)


def _watch(worker: Worker, seconds: float) -> list[Sample]:
    samples: list[Sample] = []
    began = monotonic()
    while (now := monotonic() - began) < seconds:
        with suppress(OSError):  # a busy machine's worker may be slow to tell its metrics: then a sample is missing
            samples.append(Sample(round(now, 1), process_tree.memory(worker.process.pid), _finished(worker.metrics())))
            if len(samples) % _SAID_EVERY == 1:
                _say(samples[-1])
        until(lambda due=began + now + SAMPLE_SECONDS: monotonic() >= due, _PATIENCE, "the next sample is due", 0.2)  # type: ignore[misc]
        if worker.process.poll() is not None:
            raise RuntimeError(f"the worker ended\n{worker.log_tail()}")
    return samples


def _say(sample: Sample) -> None:
    sys.stdout.write(f"{sample.seconds / 60:5.1f} min  {sample.memory / MEGABYTE:6.1f} MB  {sample.finished} items\n")
    sys.stdout.flush()


def _topics(broker: KafkaBroker) -> Topics:
    topics = Topics("soak-raw", "soak-enriched", "soak-dead", "soak")
    for name in (topics.raw, topics.enriched, topics.dead_letter):
        broker.create_topic(name, PARTITIONS, _KEPT)
    return topics


def _result(samples: Sequence[Sample], metrics: Metrics, rate: float, pool_size: int) -> Soak:
    warm_up = samples[-1].seconds * _WARM_UP
    warm = np.array([sample for sample in samples if sample.seconds >= warm_up])
    slope, error = slope_of(warm[:, 0] / 3600, warm[:, 1] / MEGABYTE)
    return Soak(
        minutes=round(samples[-1].seconds / 60, 1),
        items_a_second=rate,
        pool_size=pool_size,
        slope=round(slope, 2),
        slope_error=round(error, 2),
        least_mb=round(warm[:, 1].min() / MEGABYTE, 1),
        most_mb=round(warm[:, 1].max() / MEGABYTE, 1),
        finished=_finished(metrics),
        dead_letters=_total(metrics, "dateline_dead_letters_total"),
        pool_restarts=_total(metrics, "dateline_pool_restarts_total"),
        warm_up_seconds=round(warm_up, 1),
        samples=list(samples),
    )


def slope_of(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Least squares: the slope, and its standard error."""
    x, y = (np.array([part.mean() for part in np.array_split(each, _POINTS)]) for each in (x, y))
    (slope, start), spread = np.polyfit(x, y, 1), x - x.mean()
    rest = y - (slope * x + start)
    return float(slope), float(np.sqrt((rest @ rest) / (_POINTS - 2) / (spread @ spread)))


def _finished(metrics: Metrics) -> int:
    return _total(metrics, "dateline_items_finished_total")


def _total(metrics: Metrics, name: str) -> int:
    return int(sum(value for (sample, _), value in metrics.items() if sample == name))


def main() -> None:
    """Print the slope and write it, with all samples and the plot, to docs/."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=25, help="items a second")
    parser.add_argument("--pool", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=SOAK_FILE.parent, help="for soak.json and soak.svg")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that no broker and no worker is left running
    if missing := missing_tools():
        parser.error(f"a real Kafka needs {' and '.join(missing)}")
    with TemporaryDirectory(prefix="soak-") as folder:
        result = soak(options.minutes, options.rate, options.pool, Path(folder))
    options.folder.mkdir(parents=True, exist_ok=True)
    (options.folder / SOAK_FILE.name).write_text(result.model_dump_json() + "\n")
    draw_soak(result.samples, result.warm_up_seconds, options.folder / "soak.svg")
    sys.stdout.write(
        f"{result.minutes:.0f} min, {result.finished} items, {result.dead_letters} dead letters, "
        f"{result.pool_restarts} processes replaced: {result.least_mb:.0f} to {result.most_mb:.0f} MB, "
        f"slope {result.slope:+.2f} ± {result.slope_error:.2f} MB an hour after {result.warm_up_seconds / 60:.0f} min\n"
    )


if __name__ == "__main__":
    main()
