"""`make release`, in a clone of its own."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
BUMP = Path(sys.executable).with_name("bump-my-version")
AUTHOR = {
    f"GIT_{role}_{part}": "releaser@example.org" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")
}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    if not (PROJECT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("needs git and a clone")
    subprocess.run(["git", "clone", "--quiet", PROJECT, tmp_path / "clone"], check=True)
    return tmp_path / "clone"


def test_a_release_is_a_commit_and_a_tag_that_say_one_version_everywhere(clone: Path) -> None:
    subprocess.run([BUMP, "bump", "--new-version", "9.8.7"], cwd=clone, env=os.environ | AUTHOR, check=True)
    assert git(clone, "tag", "--points-at", "HEAD") == "v9.8.7"
    assert git(clone, "log", "-1", "--format=%s") == "Release 9.8.7"
    assert tomllib.loads((clone / "pyproject.toml").read_text())["project"]["version"] == "9.8.7"
    for manifest in ("deploy/k8s/base/deployment.yaml", "deploy/compose.yaml"):
        assert set(re.findall(r"image: dateline:(\S+)", (clone / manifest).read_text())) == {"9.8.7"}
    assert re.search(r"^  version: 9\.8\.7$", (clone / "schemas" / "asyncapi.yaml").read_text(), re.M)
    unreleased, dated = re.findall(
        r"^## \[(.+?)\](?: - (\d{4}-\d\d-\d\d))?$", (clone / "CHANGELOG.md").read_text(), re.M
    )[:2]
    assert unreleased == ("Unreleased", "")
    assert dated[0] == "9.8.7"
    assert dated[1]


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout.strip()
