"""Stages and the runners around them."""

from collections.abc import Callable
from time import perf_counter
from typing import NamedTuple, Protocol, TypeVar

from dateline.domain.rejection import Rejected, StageName
from dateline.domain.story import Story

T = TypeVar("T")
Stage = Callable[[Story], Story | Rejected]
Results = tuple[Story | Rejected, ...]
"""The results of one item: a finished story or a rejection per story of its document, in order."""


class StageRunner(Protocol):
    """Middleware around every stage."""

    def __call__(self, name: StageName, stage: Callable[[Story], T], story: Story, /) -> T | Rejected:
        """Run the stage on the story; return its result, or a rejection in its place."""
        ...


def catching(name: StageName, stage: Callable[[Story], T], story: Story) -> T | Rejected:
    """Run a stage and turn any exception into a rejection."""
    try:
        return stage(story)
    except Exception as error:
        return Rejected.raised(name, error)


class StageTiming(NamedTuple):
    """One stage run: its duration in seconds, and why it rejected the story, if it did."""

    name: StageName
    seconds: float
    rejection: str | None


class TimedRunner:
    """Runs stages and keeps their timings in order; calls `on_start` with each stage's name before it runs."""

    def __init__(self, on_start: Callable[[StageName], None] | None = None) -> None:
        self._on_start = on_start
        self.timings: list[StageTiming] = []

    def __call__(self, name: StageName, stage: Callable[[Story], T], story: Story) -> T | Rejected:
        """Run the stage and append its timing."""
        if self._on_start is not None:
            self._on_start(name)
        start = perf_counter()
        result = catching(name, stage, story)
        rejection = f"{result.reason.value}: {result.detail}" if isinstance(result, Rejected) else None
        self.timings.append(StageTiming(name, perf_counter() - start, rejection))
        return result
