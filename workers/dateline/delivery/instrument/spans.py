"""The interface of tracing; `opentelemetry.py` implements it if the extra `otel` is installed."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from dateline.messages.message import Incoming
from dateline.pool.item_processor import Processed

BatchSpan = Callable[[Sequence[Incoming]], AbstractContextManager[object]]


class Traces(Protocol):
    """Creates spans for batches, items and stages."""

    def batch(self, items: Sequence[Incoming]) -> AbstractContextManager[object]:
        """Create a span around the processing and delivery of a batch."""

    def start(self, item: Incoming) -> tuple[Incoming, Callable[[Processed], None]]:
        """Start a span for one item; return the item with headers that continue the trace, and a callable that ends the span,
        with one for each stage, when the item is processed.
        """


_NOTHING = nullcontext()


def no_span(items: Sequence[Incoming]) -> AbstractContextManager[object]:  # noqa: ARG001 - a BatchSpan
    """Create no span."""
    return _NOTHING
