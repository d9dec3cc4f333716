"""Points in time as people write them on a command line."""

import re
from datetime import UTC, datetime, timedelta

_AGO = re.compile(r"([0-9]{1,6})([smhdw])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_RFC_3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})"
)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
FORMS = "a date, a time with its zone (RFC 3339), or how long ago (90s, 15m, 2h, 3d, 1w)"


def parse_when(text: str, now: datetime) -> datetime:
    """Parse an absolute or relative time; a bare date is its midnight in UTC. Raises ValueError."""
    written = text.upper()
    try:
        if ago := _AGO.fullmatch(text):
            return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
        if _DATE.fullmatch(text):
            return datetime.fromisoformat(text).replace(tzinfo=UTC)
        if _RFC_3339.fullmatch(written):
            return datetime.fromisoformat(written)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text}: {error}") from error
    raise ValueError(f"{text} is not {FORMS}")
