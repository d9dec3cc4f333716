"""`dateline enrich` and `dateline try` take wire files as they lie on a disk."""

import gzip
from pathlib import Path
from typing import Any

import orjson
import pytest
import zstandard
from typer.testing import CliRunner, Result

from dateline.cli import app
from dateline.domain.schemas import DEAD_LETTER, ENRICHED_ITEM
from tests.support.formats.golden import FOLDER

FEED = FOLDER / "rss-2.0.xml"


def dateline(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def ndjson(output: bytes) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in output.splitlines()]


def test_a_feed_gives_a_record_for_each_story_and_a_dead_letter_for_the_bad_one(tmp_path: Path) -> None:
    result = dateline("enrich", FEED, "--dead-letters", tmp_path / "dead.ndjson")
    records, letters = ndjson(result.stdout_bytes), ndjson((tmp_path / "dead.ndjson").read_bytes())
    assert result.exit_code == 3
    assert [(record["position"], record["source"]) for record in records] == [(0, "rss-2"), (2, "rss-2")]
    assert [ENRICHED_ITEM.problem(record) for record in records] == [None, None]
    assert [(letter["reason"], letter["positions"]) for letter in letters] == [("empty_text", "1")]
    assert DEAD_LETTER.problem(letters[0]) is None


@pytest.mark.parametrize(("ending", "packed"), [(".gz", gzip.compress), (".zst", zstandard.compress)])
def test_a_packed_file_gives_the_records_of_the_unpacked_one(ending: str, packed: Any, tmp_path: Path) -> None:
    file = tmp_path / f"{FEED.name}{ending}"
    file.write_bytes(packed(FEED.read_bytes()))
    assert dateline("enrich", file).stdout_bytes == dateline("enrich", FEED).stdout_bytes


@pytest.mark.parametrize(("ending", "packed"), [("", bytes), (".gz", gzip.compress), (".zst", zstandard.compress)])
@pytest.mark.parametrize("name", ["items.ndjson", "items.jsonl", "items"])
def test_a_file_of_json_lines_is_an_item_a_line(name: str, ending: str, packed: Any, tmp_path: Path) -> None:
    line = b'{"source": "wire", "payload": "The port reopened on Monday."}\n'
    file = tmp_path / f"{name}{ending}"
    file.write_bytes(packed(line * 3))
    assert len(ndjson(dateline("enrich", file).stdout_bytes)) == 3


def test_an_indented_json_document_is_one_item() -> None:
    (record,) = ndjson(dateline("enrich", FOLDER / "ninjs-3.0.json").stdout_bytes)
    assert record["title"] == "Hafen wieder offen"


@pytest.mark.parametrize(("form", "key"), [("ninjs", "uri"), ("schema.org", "@type"), ("record", "removed")])
def test_records_are_written_in_the_form_that_is_asked_for(form: str, key: str) -> None:
    (made,) = ndjson(dateline("enrich", FOLDER / "nitf-3.6.xml", "--as", form).stdout_bytes)
    assert key in made


def test_a_form_that_there_is_not_is_bad_usage() -> None:
    assert dateline("enrich", FEED, "--as", "yaml").exit_code == 2


def test_try_shows_what_a_story_says_and_where() -> None:
    result = dateline("try", FOLDER / "nitf-3.6.xml")
    assert result.exit_code == 0
    shown = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert "title Port of Beirut reopens nitf:hl1" in shown
    assert "published 2024-03-04T09:30:00-05:00 (20240304T093000-0500) nitf:date.issue/@norm" in shown
    assert "take 1st Ld-Writethru nitf:du-key/@part" in shown


def test_try_tells_which_story_of_a_feed_is_a_dead_letter() -> None:
    result = dateline("try", FEED)
    assert result.exit_code == 3
    assert "dead letter story 1 decode: empty_text" in " ".join(result.stdout.split())
