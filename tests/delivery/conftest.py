"""No pauses between attempts: tests plan how many there are."""

import pytest

from workers.delivery import timings


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timings, "RETRY_FIRST", 0.0)
    monkeypatch.setattr(timings, "RETRY_LONGEST", 0.0)
