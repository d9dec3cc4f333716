"""The interface of sinks."""

from collections.abc import Sequence
from typing import Protocol

from dateline.delivery.outcome import Outcome


class Sink(Protocol):
    """Delivers a partition's outcomes and commits the next offset; opened on assignment, closed on revocation."""

    async def open(self) -> int:
        """Open, or open again after a failure; return the committed offset: items below it are delivered."""

    async def committed(self) -> int:
        """Return the committed offset; 0 if there is none."""

    async def deliver(self, outcomes: Sequence[Outcome]) -> None:
        """Deliver all outcomes and commit the offset after the last.

        Raises FencedError, TooLargeError, or any other exception for a failure that another attempt may mend.
        """

    async def close(self) -> None:
        """Abandon what is not committed. Raises nothing."""
