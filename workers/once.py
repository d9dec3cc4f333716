"""What is made once."""

from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import TypeVar

T = TypeVar("T")


def once(make: Callable[[], T]) -> Callable[[], T]:
    """`make`, whose value is made when first asked for; whoever asks in another thread meanwhile waits for it."""
    made, lock = cache(make), Lock()

    def get() -> T:
        with lock:
            return made()

    return get
