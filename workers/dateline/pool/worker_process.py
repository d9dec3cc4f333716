"""A worker process as its parent sees it."""

import os
import pickle
import signal
import socket
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection

from dateline.domain.rejection import Reason, Rejected, StageName
from dateline.kafka.timeouts import ITEM_STUCK
from dateline.messages.message import Incoming
from dateline.pool.fork_protocol import OUT_OF_MEMORY, STAGE_BYTES, UNKNOWN, ForkServer, ForkServerError
from dateline.pool.item_processor import Processed

# Innermost frames of a crash that its dead letter quotes.
_FRAMES = 3


class WorkerDiedError(Exception):
    """A worker process is gone; `rejected` is the result of the item that it was processing."""

    def __init__(self, process: "WorkerProcess", rejected: Rejected, is_item_at_fault: bool) -> None:
        super().__init__(rejected.detail)
        self.process, self.rejected, self.is_item_at_fault = process, rejected, is_item_at_fault


class WorkerProcess:
    """A forked process that processes one item after the other; `items_done` counts them.

    It writes its current stage, and a crash's frames, to a scratch file in memory that outlives it.
    """

    def __init__(self, fork_server: ForkServer) -> None:
        self._fork_server, self.items_done = fork_server, 0
        self._scratch = os.memfd_create("dateline-worker")
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self.pid = fork_server.fork(theirs.fileno(), self._scratch)
            except ForkServerError:
                ours.close()
                os.close(self._scratch)
                raise
        self._connection: Connection[object, object] = Connection(ours.detach())

    def run(self, items: Sequence[Incoming]) -> Iterator[Processed]:
        """Yield each item's result. Raises WorkerDiedError if the process dies over the next item; it is closed then."""
        try:
            self._connection.send([tuple(item) for item in items])
            for _ in items:
                if not self._connection.poll(ITEM_STUCK):
                    raise self._stuck()
                yield self._receive()
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise self._died() from error

    def close(self) -> None:
        """Kill the process, whatever it is doing, and reap it."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self._connection.close()
        self._fork_server.exit_code(self.pid)
        os.close(self._scratch)

    def _receive(self) -> Processed:
        result = self._connection.recv()
        if not isinstance(result, Processed):
            raise pickle.UnpicklingError(f"a worker process sent a {type(result).__name__}")
        self.items_done += 1
        return result

    def _stuck(self) -> WorkerDiedError:
        stage, _ = self._last_stage()
        self.close()
        detail = f"no end after {ITEM_STUCK:.0f} s, without using the CPU"
        return WorkerDiedError(self, Rejected(stage, Reason.DEADLINE, detail), is_item_at_fault=True)

    def _died(self) -> WorkerDiedError:
        code = self._fork_server.exit_code(self.pid)
        stage, frames = self._last_stage()
        self._connection.close()
        os.close(self._scratch)
        if code == -signal.SIGPROF:
            rejected = Rejected(stage, Reason.DEADLINE, f"too much CPU time; {frames}")
        elif code == OUT_OF_MEMORY:
            rejected = Rejected(stage, Reason.MEMORY, "more memory than an item may take")
        else:
            rejected = Rejected(stage, Reason.CRASH, f"{_exit_status(code)}; {frames}")
        return WorkerDiedError(self, rejected, is_item_at_fault=rejected.reason is not Reason.CRASH)

    def _last_stage(self) -> tuple[StageName, str]:
        """Return the stage that the process ran last, and the frames in which it died."""
        text = os.pread(self._scratch, 1 << 16, 0).decode("utf-8", "replace")
        stage = StageName(text[:STAGE_BYTES].strip("\0 ") or StageName.DECODE)
        frames = [line.strip() for line in text[STAGE_BYTES:].splitlines() if line.startswith("  File ")]
        if not frames:
            return stage, "nothing said where"
        return stage, "at " + " < ".join(_short(frame) for frame in frames[:_FRAMES])


def _short(frame: str) -> str:
    """Shorten `File "…/dateline/extract/page.py", line 9 in story_lines` by the folders above the package's rooms."""
    path, _, where = frame.removeprefix('File "').partition('", ')
    return f"{'/'.join(path.rsplit('/', 3)[-2:])} {where}"


def _exit_status(code: int | None) -> str:
    if code is None or code == UNKNOWN:
        return "the process is gone"
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"ended with status {code}"
