"""`dateline verify`: a record proves that nothing disappeared, and one that was tampered with does not."""

from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner, Result

from dateline.cli import app
from tests.support.items import envelope

TEXT = "BEIRUT (Reuters) - The port reopened on Monday.\n(Reporting by Sam Haddad; Editing by Anna Cole)\nShips waited off the coast."
FAILED = 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with an item and its record."""
    folder = tmp_path_factory.mktemp("verify")
    (folder / "items.ndjson").write_bytes(envelope(TEXT) + b"\n")
    enriched = run("enrich", folder / "items.ndjson")
    assert enriched.exit_code == 0
    (folder / "records.ndjson").write_bytes(enriched.stdout_bytes)
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def tampered(folder: Path, tmp_path: Path, **changes: object) -> Path:
    record = orjson.loads((folder / "records.ndjson").read_bytes()) | changes
    file = tmp_path / "tampered.ndjson"
    file.write_bytes(orjson.dumps(record))
    return file


def test_a_record_as_it_was_written_holds(folder: Path) -> None:
    for more in ((), ("--items", folder / "items.ndjson")):
        result = run("verify", folder / "records.ndjson", *more)
        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr == "1 records, 0 failures\n"


def test_a_removal_that_is_gone_is_found(folder: Path, tmp_path: Path) -> None:
    result = run("verify", tampered(folder, tmp_path, removed=[]))
    assert result.exit_code == FAILED
    assert "is neither kept nor removed" in result.stdout or "does not follow" in result.stdout


def test_a_changed_word_is_found_beside_the_item_alone(folder: Path, tmp_path: Path) -> None:
    text = orjson.loads((folder / "records.ndjson").read_bytes())["text"]
    changed = tampered(folder, tmp_path, text=text.replace("reopened", "closed"))
    assert run("verify", changed).exit_code == 0
    result = run("verify", changed, "--items", folder / "items.ndjson")
    assert result.exit_code == FAILED
    assert "closed" in result.stdout


def test_a_story_without_a_record_and_a_record_without_a_story_are_found(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.ndjson"
    other.write_bytes(envelope("Another story about the port.", id="other") + b"\n")
    result = run("verify", folder / "records.ndjson", "--items", other)
    assert result.exit_code == FAILED
    assert "no original item has this story" in result.stdout
    assert "no record of story other" in result.stdout


@pytest.mark.parametrize(
    ("line", "why"), [(b"{broken", "not JSON"), (b"[]", "not a record"), (b'{"id": "1"}', "not a record")]
)
def test_what_is_no_record_is_told(tmp_path: Path, line: bytes, why: str) -> None:
    (tmp_path / "bad.ndjson").write_bytes(line)
    result = run("verify", tmp_path / "bad.ndjson")
    assert result.exit_code == FAILED
    assert why in result.stdout
