"""The pipeline without Kafka beside what a team would build: each in a process of its own, taking turns over the same items."""

import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from statistics import fmean, quantiles
from time import process_time
from typing import NamedTuple

from benchmarks import contenders, workload
from benchmarks.contenders import BATCHED, CONTENDERS, LOOP, OURS
from benchmarks.reporting.results import Alone, Kind, Speed

MEGABYTE = 1024 * 1024
FULL = {workload.SHORT: 720, workload.STORY: 480, workload.LONG: 64, workload.HTML: 256}
BRIEF = {workload.SHORT: 64, workload.STORY: 64, workload.LONG: 8, workload.HTML: 48}
# Items of each kind that nobody is timed over: word lists are loaded and expressions compiled when they are first needed.
_WARMING = 16
_TURN = 32
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Turn(NamedTuple):
    """CPU seconds of each item (of all together, where they went as a batch), bytes of their records, and the process's
    resident bytes after them.
    """

    seconds: list[float]
    written: int
    resident: int


def alone(counts: dict[str, int]) -> Alone:
    """Return every kind, so many items of each."""
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    items = {kind: workload.items(kind, count + _WARMING) for kind, count in counts.items()}
    with ExitStack() as stack:
        ring = _Ring(stack)
        for of_kind in items.values():
            ring.warm(of_kind[:_WARMING])
        kinds = {kind: ring.measured(of_kind[_WARMING:]) for kind, of_kind in items.items()}
    memory = {name: round(size / MEGABYTE, 1) for name, size in ring.resident.items()}
    return Alone(kinds=kinds, memory_mb=memory, baseline=_described())


class _Ring:
    """The contenders' processes, and one that times our stages."""

    def __init__(self, stack: ExitStack) -> None:
        self._processes = {name: stack.enter_context(_process()) for name in CONTENDERS if name != BATCHED}
        self._processes[BATCHED] = self._processes[LOOP]  # they share the model
        self._stages = stack.enter_context(_process())
        self.resident: dict[str, int] = {}

    def warm(self, items: list[bytes]) -> None:
        """Has everyone process them."""
        for name, process in self._processes.items():
            process.submit(_work, name, items).result()
        self._stages.submit(_staged, items).result()

    def measured(self, items: Sequence[bytes]) -> Kind:
        """Return what each makes of them, a few at a time by one after the other."""
        seconds: dict[str, list[float]] = {name: [] for name in self._processes}
        written, stages = dict.fromkeys(self._processes, 0), list[dict[str, float]]()
        for turn in (list(items[begin : begin + _TURN]) for begin in range(0, len(items), _TURN)):
            for name, process in self._processes.items():
                done = process.submit(_work, name, turn).result()
                seconds[name] += done.seconds
                written[name] += done.written
                self.resident[name] = done.resident
            stages += self._stages.submit(_staged, turn).result()
        base = sum(seconds[LOOP])
        return Kind(
            items=len(items),
            mean_bytes=round(fmean(map(len, items))),
            record_bytes=round(written[OURS] / len(items)),
            speeds={name: _speed(each, len(items), base) for name, each in seconds.items()},
            stages={name: round(1e6 * fmean(step.get(name, 0.0) for step in stages), 1) for name in stages[0]},
        )


def _speed(seconds: Sequence[float], count: int, base: float) -> Speed:
    speed = Speed(per_second=round(count / sum(seconds), 2), ratio=round(base / sum(seconds), 3))
    if len(seconds) == count:
        cuts = quantiles(seconds, n=100)
        speed.p50_ms, speed.p99_ms = round(1000 * cuts[49], 2), round(1000 * cuts[98], 2)
    return speed


def _process() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))


def _work(name: str, items: list[bytes]) -> Turn:
    """In a contender's own process."""
    seconds, written = [], 0
    for batch in [items] if name == BATCHED else [[raw] for raw in items]:
        made = CONTENDERS[name]()
        began = process_time()
        records = made(batch)
        seconds.append(process_time() - began)
        written += sum(map(len, records))
    return Turn(seconds, written, _resident())


def _staged(items: list[bytes]) -> list[dict[str, float]]:
    return [contenders.stages(raw) for raw in items]


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _described() -> str:
    from benchmarks.spacy_pipeline import DESCRIPTION  # noqa: PLC0415 - spaCy is in the bench's own environment

    return DESCRIPTION
