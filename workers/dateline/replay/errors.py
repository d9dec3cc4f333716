"""What ends a replay before its time."""

from signal import Signals


class ReplayError(Exception):
    """The replay cannot go on; the message says why in one line."""


class Interrupted(Exception):  # noqa: N818 - nothing went wrong
    """Somebody asked for the end."""

    def __init__(self, signal: Signals) -> None:
        super().__init__(signal.name)
        self.signal = signal
