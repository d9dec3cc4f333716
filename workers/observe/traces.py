"""What tracing offers to delivery and the stages; without the extra `otel` there is nobody who does it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from workers.delivery.message import Incoming

BatchSpan = Callable[[Sequence[Incoming]], AbstractContextManager[object]]


class Traces(Protocol):
    """Makes spans of batches, items and stages."""

    def batch(self, items: Sequence[Incoming]) -> AbstractContextManager[object]:
        """A span around the processing and delivery of a batch."""

    def item(self, item: Incoming) -> AbstractContextManager[Incoming]:
        """A span around one item; gives the item with the headers under which its outputs go on with the trace."""

    def stage(self, name: str, seconds: float, after: object) -> None:
        """A stage of the present item has ended, `seconds` after it began, with what it gave."""


_NOTHING = nullcontext()


def no_span(items: Sequence[Incoming]) -> AbstractContextManager[object]:  # noqa: ARG001 - in the place of one that looks
    """No tracing."""
    return _NOTHING
