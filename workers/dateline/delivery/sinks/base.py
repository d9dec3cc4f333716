"""The way out of one partition."""

from collections.abc import Sequence
from typing import Protocol

from dateline.delivery.outcome import Outcome


class Sink(Protocol):
    """Delivers what a partition's items became and commits behind them; opened on assignment, closed on revocation."""

    async def open(self) -> int:
        """Gets ready, anew after a failure; returns the group's offset: items below it are delivered."""

    async def committed(self) -> int:
        """The group's offset; 0 where it has none."""

    async def deliver(self, outcomes: Sequence[Outcome]) -> None:
        """Returns once all are delivered and the offset behind the last is committed.

        Raises FencedError, TooLargeError, or any other exception for a failure that another attempt may mend.
        """

    async def close(self) -> None:
        """Gives up what is not committed. Raises nothing."""
