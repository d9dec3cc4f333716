"""The workers of one group, as processes."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Protocol, Self

from tests.support.kafka import Topics
from tests.support.worker import PROJECT, Worker

# Many times what the product promises of SIGTERM: a busy machine may take long to notice it.
GIVE_UP_SECONDS = 300.0


class Running(Protocol):
    """A worker's process."""

    process: subprocess.Popen[bytes]
    log: Path

    def kill(self) -> None:
        """Ends it and its children at once."""


class PlainWorker:
    """A plain Faust worker at its defaults."""

    def __init__(self, bootstrap: str, topics: Topics, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        settings = {
            "PLAIN_GROUP": topics.group,
            "PLAIN_BROKERS": ";".join(f"kafka://{broker}" for broker in bootstrap.split(",")),
            "PLAIN_RAW_TOPIC": topics.raw,
            "PLAIN_ENRICHED_TOPIC": topics.enriched,
            "PYTHONPATH": str(PROJECT),
        }
        command = [
            sys.executable,
            "-m",
            "faust",
            "-A",
            "chaos.plain_faust",
            "worker",
            "-l",
            "info",
            "--without-web",
        ]
        with (folder / "starting").open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=folder, env=os.environ | settings, stdout=log, stderr=log, start_new_session=True
            )
        self.log = (folder / "starting").rename(folder / f"plain-{self.process.pid}.log")

    def kill(self) -> None:
        """Ends it and its children at once."""
        send(self, signal.SIGKILL)
        self.process.wait()


class Fleet:
    """Workers that a supervisor starts again when they end by themselves; none is left running after `with`."""

    def __init__(self, launch: Callable[[], Running]) -> None:
        self._launch = launch
        self.workers: list[Running] = []
        self.ended: list[str] = []

    def start(self, workers: int = 1) -> list[Running]:
        """Start so many more."""
        started = [self._launch() for _ in range(workers)]
        self.workers += started
        return started

    def kill(self, worker: Running) -> None:
        """SIGKILL."""
        self.workers.remove(worker)
        worker.kill()

    def terminate(self, worker: Running) -> tuple[int | None, float]:
        """SIGTERM; the exit status and the seconds that it took, None if it did not end."""
        self.workers.remove(worker)
        began = monotonic()
        worker.process.terminate()
        try:
            return worker.process.wait(GIVE_UP_SECONDS), monotonic() - began
        except subprocess.TimeoutExpired:
            worker.kill()
            return None, monotonic() - began

    def supervise(self) -> None:
        """Start anew what has ended by itself and note it."""
        for worker in [worker for worker in self.workers if worker.process.poll() is not None]:
            self.ended.append(f"{worker.log.name} ended by itself with {worker.process.returncode}")
            self.kill(worker)
            self.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in list(self.workers):
            self.kill(worker)


def send(worker: Running, number: signal.Signals) -> None:
    """Send a signal to a worker and its children."""
    try:
        os.killpg(worker.process.pid, number)
    except ProcessLookupError:
        return


def fleet_of(kind: str, bootstrap: str, topics: Topics, folder: Path) -> Fleet:
    """Return a fleet of ours or of plain Faust workers, none started yet."""
    make = PlainWorker if kind == "plain" else Worker
    return Fleet(lambda: make(bootstrap, topics, folder))
