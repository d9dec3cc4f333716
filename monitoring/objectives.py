"""Service-level objectives, and the rates at which their error budgets may burn (Google's SRE Workbook, chapter 5)."""

from dataclasses import dataclass

PUBLISHED_WITHIN_SECONDS = 60.0
"""Of an item's append; an edge of dateline_end_to_end_age_seconds stands there."""

PUBLISHED_IN_TIME = 0.99
"""Of the items, over a month."""

DEAD_LETTERED_AT_MOST = 0.001
"""Of the items, over a month. Beyond it a source has changed its form, or a release is at fault."""

DAY, HOUR, MINUTE = 86_400.0, 3600.0, 60.0


@dataclass(frozen=True, slots=True)
class Burn:
    """A month's budget spent `rate` times too fast, in the long window and still in the short one; seconds."""

    rate: float
    long: float
    short: float
    severity: str


BURNS = (
    # 2 % of a month's budget within an hour, 5 % within six: somebody is called.
    Burn(14.4, HOUR, 5 * MINUTE, "critical"),
    Burn(6.0, 6 * HOUR, 30 * MINUTE, "critical"),
    # 10 % within three days: somebody looks at it in the morning.
    Burn(1.0, 3 * DAY, 6 * HOUR, "warning"),
)

WINDOWS = sorted({window for burn in BURNS for window in (burn.long, burn.short)})


def duration(seconds: float) -> str:
    """Seconds as Prometheus writes them."""
    for size, unit in ((DAY, "d"), (HOUR, "h"), (MINUTE, "m"), (1.0, "s")):
        if seconds >= size and seconds % size == 0:
            return f"{seconds / size:.0f}{unit}"
    return f"{seconds * 1000:.0f}ms"
