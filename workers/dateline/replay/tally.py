"""Counts of replayed and skipped dead letters."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from dateline.replay.dead_letter import DeadLetter


@dataclass(frozen=True, slots=True)
class Tally:
    """Dead letters replayed by stage, reason and source, and skipped ones by why."""

    replayed: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)

    def add(self, letters: Iterable[DeadLetter]) -> None:
        """Count dead letters as replayed."""
        self.replayed.update((letter.stage or "", letter.reason or "", letter.source) for letter in letters)
