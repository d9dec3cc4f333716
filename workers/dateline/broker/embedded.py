"""The embedded broker as a context."""

import subprocess
import sys
from types import TracebackType


class EmbeddedBroker:
    """A broker in a process of its own with the given topics; `address` is its host:port."""

    def __init__(self, *topics: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dateline.broker", *topics], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        if not self.address:
            raise RuntimeError(f"the embedded broker ended with {self.process.wait()}")

    def __enter__(self) -> "EmbeddedBroker":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.terminate()
        self.process.wait()
