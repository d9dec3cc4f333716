"""A command's closing report of texts that the built-in tagger tagged in place of another backend."""

import sys
from collections import Counter

from dateline.domain.entities import Fallback


class StoodIn:
    """Counts them; what failed first stands for its like."""

    def __init__(self) -> None:
        self._times = Counter[tuple[str, str]]()
        self._details: dict[tuple[str, str], str] = {}

    def count(self, fallback: Fallback | None) -> None:
        """One text more, None if the tagger that is set has read it."""
        if fallback is not None:
            kind = (fallback.backend, fallback.reason.value)
            self._times[kind] += 1
            self._details.setdefault(kind, fallback.detail)

    def tell(self) -> None:
        """Write a line for each tagger and reason to standard error."""
        for (backend, reason), times in sorted(self._times.items()):
            said = self._details[backend, reason]
            print(f"builtin read {times} in place of {backend}: {reason}: {said}", file=sys.stderr)
