"""The jars are fetched once, and again after a fetch that did not end."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.kafka import jars

MAVEN = """#!/bin/sh
echo called >> "{calls}"
for word; do case "$word" in -DoutputDirectory=*) folder="${{word#*=}}" ;; esac; done
mkdir -p "$folder" && echo jar > "$folder/kafka.jar"
exit {code}
"""


class FakeMaven:
    """A program called mvn that copies one jar and ends with the code it was told."""

    def __init__(self, folder: Path) -> None:
        self._script = folder / "mvn"
        self._calls = folder / "calls"
        self._calls.touch()
        self.ends_with(0)

    def ends_with(self, code: int) -> None:
        """From now on."""
        self._script.write_text(MAVEN.format(calls=self._calls, code=code))
        self._script.chmod(0o755)

    @property
    def calls(self) -> int:
        """How often it was started."""
        return len(self._calls.read_text().splitlines())


@pytest.fixture
def maven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeMaven:
    """Stands in the way of the real mvn; the cache is an empty one."""
    monkeypatch.setattr(jars, "CACHE", tmp_path / "cache")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    return FakeMaven(tmp_path)


def test_fetched_once_although_many_ask(maven: FakeMaven) -> None:
    with ThreadPoolExecutor(4) as pool:
        folders = list(pool.map(lambda _: jars.kafka_jars(), range(8)))
    assert maven.calls == 1
    assert (folders[0] / "kafka.jar").exists()


def test_fetched_again_after_a_fetch_that_did_not_end(maven: FakeMaven) -> None:
    maven.ends_with(1)
    with pytest.raises(RuntimeError, match="could not fetch"):
        jars.kafka_jars()
    maven.ends_with(0)
    assert (jars.kafka_jars() / "complete").exists()
    assert maven.calls == 2


def test_fetched_again_when_the_pom_changes(maven: FakeMaven, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jars.kafka_jars()
    changed = tmp_path / "pom.xml"
    changed.write_text(jars.POM.read_text() + "<!-- changed -->")
    monkeypatch.setattr(jars, "POM", changed)
    jars.kafka_jars()
    assert maven.calls == 2
