"""Which item a log line is about."""

from contextlib import AbstractContextManager

from structlog.contextvars import bound_contextvars

from workers.delivery.message import Incoming
from workers.observe.trace_context import trace_id


def about(item: Incoming) -> AbstractContextManager[None]:
    """Lines that are logged inside, by whichever library, name the item's place on Kafka and its trace."""
    found = trace_id(item.headers)
    trace = {} if found is None else {"trace_id": found}
    return bound_contextvars(item=f"{item.topic}/{item.partition}/{item.offset}", **trace)
