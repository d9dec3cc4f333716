"""A point in time as a source gives it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Moment:
    """`value` in RFC 3339, with offset -00:00 where the source names no zone (section 4.3); `original` as it was written."""

    value: str
    original: str
