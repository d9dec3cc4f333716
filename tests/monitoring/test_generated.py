"""What is made from the code is what is committed."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from monitoring.files import files
from monitoring.panels import panels

PROJECT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", files())
def test_a_file_is_as_the_code_makes_it(name: str) -> None:
    assert (PROJECT / name).read_text("utf-8") == files()[name], f"{name} is stale: make generate"


def test_runbooks_may_be_served_elsewhere() -> None:
    generated = files("https://runbooks.example/dateline")
    for name in ("dateline.rules.yaml", "dateline.json"):
        text = generated[f"deploy/k8s/components/monitoring/{name}"]
        assert "https://runbooks.example/dateline/DatelineStalled.md" in text
        assert "deploy/k8s/runbooks" not in text


def test_a_check_names_stale_files_and_writes_none() -> None:
    command = [sys.executable, "-m", "monitoring", "--check"]
    assert subprocess.run(command, cwd=PROJECT, capture_output=True, check=False).stdout == b""
    checked = subprocess.run(
        [*command, "--runbooks", "https://runbooks.example/"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 1
    assert "deploy/k8s/components/monitoring/dateline.rules.yaml" in checked.stdout.splitlines()
    assert "runbooks.example" not in (PROJECT / "deploy/k8s/components/monitoring/dateline.rules.yaml").read_text()


def test_the_picture_shows_every_panel() -> None:
    picture = ElementTree.parse(PROJECT / "docs" / "dashboard.svg")
    said = {text.strip() for text in picture.getroot().itertext() if text.strip()}
    assert {panel.title for panel in panels() if panel.kind != "stat"} <= said, (
        "the picture is stale: make dashboard-picture"
    )
