"""Strimzi's own model reads the topics and users, and knows each of their fields."""

import subprocess
from pathlib import Path

import pytest

from tests.support.deploy.manifests import KUBERNETES, checking_program
from tests.support.tools import needed

CHECK = Path(__file__).with_name("strimzi") / "Check.java"
TOPICS, USERS = (KUBERNETES / "components" / "strimzi" / name for name in ("topics.yaml", "users.yaml"))


def read(*files: Path) -> "subprocess.CompletedProcess[str]":
    needed("java")
    command = ["java", "-cp", f"{checking_program('strimzi')}/*", str(CHECK), *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)


def test_it_reads_them_and_knows_each_field() -> None:
    done = read(TOPICS, USERS)
    assert done.returncode == 0, done.stdout + done.stderr
    names = ("raw-items", "enriched-items", "dead-letters")
    assert {f"KafkaTopic {name}: read" for name in names} <= set(done.stdout.splitlines())
    assert done.stdout.count("KafkaUser") == 2


@pytest.mark.parametrize(
    ("file", "change"),
    [
        (TOPICS, ("partitions: 24", "partition: 24")),
        (TOPICS, ("partitions: 24", "partitions: many")),
        (USERS, ("patternType: literal", "pattern: literal")),
        (USERS, ("patternType: literal", "patternType: exact")),
        (USERS, ("type: scram-sha-512", "type: scram")),
    ],
)
def test_a_mistake_would_be_found(tmp_path: Path, file: Path, change: tuple[str, str]) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(file.read_text().replace(*change))
    assert broken.read_text() != file.read_text()
    assert read(broken).returncode != 0
