"""The one place where tests wait: on a condition, with a deadline."""

from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import TypeVar

T = TypeVar("T")

_PAUSE = Event()


def until(condition: Callable[[], T | None], timeout: float, what: str, interval: float = 0.05) -> T:
    """The first truthy value that `condition` gives; a TimeoutError naming `what` after `timeout` seconds."""
    deadline = monotonic() + timeout
    while True:
        if value := condition():
            return value
        if monotonic() >= deadline:
            raise TimeoutError(f"not within {timeout:g} s: {what}")
        _PAUSE.wait(interval)
