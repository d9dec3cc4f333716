"""A real broker for the session, and topics of its own for each test."""

import os
from collections.abc import Iterator

import pytest

from tests.support.kafka import KafkaBroker, Topics
from tests.support.kafka.jars import missing_tools


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KafkaBroker]:
    """One broker for all tests; a test that stops it must start it again."""
    if missing_tools():
        _not_run("needs java and mvn: real Kafka not run")
    with KafkaBroker(tmp_path_factory.mktemp("kafka")) as broker:
        yield broker


@pytest.fixture
def topics(kafka: KafkaBroker) -> Topics:
    """Fresh topics and a group that no other test uses; four raw partitions."""
    return Topics.create(kafka)


def _not_run(reason: str) -> None:
    """Skips, or fails where a real Kafka is required."""
    if os.environ.get("REQUIRE_KAFKA") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
