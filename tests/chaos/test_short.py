"""Each fault in its short form: nothing lost, nothing doubled, no condition broken."""

from pathlib import Path

import pytest

from chaos.fault import Fault, strike
from chaos.faults import FAULTS
from chaos.result import Result
from tests.support.kafka.cluster import Cluster

# Of those tried, one with which kill -9 needs two rounds of some 15 s, not more.
SEED = 3
# A fault that fails waits for its group, and at the end for what is missing.
TIMEOUT_SECONDS = 2400


@pytest.mark.timeout(TIMEOUT_SECONDS)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.replace(" ", "-"))
def test_nothing_is_lost_and_nothing_doubled(fault: Fault, cluster: Cluster, tmp_path: Path) -> None:
    result = strike(fault, cluster, tmp_path, Result(fault.name, "ours", "short", SEED))
    assert result.passed, result
    assert result.items >= fault.short.items
    assert result.times > 0
