"""The parent's side of the nursery, and what the two say to each other. It needs few other modules, so that a worker can have the
pipeline loaded while it loads Faust itself.
"""

import os
import socket
import struct
import subprocess
import sys
from collections.abc import Sequence
from threading import Lock

from dateline.kafka.timeouts import LOADING, NURSERY

PIPELINE = "dateline.pipeline.pipeline:load"

# One thread loads a model while the other loads the rest; with an arena each, 20 MB that one has freed are lost to the other (mallopt(3)).
_ONE_ARENA = {"MALLOC_ARENA_MAX": "1"}

BIRTH, END = b"b", b"e"
REQUEST = struct.Struct("=ci")
ANSWER = struct.Struct("=i")
READY = 0
UNKNOWN = 1000
"""The nursery's first answer, when the pipeline is loaded. A request is BIRTH with a connection and a scratch file, answered by the
new child's process id, or END with the id of a child that is gone, answered by its exit code (negative: the signal; UNKNOWN where a nursery before this one bore it)."""

STAGE_BYTES = 16
"""The beginning of a scratch file: the name of the step that the child takes. Behind it stands where a fault struck."""

OUT_OF_MEMORY = 77
"""A child's exit code where even telling what happened needed more memory than it may have."""

NOT_LOADED = 78
"""The nursery's exit code where a model that is set is none."""


class NurseryError(Exception):
    """No process can be had."""


class Nursery:
    """The process that loads the pipeline and forks children; begun anew where it ended."""

    def __init__(self, pipeline: str = PIPELINE) -> None:
        self._pipeline = pipeline
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._loaded = False

    @property
    def pid(self) -> int:
        """Of the process; 0 where there is none."""
        return 0 if self._process is None else self._process.pid

    def begin(self) -> None:
        """Has the pipeline loaded, where that is not under way, without waiting for it."""
        with self._lock:
            if self._process is None:
                self._begin()

    def bear(self, connection: int, scratch: int) -> int:
        """Forks a child that serves the connection; its process id. Raises NurseryError."""
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._begin()
            return self._ask(BIRTH, 0, [connection, scratch])

    def ending_of(self, child: int) -> int | None:
        """How a child ended that is gone: its exit code, negative for a signal; None where the nursery is gone, too."""
        with self._lock:
            try:
                return self._ask(END, child)
            except NurseryError:
                return None

    def close(self) -> None:
        """Ends it."""
        # Who waits for its answer has the lock, and gives up then.
        process = self._process
        if process is not None:
            process.kill()
        with self._lock:
            self._end()

    def _begin(self) -> None:
        self._end()
        self._control, theirs = socket.socketpair()
        self._control.settimeout(LOADING)
        number = theirs.fileno()
        command = [sys.executable, "-m", "dateline.pool.fork_server", str(number), self._pipeline]
        self._process = subprocess.Popen(command, pass_fds=[number], env=_ONE_ARENA | os.environ)
        theirs.close()
        self._loaded = False

    def _ask(self, kind: bytes, child: int, descriptors: Sequence[int] = ()) -> int:
        control = self._control
        if control is None:
            raise NurseryError("the pool's nursery is gone")
        try:
            if not self._loaded:
                self._answer(control)
                self._loaded = True
                control.settimeout(NURSERY)
            socket.send_fds(control, [REQUEST.pack(kind, child)], descriptors)
            return self._answer(control)
        except OSError as error:
            self._end()
            raise NurseryError(f"the pool's nursery does not answer: {error!r}") from error

    def _answer(self, control: socket.socket) -> int:
        data = control.recv(ANSWER.size, socket.MSG_WAITALL)
        if len(data) < ANSWER.size:
            raise ConnectionResetError("it is gone")
        (answer,) = ANSWER.unpack(data)
        return int(answer)

    def _end(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._control = self._process = None
