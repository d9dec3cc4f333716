"""The parent's side of the pool's processes."""

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
from dateline.pool.fork_protocol import OUT_OF_MEMORY, STAGE_BYTES, UNKNOWN, Nursery, NurseryError
from dateline.pool.item_processor import Made

# Of a fault's account the frames where it struck, innermost first.
_FRAMES = 3


class EndedError(Exception):
    """A child is gone; `rejected` says what that makes of the item that it had, and `surely` whether it was the item's fault."""

    def __init__(self, child: "Child", rejected: Rejected, surely: bool) -> None:
        super().__init__(rejected.detail)
        self.child, self.rejected, self.surely = child, rejected, surely


class Child:
    """A process that makes one item after the other; `made` counts them."""

    def __init__(self, nursery: Nursery) -> None:
        self._nursery, self.made = nursery, 0
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
        self.made += 1
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

    def _account(self) -> tuple[StageName, str]:
        """The step that the child took, and where in it a fault struck."""
        text = os.pread(self._scratch, 1 << 16, 0).decode("utf-8", "replace")
        stage = StageName(text[:STAGE_BYTES].strip("\0 ") or StageName.DECODE)
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
