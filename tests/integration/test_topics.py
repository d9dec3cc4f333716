"""`dateline topics create` on a real broker."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

import pytest
from confluent_kafka.admin import AdminClient
from confluent_kafka.admin._config import AlterConfigOpType, ConfigEntry, ConfigResource
from confluent_kafka.admin._resource import ResourceType

from dateline.kafka.topic_admin import TopicAdmin
from dateline.kafka.topics import topics as described
from dateline.settings import Settings
from tests.support.items import envelope
from tests.support.kafka import KafkaBroker, Topics, consume, produce
from tests.support.waiting import PATIENCE
from tests.support.worker import Worker

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def names() -> Topics:
    """Names of topics that are not there."""
    mark = uuid4().hex[:8]
    return Topics(f"raw-{mark}", f"enriched-{mark}", f"dead-{mark}", f"dateline-{mark}")


def variables(bootstrap: str, names: Topics) -> Mapping[str, str]:
    return {
        "DATELINE_BROKERS": bootstrap,
        "DATELINE_GROUP": names.group,
        "DATELINE_RAW_TOPICS": names.raw,
        "DATELINE_ENRICHED_TOPIC": names.enriched,
        "DATELINE_DEAD_LETTER_TOPIC": names.dead_letter,
    }


def create(bootstrap: str, names: Topics, *options: str) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | variables(bootstrap, names) | {"PYTHONPATH": str(PROJECT)}
    command = [sys.executable, "-m", "dateline", "topics", "create", *options]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=600)


def test_topics_are_made_once_as_described_and_a_worker_works_on_them(
    kafka: KafkaBroker, names: Topics, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ("--partitions", "3", "--replicas", "1")
    first = create(kafka.bootstrap, names, *options)
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.splitlines() == [f"{name}: created" for name in (names.raw, names.enriched, names.dead_letter)]
    again = create(kafka.bootstrap, names, *options)
    assert (again.returncode, again.stdout.count(": there\n")) == (0, 3)
    for name, value in variables(kafka.bootstrap, names).items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    cluster = TopicAdmin(settings)
    assert [cluster.differences(topic) for topic in described(settings, 3, 1)] == [[], [], []]
    with Worker(kafka.bootstrap, names, tmp_path):
        produce(kafka.bootstrap, names.raw, [(None, envelope("London: It rained on Monday.", id="a"), {})])
        assert consume(kafka.bootstrap, names.enriched, 1, PATIENCE)[0].key == b"a"


def test_what_is_otherwise_is_told_and_left_alone(kafka: KafkaBroker, names: Topics) -> None:
    kafka.create_topic(names.raw, 2, {"retention.ms": "1000"})
    done = create(kafka.bootstrap, names, "--partitions", "3", "--replicas", "1")
    assert done.returncode == 3
    assert f"{names.raw}: there\n  partitions is 2, not 3\n  retention.ms is 1000, not 604800000\n" in done.stdout
    assert f"{names.enriched}: created" in done.stdout
    assert create(kafka.bootstrap, names, "--partitions", "3", "--replicas", "1").returncode == 3


def test_a_topic_that_was_changed_by_hand_shows(kafka: KafkaBroker, names: Topics) -> None:
    create(kafka.bootstrap, names, "--partitions", "1", "--replicas", "1")
    changed = ConfigResource(
        ResourceType.TOPIC,
        names.dead_letter,
        incremental_configs=[ConfigEntry("cleanup.policy", "compact", incremental_operation=AlterConfigOpType.SET)],
    )
    admin = AdminClient({"bootstrap.servers": kafka.bootstrap})
    (future,) = admin.incremental_alter_configs([changed]).values()
    future.result()
    done = create(kafka.bootstrap, names, "--partitions", "1", "--replicas", "1")
    assert "cleanup.policy is compact, not delete" in done.stdout
    assert done.returncode == 3


def test_more_copies_than_there_are_brokers_are_refused(kafka: KafkaBroker, names: Topics) -> None:
    done = create(kafka.bootstrap, names)
    assert done.returncode == 1
    assert "replication factor" in done.stderr.lower()


def test_without_a_broker_it_says_so(names: Topics) -> None:
    done = create("127.0.0.1:1", names)
    assert done.returncode == 1
    assert done.stderr.strip()
