"""Hypothesis: one profile for all tests, and how many examples they try.

The machine's speed decides nothing: there is no deadline, and a slow strategy is no failure.
"""

import os

from hypothesis import HealthCheck, settings

FACTOR = float(os.environ.get("EXAMPLES", "1"))
"""Examples beside those that a test asks for: less in the inner loop (`make test-fast`), more by hand (`make fuzz EXAMPLES=20`)."""

_DEFAULT = 100
_LEAST = 5


def examples(count: int) -> settings:
    """Try so many examples, times FACTOR."""
    return settings(max_examples=max(_LEAST, round(count * FACTOR)))


def load_profile() -> None:
    """Make the profile the default of every property test."""
    settings.register_profile(
        "dateline",
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        max_examples=max(_LEAST, round(_DEFAULT * FACTOR)),
        print_blob=True,
    )
    settings.load_profile("dateline")
