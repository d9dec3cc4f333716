"""How many times longer a job takes when its input is ten times as large: linear work stays near ten, quadratic near a hundred."""

import gc
from collections.abc import Callable
from time import process_time

FACTOR = 10
AT_MOST = 20
"""Between linear and quadratic, with room for caches that a larger input leaves."""

ATTEMPTS = 6
"""What else the machine does lengthens runs but never shortens them: the shortest of several counts."""

LEAST_SECONDS = 0.01
"""Shorter runs are mostly fixed cost; a ratio to them says nothing."""


def growth(job: Callable[[int], Callable[[], object]], size: int) -> float:
    """The shortest run with ten times `size` over the shortest with `size`; `job(size)` makes the input and returns the work to time."""
    small, large = job(size), job(size * FACTOR)
    smaller = larger = float("inf")
    for _ in range(ATTEMPTS):
        smaller = min(smaller, seconds(small))
        larger = min(larger, seconds(large))
        if larger <= AT_MOST * max(smaller, LEAST_SECONDS):
            break
    return larger / max(smaller, LEAST_SECONDS)


def seconds(work: Callable[[], object]) -> float:
    """The CPU time of one run, without the garbage collector, which would walk what other tests have left as well."""
    gc.disable()
    try:
        began = process_time()
        work()
        return process_time() - began
    finally:
        gc.enable()
