"""The fork server's client, and the protocol between the two.

This module imports little, so that a worker can start the fork server, which loads the pipeline, while it loads Faust itself.
"""

import os
import socket
import struct
import subprocess
import sys
from collections.abc import Sequence
from threading import Lock

from dateline.kafka.timeouts import FORK_SERVER, LOADING

PIPELINE = "dateline.pipeline.pipeline:load"

# One thread loads a model while the other loads the rest; with an arena each, 20 MB that one has freed are lost to the other (mallopt(3)).
_ONE_ARENA = {"MALLOC_ARENA_MAX": "1"}

FORK, REAP = b"f", b"r"
REQUEST = struct.Struct("=ci")
ANSWER = struct.Struct("=i")
READY = 0
UNKNOWN = 1000
"""The protocol: once the pipeline is loaded, the server sends READY. A request is FORK, with a connection and a scratch file as ancillary
data, answered by the new process's id; or REAP with the id of a process that is gone, answered by its exit code (negative: the signal;
UNKNOWN if an earlier fork server forked it)."""

STAGE_BYTES = 16
"""Length of a scratch file's first part, the name of the stage that the worker process runs. After it come a crash's frames."""

OUT_OF_MEMORY = 77
"""Exit code of a worker process if even reporting the MemoryError needed more memory than it may take."""

NOT_LOADED = 78
"""Exit code of the fork server if a configured model can't be loaded."""


class ForkServerError(Exception):
    """No process can be forked."""


class ForkServer:
    """The process that has loaded the pipeline and forks worker processes; started again if it ends.

    Its lock is held from a request to its answer: threads of the pool share the one control socket.
    """

    def __init__(self, pipeline: str = PIPELINE) -> None:
        self._pipeline = pipeline
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._ready = False

    @property
    def pid(self) -> int:
        """The server's process id; 0 if it is not running."""
        return 0 if self._process is None else self._process.pid

    @property
    def busy(self) -> bool:
        """Whether a request waits for its answer."""
        return self._lock.locked()

    def start(self) -> None:
        """Start loading the pipeline, unless that is under way, without waiting for it."""
        with self._lock:
            if self._process is None:
                self._start()

    def fork(self, connection: int, scratch: int) -> int:
        """Fork a worker process that serves the connection; return its process id. Raises ForkServerError."""
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._start()
            return self._request(FORK, 0, [connection, scratch])

    def exit_code(self, pid: int) -> int | None:
        """Reap a worker process that is gone; return its exit code, negative for a signal, None if the server is gone, too."""
        with self._lock:
            try:
                return self._request(REAP, pid)
            except ForkServerError:
                return None

    def close(self) -> None:
        """Kill the server."""
        # Killed before the lock is taken: a thread that waits for an answer holds it, and gives up when the server is gone.
        process = self._process
        if process is not None:
            process.kill()
        with self._lock:
            self._stop()

    def _start(self) -> None:
        self._stop()
        self._control, theirs = socket.socketpair()
        self._control.settimeout(LOADING)
        number = theirs.fileno()
        command = [sys.executable, "-m", "dateline.pool.fork_server", str(number), self._pipeline]
        self._process = subprocess.Popen(command, pass_fds=[number], env=_ONE_ARENA | os.environ)
        theirs.close()
        self._ready = False

    def _request(self, kind: bytes, pid: int, descriptors: Sequence[int] = ()) -> int:
        control = self._control
        if control is None:
            raise ForkServerError("the pool's fork server is gone")
        try:
            if not self._ready:
                self._answer(control)
                self._ready = True
                control.settimeout(FORK_SERVER)
            socket.send_fds(control, [REQUEST.pack(kind, pid)], descriptors)
            return self._answer(control)
        except OSError as error:
            self._stop()
            raise ForkServerError(f"the pool's fork server does not answer: {error!r}") from error

    def _answer(self, control: socket.socket) -> int:
        data = control.recv(ANSWER.size, socket.MSG_WAITALL)
        if len(data) < ANSWER.size:
            raise ConnectionResetError("it is gone")
        (answer,) = ANSWER.unpack(data)
        return int(answer)

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._control = self._process = None
