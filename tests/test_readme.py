"""The README's commands, run as a reader would run them."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.settings import Settings

PROJECT = Path(__file__).parents[1]
README = (PROJECT / "README.md").read_text("utf-8")
STORY = "<html><body><article><p>BEIRUT (Reuters) - The port reopened on Monday, officials said.</p></article></body></html>"

FEED = "<rss version='2.0'><channel><item><title>Port</title><description>The port reopened.</description></item></channel></rss>"


def sh_lines() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", README, re.S)
    return [line.split("  #")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


def test_make_run_shows_the_records_and_ends_by_itself() -> None:
    run = subprocess.run(["make", "run"], cwd=PROJECT, capture_output=True, text=True, timeout=600, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    published, dead = re.search(r"published (\d+)   dead letters (\d+)", run.stdout).groups()  # type: ignore[union-attr]
    assert int(published) >= 12
    assert int(dead) >= 1
    assert re.search(r"http://127\.0\.0\.1:\d+/metrics", run.stdout)
    assert "invalid_json" in run.stdout
    assert "← related" in run.stdout
    assert len(set(re.findall(r"language  (\w\w)", run.stdout))) >= 6


@pytest.mark.parametrize("target", sorted(set(re.findall(r"make ([a-z-]+)", README))))
def test_make_targets_exist(target: str) -> None:
    dry = subprocess.run(["make", "--dry-run", target], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert dry.returncode == 0, dry.stderr


@pytest.mark.parametrize(
    "command",
    [line for line in sh_lines() if line.startswith("dateline") and "worker" not in line and "replay" not in line],
)
def test_dateline_commands_run(command: str, tmp_path: Path) -> None:
    (tmp_path / "story.html").write_text(STORY)
    example = re.search(r"```json\n(.*?)```", README, re.S)
    assert example is not None
    (tmp_path / "items.ndjson").write_text(example[1])
    (tmp_path / "feed.xml").write_text(FEED)
    (tmp_path / "texts.ndjson").write_text('{"id": "1", "text": "Najib Mikati spoke in Beirut."}\n')
    if command.startswith("dateline verify"):
        (tmp_path / "records.ndjson").write_text(run_dateline(tmp_path, "dateline enrich items.ndjson").stdout)
    run = run_dateline(tmp_path, command)
    assert run.returncode == 0, run.stderr
    assert run.stdout or run.stderr


def run_dateline(folder: Path, command: str) -> "subprocess.CompletedProcess[str]":
    words = [sys.executable, "-m", "dateline", *command.split()[1:]]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=600, check=False)


def test_the_manifests_build_as_shown() -> None:
    if shutil.which("kubectl") is None:
        pytest.skip("needs kubectl")
    (command,) = (line for line in sh_lines() if line.startswith("kubectl"))
    assert subprocess.run(command.split(), cwd=PROJECT, capture_output=True, check=True).stdout


def test_the_settings_table_is_true() -> None:
    defaults = Settings().public()
    rows = dict(re.findall(r"\| `(DATELINE_\w+)` \| `([^`]*)` \|", README))
    assert rows
    assert {name: defaults[name] for name in rows} == rows
