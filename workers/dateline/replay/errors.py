"""Reasons for a replay to end early."""

from signal import Signals


class ReplayError(Exception):
    """The replay can't go on; the message says why in one line."""


class Interrupted(Exception):  # noqa: N818 - nothing went wrong
    """A signal asked for the end."""

    def __init__(self, signal: Signals) -> None:
        super().__init__(signal.name)
        self.signal = signal
