"""Why a published story may lack a part of its text."""

from enum import StrEnum


class Suspicion(StrEnum):
    """A metric label, and part of the record's public contract."""

    MOST_REMOVED = "most_removed"
    SHORTER_THAN_PROMISED = "shorter_than_promised"
