"""A partition of a raw topic, and what a fetch brought from it."""

from dataclasses import dataclass
from typing import NamedTuple

from workers.delivery.message import Incoming


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
