"""What is made from the code is what is committed."""

import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from workers.commands.generate import generate
from workers.monitoring.files import files
from workers.monitoring.panels import panels

PROJECT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", files())
def test_a_file_is_as_the_code_makes_it(name: str) -> None:
    assert (PROJECT / name).read_text("utf-8") == files()[name], f"{name} is stale: make generate"


def test_runbooks_may_be_served_elsewhere(tmp_path: Path) -> None:
    for name in files():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    assert generate(tmp_path, "https://runbooks.example/dateline/", check=False) is False
    rules = (tmp_path / "deploy/k8s/components/monitoring/dateline.rules.yaml").read_text()
    board = (tmp_path / "deploy/k8s/components/monitoring/dateline.json").read_text()
    for text in (rules, board):
        assert "https://runbooks.example/dateline/DatelineStalled.md" in text
        assert "deploy/k8s/runbooks" not in text
    assert generate(tmp_path, "https://runbooks.example/dateline", check=True) is True
    assert generate(tmp_path, None, check=True) is False


def test_the_picture_shows_every_panel() -> None:
    picture = ElementTree.parse(PROJECT / "docs" / "dashboard.svg")
    said = {text.strip() for text in picture.getroot().itertext() if text.strip()}
    assert {panel.title for panel in panels() if panel.kind != "stat"} <= said, (
        "the picture is stale: make dashboard-picture"
    )


def test_without_the_packages_for_it_one_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "workers.monitoring.files", None)
    assert generate(tmp_path, None, check=False) is None
    assert "dateline[dev]" in capsys.readouterr().err
