"""The one wrapper that times stages."""

from collections.abc import Callable
from time import perf_counter
from typing import NamedTuple

from workers.domain.rejected import Rejected
from workers.domain.story import Story
from workers.step import T, guarded


class Step(NamedTuple):
    """A step of an item's way that has ended, in seconds; `refused` says why it gave no story."""

    name: str
    seconds: float
    refused: str | None


class Timed:
    """Runs an item's steps and keeps their times, in order; `begins` hears of each step before it is taken."""

    def __init__(self, begins: Callable[[str], None] | None = None) -> None:
        self._begins = begins
        self.steps: list[Step] = []

    def __call__(self, name: str, step: Callable[[Story], T], story: Story) -> T | Rejected:
        """What the step gives."""
        if self._begins is not None:
            self._begins(name)
        began = perf_counter()
        after = guarded(name, step, story)
        refused = f"{after.reason.value}: {after.detail}" if isinstance(after, Rejected) else None
        self.steps.append(Step(name, perf_counter() - began, refused))
        return after
