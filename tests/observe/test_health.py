"""Ready means that nothing is in the way; not alive means that a restart would help."""

from typing import Any, cast

import pytest

from dateline.delivery.partition_worker import PartitionWorker
from dateline.delivery.watchdog import StallDetector
from dateline.kafka.timeouts import STALLED
from dateline.messages.message import Partition
from dateline.observe import health as health_module
from dateline.observe.health import SILENCE_SECONDS, Health

ZERO, ONE = Partition("raw-items", 0), Partition("raw-items", 1)


class Still:
    """A partition worker as far as the watchdog looks at it."""

    def __init__(self, progressed_at: float) -> None:
        self.progressed_at = progressed_at


def behind(**workers: float) -> dict[Partition, PartitionWorker]:
    names = {"zero": ZERO, "one": ONE}
    return {names[name]: cast("PartitionWorker", Still(at)) for name, at in workers.items()}


def test_readiness_names_all_that_is_in_the_way() -> None:
    health = Health()
    assert health.readiness() == "joining the consumer group"
    health.degraded("raw-items-0", "can't deliver raw-items-0: no such topic")
    health.recovered("group")
    health.degraded("broker", "no broker answers")
    assert health.readiness() == "no broker answers; can't deliver raw-items-0: no such topic"
    health.recovered("broker")
    health.recovered("raw-items-0")
    health.recovered("never heard of")
    assert health.readiness() is None


def test_liveness_needs_a_beat_and_work_that_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(health_module, "monotonic", lambda: now[0])
    health = Health()
    health.degraded("broker", "no broker answers")
    assert health.liveness() is None
    health.stalled("no progress")
    assert health.liveness() == "no progress"
    health.stalled(None)
    now[0] += SILENCE_SECONDS + 1
    assert "no beat" in str(health.liveness())
    health.beat()
    assert health.liveness() is None


def test_a_partition_that_is_behind_and_does_not_move_is_stalled() -> None:
    stall = StallDetector()
    assert stall.update(behind(zero=5.0, one=5.0), 1000.0) is None
    assert stall.update(behind(zero=5.0, one=6.0), 1000.0 + STALLED) is None
    why = stall.update(behind(zero=5.0, one=6.0), 1001.0 + STALLED)
    assert why is not None
    assert "raw-items-0" in why
    assert "raw-items-1" not in why


@pytest.mark.parametrize(
    "meanwhile", [behind(zero=6.0), {}], ids=["it moved", "it had nothing to do, or no broker answered"]
)
def test_what_moves_or_has_nothing_to_do_is_not_stalled(meanwhile: Any) -> None:
    stall = StallDetector()
    stall.update(behind(zero=5.0), 1000.0)
    assert stall.update(meanwhile, 1000.0 + STALLED) is None
    assert stall.update(behind(zero=6.0), 1001.0 + STALLED) is None
