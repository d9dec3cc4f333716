"""A worker as a real process, as it runs in a container."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.error import HTTPError
from urllib.request import urlopen

from prometheus_client.parser import text_string_to_metric_families

from tests.support.kafka import Topics
from tests.support.kafka.ports import free_port
from tests.support.waiting import PATIENCE, until

PROJECT = Path(__file__).parents[2]
READY_TIMEOUT = PATIENCE
STOP_TIMEOUT = PATIENCE

Metrics = dict[tuple[str, frozenset[tuple[str, str]]], float]


class Worker:
    """`python -m workers worker` with its files and its log in `folder`; `with` leaves nothing of it running."""

    def __init__(
        self, bootstrap: str, topics: Topics, folder: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.log = folder / f"worker-{self.port}.log"
        settings = {
            "DATELINE_BROKERS": bootstrap,
            "DATELINE_GROUP": topics.group,
            "DATELINE_RAW_TOPICS": topics.raw,
            "DATELINE_ENRICHED_TOPIC": topics.enriched,
            "DATELINE_DEAD_LETTER_TOPIC": topics.dead_letter,
            "DATELINE_HTTP_PORT": str(self.port),
        }
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "dateline", "worker"],
                cwd=folder,
                env=_surroundings() | settings | dict(environment or {}),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def log_tail(self, lines: int = 40) -> str:
        """The end of what the worker wrote."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def wait_ready(self, timeout: float = READY_TIMEOUT) -> None:
        """Returns once the worker says that it is ready."""
        try:
            until(self._is_ready, timeout, "the worker is ready", interval=0.2)
        except TimeoutError as late:
            raise TimeoutError(f"{late}\n{self.log_tail()}") from None

    def metrics(self) -> Metrics:
        """Every sample of /metrics by its name and labels."""
        text = self._get("/metrics")
        samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
        return {(sample.name, frozenset(sample.labels.items())): sample.value for sample in samples}

    def probe(self, name: str) -> int:
        """The status of a health probe; 0 while nothing listens."""
        try:
            self._get(f"/healthz/{name}")
        except HTTPError as refused:
            return refused.code
        except OSError:
            return 0
        return 200

    def readiness(self) -> str:
        """What the readiness probe says; empty while nothing listens."""
        try:
            return self._get("/healthz/ready")
        except HTTPError as refused:
            return str(refused.read(), "utf-8")
        except OSError:
            return ""

    def terminate(self, timeout: float = STOP_TIMEOUT) -> int:
        """Asks the worker to end (SIGTERM) and gives its exit code."""
        self.process.terminate()
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            raise TimeoutError(f"the worker did not end within {timeout:g} s of SIGTERM\n{self.log_tail()}") from None

    def kill(self) -> None:
        """Ends the worker and its children at once, as the kernel does to a container without its first process."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def _is_ready(self) -> bool:
        """Whether the readiness probe passes; raises if the worker has ended."""
        if (code := self.process.poll()) is not None:
            raise RuntimeError(f"the worker ended with {code}:\n{self.log_tail()}")
        try:
            self._get("/healthz/ready")
        except OSError:  # not listening yet, or 503
            return False
        return True

    def _get(self, path: str) -> str:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=60) as answer:
            return str(answer.read(), "utf-8")


def _surroundings() -> dict[str, str]:
    """This process's environment without settings of its own, and with this tree's code first."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
    return kept | {"PYTHONPATH": str(PROJECT)}
