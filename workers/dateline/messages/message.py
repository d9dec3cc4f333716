"""Messages as they come from Kafka and as they go there."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import NamedTuple

from structlog.contextvars import bound_contextvars

from dateline.domain.story import Story
from dateline.observe.trace_context import trace_id

Headers = tuple[tuple[str, bytes], ...]


class Incoming(NamedTuple):
    """A raw message and where it stood; `timestamp` in milliseconds since 1970."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Headers

    def story(self) -> Story:
        """The story at the beginning of its way; bare payloads have the topic as their source."""
        return Story(raw=self.value, headers=self.headers, default_source=self.topic)


class Outgoing(NamedTuple):
    """What an item became: one message for the enriched or the dead-letter topic."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers


class Partition(NamedTuple):
    """A topic's partition."""

    topic: str
    partition: int

    def __str__(self) -> str:
        return f"{self.topic}-{self.partition}"


@dataclass(frozen=True, slots=True)
class Fetched:
    """Messages of one partition in order.

    `assignment` is the assignment they were read under, `number` counts what was fetched of the partition under it, from 0:
    so stale messages and missing ones show.
    """

    partition: Partition
    assignment: object
    number: int
    items: list[Incoming]


def about(item: Incoming) -> AbstractContextManager[None]:
    """Lines that are logged inside, by whichever library, name the item's place on Kafka and its trace."""
    found = trace_id(item.headers)
    trace = {} if found is None else {"trace_id": found}
    return bound_contextvars(item=f"{item.topic}/{item.partition}/{item.offset}", **trace)
