"""A step of an item's way, and what runs it."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from workers.domain.rejected import Rejected
from workers.domain.story import Story

T = TypeVar("T")
Stage = Callable[[Story], Story | Rejected]
Results = tuple[Story | Rejected, ...]
"""What a message comes to: a finished story or a rejection for each story of its document, in order."""


class Around(Protocol):
    """Runs one step of the way."""

    def __call__(self, name: str, step: Callable[[Story], T], story: Story, /) -> T | Rejected:
        """What the step gives, or a rejection in its place."""
        ...


def guarded(name: str, step: Callable[[Story], T], story: Story) -> T | Rejected:
    """One step; an exception in it is a rejection like any other."""
    try:
        return step(story)
    except Exception as error:
        return Rejected.raised(name, error)
