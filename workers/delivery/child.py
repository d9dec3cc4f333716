"""The parent's side of the pool's processes: the nursery that bears them, and each child."""

import os
import pickle
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from threading import Lock

from workers.delivery.made import Made
from workers.delivery.message import Incoming
from workers.delivery.nursery import ANSWER, BIRTH, END, OUT_OF_MEMORY, REQUEST, STAGE_BYTES, UNKNOWN
from workers.delivery.timings import ITEM_STUCK, LOADING, NURSERY
from workers.domain.reason import Reason
from workers.domain.rejected import Rejected

# Of a fault's account the frames where it struck, innermost first.
_FRAMES = 3
_UNKNOWN_STAGE = "decode"


class NurseryError(Exception):
    """No process can be had."""


class EndedError(Exception):
    """A child is gone; `rejected` says what that makes of the item that it had, and `surely` whether it was the item's fault."""

    def __init__(self, child: "Child", rejected: Rejected, surely: bool) -> None:
        super().__init__(rejected.detail)
        self.child, self.rejected, self.surely = child, rejected, surely


class Nursery:
    """The process that loads the pipeline and forks children; begun anew where it ended."""

    def __init__(self, pipeline: str) -> None:
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
        """Has the pipeline loaded, without waiting for it."""
        with self._lock:
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
        command = [sys.executable, "-m", "workers.delivery.nursery", str(number), self._pipeline]
        self._process = subprocess.Popen(command, pass_fds=[number])
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


class Child:
    """A process that makes one item after the other."""

    def __init__(self, nursery: Nursery) -> None:
        self._nursery = nursery
        self._scratch = os.memfd_create("dateline-child")
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self.pid = nursery.bear(theirs.fileno(), self._scratch)
            except NurseryError:
                ours.close()
                os.close(self._scratch)
                raise
        self._connection: Connection[object, object] = Connection(ours.detach())

    def work(self, items: Sequence[Incoming]) -> Iterator[Made]:
        """What is made of each item. Raises EndedError when the child ends over the next one; it is closed then."""
        try:
            self._connection.send([tuple(item) for item in items])
            for _ in items:
                if not self._connection.poll(ITEM_STUCK):
                    raise self._stuck()
                yield self._received()
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise self._ended() from error

    def close(self) -> None:
        """Ends it, whatever it does."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self._connection.close()
        self._nursery.ending_of(self.pid)
        os.close(self._scratch)

    def _received(self) -> Made:
        made = self._connection.recv()
        assert isinstance(made, Made)
        return made

    def _stuck(self) -> EndedError:
        stage, _ = self._account()
        self.close()
        return EndedError(
            self,
            Rejected(stage, Reason.DEADLINE, f"no end after {ITEM_STUCK:.0f} s, without using the CPU"),
            surely=True,
        )

    def _ended(self) -> EndedError:
        code = self._nursery.ending_of(self.pid)
        stage, struck = self._account()
        self._connection.close()
        os.close(self._scratch)
        if code == -signal.SIGPROF:
            return EndedError(self, Rejected(stage, Reason.DEADLINE, f"too much CPU time; {struck}"), surely=True)
        if code == OUT_OF_MEMORY:
            return EndedError(self, Rejected(stage, Reason.MEMORY, "more memory than an item may take"), surely=True)
        return EndedError(self, Rejected(stage, Reason.CRASH, f"{_said(code)}; {struck}"), surely=False)

    def _account(self) -> tuple[str, str]:
        """The step that the child took, and where in it a fault struck."""
        text = os.pread(self._scratch, 1 << 16, 0).decode("utf-8", "replace")
        stage = text[:STAGE_BYTES].strip("\0 ") or _UNKNOWN_STAGE
        frames = [line.strip() for line in text[STAGE_BYTES:].splitlines() if line.startswith("  File ")]
        return stage, "at " + " < ".join(
            _short(frame) for frame in frames[:_FRAMES]
        ) if frames else "nothing said where"


def _short(frame: str) -> str:
    """`File "…/workers/extract/page.py", line 9 in story_lines`, without the folders above the package."""
    path, _, where = frame.removeprefix('File "').partition('", ')
    return f"{'/'.join(path.rsplit('/', 3)[-2:])} {where}"


def _said(code: int | None) -> str:
    if code is None or code == UNKNOWN:
        return "the process is gone"
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"ended with status {code}"
