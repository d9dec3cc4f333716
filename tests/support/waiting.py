"""The one place where tests wait: on a condition, with a deadline that only a failure reaches."""

from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 300.0
"""Seconds until a wait has failed. A loaded machine is ten times as slow as an idle one, on which the longest wait takes some 20 s; a test
that passes never waits this long, so a generous limit costs nothing."""

_PAUSE = Event()


def until(condition: Callable[[], T | None], timeout: float, what: str, interval: float = 0.05) -> T:
    """Return the first truthy value of `condition`. Raises TimeoutError naming `what` after `timeout` seconds."""
    deadline = monotonic() + timeout
    while True:
        if value := condition():
            return value
        if monotonic() >= deadline:
            raise TimeoutError(f"not within {timeout:g} s: {what}")
        _PAUSE.wait(interval)
