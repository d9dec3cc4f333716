"""One cluster for all faults."""

import os
from collections.abc import Iterator

import pytest

from chaos.fault import BROKERS
from tests.support.kafka.cluster import Cluster
from tests.support.kafka.jars import missing_tools


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Three brokers; each fault leaves them running."""
    if missing := missing_tools():
        _not_run(f"needs {' and '.join(missing)}: no fault was tried")
    with Cluster(tmp_path_factory.mktemp("cluster"), BROKERS) as running:
        yield running


def _not_run(reason: str) -> None:
    """Skips, or fails where a real Kafka is required."""
    if os.environ.get("REQUIRE_KAFKA") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
