"""Selects the dead letters to replay."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from dateline.replay.dead_letter import DeadLetter


@dataclass(frozen=True, slots=True)
class Selection:
    """Conditions of a replay: one of each list that is not empty, a time from `since` until before `until`, and no replay before,
    unless `again` is set.
    """

    reasons: Collection[str] = ()
    stages: Collection[str] = ()
    sources: Collection[str] = ()
    since: datetime | None = None
    until: datetime | None = None
    again: bool = False

    def matches(self, letter: DeadLetter) -> bool:
        """Return whether a dead letter meets the conditions."""
        return (
            (not self.reasons or letter.reason in self.reasons)
            and (not self.stages or letter.stage in self.stages)
            and (self.since is None or letter.timestamp >= self.since.timestamp() * 1000)
            and (self.until is None or letter.timestamp < self.until.timestamp() * 1000)
            and (not self.sources or letter.source in self.sources)
        )


@dataclass(frozen=True, slots=True)
class Filter:
    """Decides which dead letters are replayed."""

    selection: Selection
    origins: Collection[str]
    replayed: Collection[str]

    def skip_reason(self, letter: DeadLetter) -> str | None:
        """Return why a dead letter is skipped; None if it is to be replayed."""
        if letter.reason is None:
            return "not dead letters: no dateline_reason in their headers"
        if not self.selection.matches(letter):
            return "not selected"
        if letter.origin not in self.origins:
            return f"from {letter.origin or 'no topic that they name'}, not one of DATELINE_RAW_TOPICS"
        if letter.place in self.replayed and not self.selection.again:
            return "already replayed"
        return None
