"""No pauses between attempts: tests plan how many there are."""

import pytest

from dateline.kafka import timeouts


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeouts, "RETRY_FIRST", 0.0)
    monkeypatch.setattr(timeouts, "RETRY_LONGEST", 0.0)
