"""Apache Kafka's jars, fetched once into the project's cache."""

import fcntl
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
CACHE = HERE.parents[2] / ".cache"
POM = HERE / "pom.xml"
FETCH_TIMEOUT = 600.0


def missing_tools() -> list[str]:
    """Which of the programs that a real broker needs are not here."""
    return [tool for tool in ("java", "mvn") if shutil.which(tool) is None]


def kafka_version() -> str:
    """The version that the pom names."""
    found = re.search(r"<kafka\.version>(.+)</kafka\.version>", POM.read_text())
    assert found, "pom.xml names no kafka.version"
    return found[1]


def kafka_jars() -> Path:
    """The folder of the jars, fetched unless a complete copy for this pom is there."""
    folder = CACHE / f"kafka-{kafka_version()}"
    complete = folder / "complete"
    mark = sha256(POM.read_bytes()).hexdigest()
    with _lock(CACHE / f"{folder.name}.lock") as lock:
        if not (complete.is_file() and complete.read_text() == mark):
            shutil.rmtree(folder, ignore_errors=True)
            _fetch(folder, lock)
            complete.write_text(mark)
    return folder


def _fetch(folder: Path, lock: int) -> None:
    """Lets Maven copy the runtime jars into `folder`."""
    goal = ["dependency:copy-dependencies", f"-DoutputDirectory={folder}", "-DincludeScope=runtime"]
    command = ["mvn", "--quiet", "--batch-mode", "--file", str(POM), *goal]
    # Maven holds the lock too: it goes on writing for a while if this process is killed.
    done = subprocess.run(
        command,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=FETCH_TIMEOUT,
        pass_fds=[lock],
    )
    if done.returncode:
        raise RuntimeError(f"mvn could not fetch Kafka's jars:\n{done.stdout[-4000:]}")


@contextmanager
def _lock(path: Path) -> Iterator[int]:
    """Holds `path` alone among processes; the system frees it if this one dies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file.fileno()
