"""How many letters went back, and how many stayed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from dateline.replay.dead_letter import Letter


@dataclass(frozen=True, slots=True)
class Tally:
    """Letters by stage, reason and source, and those left alone by why."""

    replayed: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    left_alone: Counter[str] = field(default_factory=Counter)

    def add(self, letters: Iterable[Letter]) -> None:
        """Counts letters as replayed."""
        self.replayed.update((letter.stage or "", letter.reason or "", letter.source) for letter in letters)
