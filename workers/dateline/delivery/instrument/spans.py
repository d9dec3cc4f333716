"""What tracing offers to delivery and the stages; without the extra `otel` there is nobody who does it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from dateline.messages.message import Incoming
from dateline.pool.item_processor import Made

BatchSpan = Callable[[Sequence[Incoming]], AbstractContextManager[object]]


class Traces(Protocol):
    """Makes spans of batches, items and stages."""

    def batch(self, items: Sequence[Incoming]) -> AbstractContextManager[object]:
        """A span around the processing and delivery of a batch."""

    def begin(self, item: Incoming) -> tuple[Incoming, Callable[[Made], None]]:
        """Begins a span for one item; gives the item with the headers under which its outputs go on with the trace, and what
        ends the span and those of the steps when the item is made.
        """


_NOTHING = nullcontext()


def no_span(items: Sequence[Incoming]) -> AbstractContextManager[object]:  # noqa: ARG001 - in the place of one that looks
    """No tracing."""
    return _NOTHING
