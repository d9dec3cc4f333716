"""The slope of a soak is not fooled by memory that goes up and down."""

import numpy as np
import pytest

from benchmarks.soak import slope_of

HOUR = np.linspace(0, 1, 480)
SAW = 70 * (HOUR * 3.6 % 1)


@pytest.mark.parametrize("grown", [0.0, 40.0, -15.0])
def test_what_grows_steadily_is_seen(grown: float) -> None:
    slope, error = slope_of(HOUR, 800 + grown * HOUR)
    assert slope == pytest.approx(grown, abs=1e-6)
    assert error < 1e-6


def test_a_saw_is_no_growth() -> None:
    slope, error = slope_of(HOUR, 800 + SAW)
    assert abs(slope) < 2 * error


def test_a_leak_shows_through_a_saw() -> None:
    slope, error = slope_of(HOUR, 800 + SAW + 200 * HOUR)
    assert slope > 4 * error
