"""Ctrl-C and SIGTERM, kept until a moment at which nothing is half done."""

import signal
from types import FrameType, TracebackType
from typing import Any, Self

from dateline.replay.errors import Interrupted

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupt:
    """Inside `with`, the signals only leave a mark; a second one ends the process as if it were not caught."""

    def __init__(self) -> None:
        self._asked: signal.Signals | None = None
        self._former: dict[signal.Signals, Any] = {}

    def check(self) -> None:
        """Raises Interrupted if a signal came."""
        if self._asked is not None:
            raise Interrupted(self._asked)

    def __enter__(self) -> Self:
        self._former = {number: signal.signal(number, self._mark) for number in _SIGNALS}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._former.items():
            signal.signal(number, handler)

    def _mark(self, number: int, _: FrameType | None) -> None:
        self._asked = signal.Signals(number)
        for other in _SIGNALS:
            signal.signal(other, signal.SIG_DFL)
