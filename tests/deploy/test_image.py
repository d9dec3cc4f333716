"""The Dockerfile's steps, replayed here: what they install works for a user who may write nothing but /tmp.

No image is built, since that needs a container runtime; files lie elsewhere than in the image, and Python is the one that is here.
"""

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
import pytest

from tests.support.deploy.dockerfile import BUILDER, FINAL, rest_of
from tests.support.deploy.manifests import PROJECT
from tests.support.items import envelope

NOBODY = 10001


class Image:
    """What the Dockerfile makes, below `root` instead of /."""

    def __init__(self, root: Path) -> None:
        self.root, self.packages, self.home = root, root / "opt" / "dateline", root / "tmp"

    def build(self) -> None:
        """The builder's COPY and RUN instructions, in order."""
        work = self.root / "build"
        work.mkdir()
        self.home.mkdir()
        self.home.chmod(0o1777)
        self._shims()
        for name, rest in BUILDER:
            if name == "COPY":
                *sources, target = rest.split()
                for source in sources:
                    _copy(PROJECT / source, work / target if len(sources) == 1 else work / target / source)
            elif name == "RUN":
                self._run(rest, work)

    def run(self, *command: str, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
        """A command as the image's user, with the image's environment, in its working directory."""
        assert ("WORKDIR", "/tmp") in FINAL
        return subprocess.run(
            [str(self.packages / "bin" / command[0]), *command[1:]],
            cwd=self.home, env=self._environment(), input=given, capture_output=True, timeout=600, check=False,
            user=NOBODY if os.getuid() == 0 else None,
            group=NOBODY if os.getuid() == 0 else None,
            extra_groups=[] if os.getuid() == 0 else None,
        )  # fmt: skip

    def contents(self) -> dict[str, int]:
        """Every file of the packages and when it was last written."""
        return {str(path): path.stat().st_mtime_ns for path in self.packages.rglob("*") if path.is_file()}

    def seal(self) -> None:
        """Takes every right to write away, as a read-only root does."""
        for path in (self.packages, *self.packages.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))

    def unseal(self) -> None:
        """Gives the owner the right to remove it."""
        for path in (self.packages, *self.packages.rglob("*")):
            if path.is_dir() and not path.is_symlink():
                path.chmod(path.stat().st_mode | stat.S_IWUSR)

    def _environment(self) -> dict[str, str]:
        (lines,) = rest_of(FINAL, "ENV")
        given = dict(word.split("=", 1) for word in lines.split())
        return {name: self._here(value).replace("$PATH", os.environ["PATH"]) for name, value in given.items()}

    def _here(self, text: str) -> str:
        return re.sub(r"(?<![\w.-])/(opt|tmp)\b", rf"{self.root}/\1", text)

    def _run(self, text: str, work: Path) -> None:
        path = f"{self.root / 'shims'}:{os.environ['PATH']}"
        environment = os.environ | {"PATH": path, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONPATH": ""}
        done = subprocess.run(["sh", "-ec", self._here(text)], cwd=work, env=environment, capture_output=True, text=True, timeout=600, check=False)  # fmt: skip
        assert done.returncode == 0, f"{text}\n{done.stdout}{done.stderr}"

    def _shims(self) -> None:
        """`python` and `pip` by these names; the interpreter that stays is one that any user may run."""
        shims = self.root / "shims"
        shims.mkdir()
        stays, builds = _for_everybody(), sys.executable
        (shims / "python").write_text(
            f'#!/bin/sh\ncase "$*" in *--without-pip*) exec {stays} "$@";; esac\nexec {builds} "$@"\n'
        )
        (shims / "pip").write_text(f'#!/bin/sh\nexec {builds} -m pip "$@"\n')
        for shim in shims.iterdir():
            shim.chmod(0o755)


def _for_everybody() -> str:
    """A Python that another user can run too; this one unless it lies in somebody's home."""
    own = Path(sys.executable).resolve()
    if os.getuid() != 0 or all(parent.stat().st_mode & stat.S_IXOTH for parent in own.parents):
        return str(own)
    return "/usr/bin/python3"


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.py[cod]"), dirs_exist_ok=True)
    else:
        shutil.copy(source, target / source.name if target.is_dir() else target)


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    # Not below pytest's own folder, which it closes to other users.
    with TemporaryDirectory(prefix="dateline-image-") as folder:
        root = Path(folder)
        root.chmod(0o755)
        image = Image(root)
        image.build()
        image.seal()
        yield image
        image.unseal()


def test_the_steps_give_a_command_that_an_unprivileged_user_can_run(image: Image) -> None:
    said = image.run("dateline", "--version")
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith(b"dateline ")
    settings = image.run("dateline", "check-config").stdout.decode()
    assert "DATELINE_HTTP_PORT=8080" in settings


def test_items_become_records_and_nothing_is_written_but_in_tmp(image: Image) -> None:
    before = image.contents()
    page = "<html><body><article><p>BEIRUT (Reuters) - The port reopened on Monday, officials said.</p></article></body></html>"
    raw = [envelope("Jakarta: Presiden Joko Widodo bertemu tamu di Jakarta pada hari Senin."), envelope(page)]
    done = image.run("dateline", "enrich", given=b"\n".join(raw))
    assert done.returncode == 0, done.stderr
    records = [orjson.loads(line) for line in done.stdout.splitlines()]
    assert [record["language"] for record in records] == ["id", "en"]
    assert image.contents() == before


def test_a_worker_runs_from_its_packages_alone(image: Image) -> None:
    before = image.contents()
    done = image.run("dateline", "demo")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert b"published" in done.stdout
    assert image.contents() == before


def test_no_installer_and_no_tests_are_left_in_it(image: Image) -> None:
    names = {path.name for path in image.packages.glob("lib/python*/site-packages/*")}
    assert not names & {"pip", "setuptools", "wheel", "hatchling", "pytest", "tests"}
    assert {"dateline", "faust"} <= names
    assert not (image.packages / "bin" / "pip").exists()


def test_the_health_check_says_that_nothing_answers(image: Image) -> None:
    asked = image.run("dateline", "health", "live")
    assert asked.returncode == 1
    assert b"no answer" in asked.stdout


def test_what_is_in_it_is_listed_with_licences_that_suit(image: Image, tmp_path: Path) -> None:
    made = subprocess.run(
        ["make", "sbom", f"RUNTIME={image.packages}", f"DIST={tmp_path}"], cwd=PROJECT, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert made.returncode == 0, made.stdout + made.stderr
    bill = orjson.loads((tmp_path / "sbom.cdx.json").read_bytes())
    locked = set(re.findall(r"^([\w.-]+)==(\S+)", (PROJECT / "requirements" / "image.lock").read_text(), re.MULTILINE))
    listed = {(component["name"].lower().replace("_", "-"), component["version"]) for component in bill["components"]}
    assert listed <= {(name.lower().replace("_", "-").replace(".", "-"), version) for name, version in locked} | {
        ("dateline", bill["metadata"]["component"]["version"])
    }
    assert {"aiokafka", "faust-streaming", "orjson"} <= {name for name, _ in listed}
    assert "| orjson" in (tmp_path / "licences.md").read_text()
