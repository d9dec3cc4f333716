"""Messages read from Kafka and written to it."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import NamedTuple

from structlog.contextvars import bound_contextvars

from dateline.domain.story import Story
from dateline.observe.trace_context import trace_id

Headers = tuple[tuple[str, bytes], ...]


class Incoming(NamedTuple):
    """A raw message with its partition and offset; `timestamp` in milliseconds since 1970."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Headers

    def story(self) -> Story:
        """Return the story that the pipeline starts with; a bare payload's source is the topic."""
        return Story(raw=self.value, headers=self.headers, default_source=self.topic)


class Outgoing(NamedTuple):
    """A message for the enriched or the dead-letter topic."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers


class Partition(NamedTuple):
    """A partition of a topic."""

    topic: str
    partition: int

    def __str__(self) -> str:
        return f"{self.topic}-{self.partition}"


@dataclass(frozen=True, slots=True)
class Fetched:
    """Messages of one partition, in order.

    `assignment` is the assignment they were fetched under, and `sequence` counts the partition's fetches under it, from 0: so stale
    messages and missing ones show.
    """

    partition: Partition
    assignment: object
    sequence: int
    items: list[Incoming]


def about(item: Incoming) -> AbstractContextManager[None]:
    """Add the item's topic, partition, offset and trace to every line that is logged inside, by whichever library."""
    context = {"item": f"{item.topic}/{item.partition}/{item.offset}"}
    if (trace := trace_id(item.headers)) is not None:
        context["trace_id"] = trace
    return bound_contextvars(**context)
