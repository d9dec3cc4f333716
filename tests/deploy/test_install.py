"""Installing as people do: the pip that Python 3.11 brings, no lock, nothing of the development environment."""

import subprocess
import sys
import zipfile
from pathlib import Path

import orjson
import pytest

PROJECT = Path(__file__).parents[2]
OLD_PIP = "pip==23.2.1"
"""The pip of Python 3.11.5: before 23.3, pip drops an extra that it doesn't find under its normalised name."""
PAGE = PROJECT / "tests" / "formats" / "golden" / "page.html"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a virtual environment that contains a plain installation of the project."""
    environment = tmp_path_factory.mktemp("plain") / "venv"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    _pip(environment, "install", OLD_PIP)
    _pip(environment, "install", str(PROJECT))
    return environment


def test_a_plain_installation_enriches_a_page(installed: Path, tmp_path: Path) -> None:
    run = subprocess.run(
        [installed / "bin" / "dateline", "enrich", PAGE], cwd=tmp_path, env={}, capture_output=True, check=False
    )
    assert run.returncode == 0, run.stderr.decode()
    record = orjson.loads(run.stdout)
    assert record["text"]
    assert record["entities"]


def test_the_package_is_imported_by_the_name_of_its_distribution(installed: Path, tmp_path: Path) -> None:
    ask = "import dateline, importlib.metadata as m; print(dateline.__version__ == m.version('dateline'), dateline.__file__)"
    run = subprocess.run(
        [installed / "bin" / "python", "-c", ask], cwd=tmp_path, env={}, capture_output=True, text=True, check=True
    )
    same, file = run.stdout.split()
    assert same == "True"
    assert Path(file).is_relative_to(installed)


def test_the_wheel_contains_the_package_alone(installed: Path, tmp_path: Path) -> None:
    _pip(installed, "wheel", "--no-deps", "--wheel-dir", str(tmp_path), str(PROJECT))
    (wheel,) = tmp_path.glob("dateline-*.whl")
    files = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in files if ".dist-info/" not in name} == {"dateline"}
    assert {"dateline/py.typed", "dateline/_schemas/enriched-item.json"} <= set(files)
    assert not [name for name in files if "training" in name or "/tests/" in name]


def _pip(environment: Path, *arguments: str) -> None:
    command = [str(environment / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
