"""The `dateline` command as scripts and people use it: what it prints where, and how it exits."""

import base64
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest
from typer.testing import CliRunner, Result

from dateline import __version__
from dateline.cli import app
from dateline.domain.rejection import Reason, StageName
from dateline.domain.schemas import DEAD_LETTER, ENRICHED_ITEM
from dateline.record.build import SCHEMA_VERSION
from tests.support.entity_models import BIO, classifier, knowing_classifier, whole_words, word_pieces

PUBLISHED, SOME_DEAD, BAD_USAGE = 0, 3, 2

HARBOUR = (
    b'{"source": "wire", "id": "harbour", "payload": "The harbour reopened on Monday.\\nIt had been shut for a week."}'
)
WEIR = b'{"source": "web", "id": "weir", "payload": "<p>The weir is to be rebuilt.</p><p>Work begins in May.</p>"}'
NO_PAYLOAD = b'{"source": "wire"}'
NO_JSON = b'{"source": "wire", '


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("DATELINE_")]:
        monkeypatch.delenv(name)
    for name in ("FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)


def dateline(*arguments: str | Path, stdin: bytes = b"", environment: Mapping[str, str] | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin, env=environment)


def ndjson(output: bytes) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in output.splitlines()]


def file_of(path: Path, *lines: bytes) -> Path:
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path


def ids(result: Result) -> list[str]:
    return [record["id"] for record in ndjson(result.stdout_bytes)]


def test_enrich_writes_a_valid_record_for_every_item_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    first = file_of(tmp_path / "1.ndjson", WEIR, HARBOUR)
    second = file_of(tmp_path / "2.ndjson", HARBOUR.replace(b'"harbour"', b'"again"'))
    result = dateline("enrich", first, second)
    assert (result.exit_code, result.stderr) == (PUBLISHED, "")
    assert ids(result) == ["weir", "harbour", "again"]
    assert [ENRICHED_ITEM.problem(record) for record in ndjson(result.stdout_bytes)] == [None, None, None]
    assert ndjson(result.stdout_bytes)[0]["text"] == "The weir is to be rebuilt.\nWork begins in May."


def test_enrich_reads_standard_input_when_no_file_is_named() -> None:
    result = dateline("enrich", stdin=HARBOUR + b"\n" + WEIR)
    assert (result.exit_code, ids(result)) == (PUBLISHED, ["harbour", "weir"])


@pytest.mark.parametrize("stdin", [b"", b"\n \r\n\n"])
def test_enrich_of_nothing_is_nothing(stdin: bytes) -> None:
    result = dateline("enrich", stdin=stdin)
    assert (result.exit_code, result.output_bytes) == (PUBLISHED, b"")


def test_enrich_takes_windows_line_ends() -> None:
    result = dateline("enrich", stdin=HARBOUR + b"\r\n" + NO_JSON + b"\r\n")
    assert (result.exit_code, ids(result)) == (SOME_DEAD, ["harbour"])
    assert base64.b64decode(ndjson(result.stderr_bytes)[0]["value"]) == NO_JSON


def test_dead_letters_go_to_their_file_with_original_bytes_and_line_and_exit_status_3(tmp_path: Path) -> None:
    items = file_of(tmp_path / "items.ndjson", HARBOUR, NO_PAYLOAD, b"\xff\xfe nonsense", WEIR)
    letters = tmp_path / "dead.ndjson"
    result = dateline("enrich", items, "--dead-letters", letters)
    assert (result.exit_code, result.stderr, ids(result)) == (SOME_DEAD, "", ["harbour", "weir"])
    dead = ndjson(letters.read_bytes())
    assert [DEAD_LETTER.problem(letter) for letter in dead] == [None, None]
    assert [base64.b64decode(letter["value"]) for letter in dead] == [NO_PAYLOAD, b"\xff\xfe nonsense"]
    assert [(letter["offset"], letter["stage"], letter["reason"]) for letter in dead] == [
        (1, "decode", "invalid_envelope"),
        (2, "decode", "invalid_json"),
    ]
    assert "payload" in dead[0]["detail"]


def test_dead_letters_go_to_standard_error_when_no_file_is_named() -> None:
    result = dateline("enrich", stdin=NO_JSON)
    assert (result.exit_code, result.stdout_bytes) == (SOME_DEAD, b"")
    (letter,) = ndjson(result.stderr_bytes)
    assert DEAD_LETTER.problem(letter) is None
    assert letter["reason"] == "invalid_json"


def test_an_earlier_runs_dead_letters_do_not_stay(tmp_path: Path) -> None:
    letters = file_of(tmp_path / "dead.ndjson", b"old")
    assert dateline("enrich", "--dead-letters", letters, stdin=HARBOUR).exit_code == PUBLISHED
    assert letters.read_bytes() == b""


@pytest.mark.parametrize(
    "arguments",
    [
        ["enrich", "gone.ndjson"],
        ["enrich", "."],
        ["enrich", "--louder"],
        ["enrich", "--dead-letters"],
        ["tag", "gone.ndjson"],
        ["try"],
        ["try", "gone.txt"],
        ["replay", "--reason", "bad_luck"],
        ["replay", "--stage", "lunch"],
        ["replay", "--since", "yesterday"],
        ["replay", "--until", "2026-03-01T08:30:00"],
        ["replay", "--since", "1h", "--until", "2h"],
        ["replay", "dead-letters"],
        ["tidy"],
        [],
    ],
)
def test_bad_usage_is_exit_status_2_and_nothing_on_standard_output_is_taken_for_a_record(
    arguments: Sequence[str],
) -> None:
    result = dateline(*arguments)
    assert result.exit_code == BAD_USAGE
    assert not result.stdout_bytes.startswith(b"{")


def test_in_a_shell_it_is_a_filter_with_the_same_exit_status() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dateline", "enrich"],
        input=HARBOUR + b"\n" + NO_JSON,
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == SOME_DEAD
    assert [record["id"] for record in ndjson(done.stdout)] == ["harbour"]
    assert [letter["offset"] for letter in ndjson(done.stderr)] == [1]


def test_tag_counts_code_points() -> None:
    text = "⛴️ 𝒩ews: Angela Merkel met Emmanuel Macron in Paris."
    result = dateline("tag", stdin=orjson.dumps({"id": "a", "text": text}))
    assert result.exit_code == PUBLISHED
    (line,) = ndjson(result.stdout_bytes)
    assert list(line) == ["id", "entities"]
    assert [(entity["type"], entity["text"]) for entity in line["entities"]] == [
        ("PER", "Angela Merkel"),
        ("PER", "Emmanuel Macron"),
        ("LOC", "Paris"),
    ]
    for entity in line["entities"]:
        assert list(entity) == ["start", "end", "type", "text"]
        assert text[entity["start"] : entity["end"]] == entity["text"]
    assert line["entities"][0]["start"] == text.index("Angela")


def test_tag_cleans_nothing_away() -> None:
    text = "PARIS (AFP) - The strike is over.\nAll rights reserved: Emmanuel Macron"
    (line,) = ndjson(dateline("tag", stdin=orjson.dumps({"id": 1, "text": text, "language": "en"})).stdout_bytes)
    assert line["id"] == 1
    found = {entity["text"]: entity["start"] for entity in line["entities"]}
    assert found["Emmanuel Macron"] == text.index("Emmanuel")


def test_tag_goes_on_behind_a_bad_line_and_names_it() -> None:
    good = [b'{"id": "a", "text": "Angela Merkel spoke."}', b'{"id": "b", "text": ""}']
    bad = [b"nonsense", b'{"id": "c"}', b'{"text": "no id"}', b'{"id": "d", "text": 5}', b'["id", "text"]', b"null"]
    result = dateline("tag", stdin=b"\n".join([good[0], *bad, good[1]]))
    assert (result.exit_code, ids(result)) == (SOME_DEAD, ["a", "b"])
    assert re.findall(r"^line (\d+): ", result.stderr, re.M) == ["2", "3", "4", "5", "6", "7"]


STORY = "ROSSLARE (AFP) - The ferry sails again from Monday, Piers Hallam said.\nIt had been in the dock for a week.\nAll rights reserved"
ITEMS = {
    "text": STORY,
    "HTML": "<html><body>" + "".join(f"<p>{line}</p>" for line in STORY.splitlines()) + "</body></html>",
    "RSS": f"<item><title>Ferry sails again</title><description>{STORY}</description></item>",
    "envelope": orjson.dumps({"source": "harbour-post", "payload": STORY}).decode(),
}


@pytest.mark.parametrize("form", ITEMS)
def test_try_shows_each_stage_and_strikes_out_removed_lines_with_the_reason_beside(tmp_path: Path, form: str) -> None:
    file = tmp_path / "item"
    file.write_text(ITEMS[form], "utf-8")
    shown = dateline("try", file, environment={"FORCE_COLOR": "1", "TERM": "xterm"})
    assert shown.exit_code == PUBLISHED
    struck = re.search(r"\x1b\[(?:\d+;)*9m(.*?)\x1b\[0m(.*)", shown.stdout)
    assert struck is not None
    assert struck[1] == "All rights reserved"
    assert "← copyright (rule:" in struck[2]
    assert "\x1b" not in next(line for line in shown.stdout.splitlines() if "in the dock for a week" in line)


@pytest.mark.parametrize("form", ITEMS)
def test_try_in_a_pipe_is_plain_text_with_dateline_and_entities(tmp_path: Path, form: str) -> None:
    file = tmp_path / "item"
    file.write_text(ITEMS[form], "utf-8")
    shown = dateline("try", file)
    assert (shown.exit_code, "\x1b" in shown.stdout) == (PUBLISHED, False)
    stages = re.findall(r"^(decode|extract|strip|language|tag|validate) ", shown.stdout, re.M)
    assert stages == ["decode", "extract", "strip", "language", "tag", "validate"]
    assert "place=ROSSLARE  date=None  agency=AFP" in shown.stdout
    assert re.search(r"PER +Piers Hallam", shown.stdout)


@pytest.mark.parametrize(
    ("content", "stage", "reason"),
    [
        (b'{"source": "wire", ', "decode", "invalid_json"),
        (b'{"source": "wire", "payload": 5}', "decode", "invalid_envelope"),
        (b"The port\x00", "decode", "nul_bytes"),
        (b" \n ", "extract", "empty_text"),
        (b"All rights reserved", "strip", "nothing_left"),
    ],
)
def test_try_says_why_an_item_would_be_a_dead_letter(tmp_path: Path, content: bytes, stage: str, reason: str) -> None:
    file = tmp_path / "item"
    file.write_bytes(content)
    shown = dateline("try", file)
    assert shown.exit_code == SOME_DEAD
    assert re.search(rf"^dead letter +{stage}: {reason}\n  \S", shown.stdout, re.M)
    assert "valid " not in shown.stdout


def test_try_shows_markup_of_ours_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "item"
    file.write_text("The council [bold]agreed[/bold] to [/] rebuild the weir.\n", "utf-8")
    assert "The council [bold]agreed[/bold] to [/] rebuild the weir." in dateline("try", file).stdout


def test_check_config_prints_each_variable_with_secrets_masked() -> None:
    environment = {
        "DATELINE_BROKERS": "kafka-0:9092, kafka-1:9092",
        "DATELINE_SECURITY_PROTOCOL": "SASL_SSL",
        "DATELINE_SASL_USERNAME": "reader",
        "DATELINE_SASL_PASSWORD": "hidden",
    }
    result = dateline("check-config", environment=environment)
    assert (result.exit_code, result.stderr) == (0, "")
    shown = dict(line.split("=", 1) for line in result.stdout.splitlines())
    assert shown["DATELINE_BROKERS"] == "kafka-0:9092,kafka-1:9092"
    assert shown["DATELINE_RAW_TOPICS"] == "raw-items"
    assert shown["DATELINE_SASL_PASSWORD"] == "**********"
    assert "hidden" not in result.output


@pytest.mark.parametrize("command", ["check-config", "worker", "replay"])
def test_every_wrong_variable_is_named_with_exit_status_2(command: str) -> None:
    environment = {
        "DATELINE_BROKERS": "kafka",
        "DATELINE_HTTP_PORT": "web",
        "DATELINE_SASL_PASSWORD": "hidden",
        "DATELINE_GROUP": "",
    }
    result = dateline(command, environment=environment)
    assert (result.exit_code, result.stdout) == (BAD_USAGE, "")
    named = [line.split(":")[0] for line in result.stderr.splitlines()]
    assert sorted(named) == ["DATELINE_BROKERS", "DATELINE_GROUP", "DATELINE_HTTP_PORT"]
    assert "'kafka' is not host:port" in result.stderr
    assert "hidden" not in result.output


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"DATELINE_SECURITY_PROTOCOL": "SASL_SSL", "DATELINE_SSL_KEY_PASSWORD": "hidden"}, "DATELINE_SASL_PASSWORD"),
        ({"DATELINE_RAW_TOPICS": "a,dead-letters"}, "dead-letters is both read and written"),
        ({"DATELINE_SASL_PASSWORD_FILE": "/nowhere/password"}, "DATELINE_SASL_PASSWORD_FILE: "),
    ],
)
def test_settings_that_do_not_go_together_are_refused_in_one_line(environment: dict[str, str], said: str) -> None:
    result = dateline("check-config", environment=environment)
    assert (result.exit_code, result.stdout) == (BAD_USAGE, "")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert "hidden" not in result.output


@pytest.mark.parametrize(
    ("option", "wrong", "valid"), [("--reason", "bad_luck", Reason), ("--stage", "lunch", StageName)]
)
def test_replay_names_what_there_is_to_choose_from(option: str, wrong: str, valid: type[StrEnum]) -> None:
    refused = dateline("replay", option, wrong)
    assert (refused.exit_code, refused.stdout) == (BAD_USAGE, "")
    assert [value for value in valid if value.value not in refused.stderr] == []


def test_a_dead_letter_tells_its_attempt_its_versions_and_no_exception_where_there_was_none() -> None:
    (letter,) = ndjson(dateline("enrich", stdin=NO_JSON).stderr_bytes)
    told = {name: letter[name] for name in ("attempts", "exception", "pipeline_version", "schema_version")}
    assert told == {"attempts": 1, "exception": None, "pipeline_version": __version__, "schema_version": SCHEMA_VERSION}


def test_version() -> None:
    result = dateline("--version")
    assert (result.exit_code, result.stdout) == (0, f"dateline {__version__}\n")


@pytest.mark.parametrize("command", ["enrich", "tag", "try", "replay", "worker", "demo", "check-config"])
def test_help_lists_every_command_and_each_explains_itself(command: str) -> None:
    assert re.search(rf"\b{command}\b", dateline("--help").stdout)
    explained = dateline(command, "--help")
    assert (explained.exit_code, "Usage:" in explained.stdout) == (0, True)


def test_a_dash_is_standard_input() -> None:
    assert ids(dateline("enrich", "-", stdin=HARBOUR)) == ["harbour"]
    assert dateline("try", "-", stdin=b"The weir is to be rebuilt.").exit_code == PUBLISHED


def test_blank_lines_count_in_the_place_of_a_dead_letter() -> None:
    result = dateline("enrich", stdin=b"\n\nnope\n")
    assert ndjson(result.stderr.encode())[0]["offset"] == 2


def test_tag_goes_on_behind_a_language_that_is_no_string() -> None:
    lines = b'{"id": 1, "text": "x", "language": 5}\n{"id": 2, "text": "Berlin"}\n'
    result = dateline("tag", stdin=lines)
    assert result.exit_code == 3
    assert [line["id"] for line in ndjson(result.stdout_bytes)] == [2]


def test_dead_letters_that_cannot_be_written_are_bad_usage(tmp_path: Path) -> None:
    assert dateline("enrich", "--dead-letters", tmp_path / "missing" / "file", stdin=HARBOUR).exit_code == 2


def test_a_learning_run_takes_out_what_a_source_repeats() -> None:
    topics = ["weir", "harbour", "library", "stadium"]
    items = [
        orjson.dumps(
            {
                "source": "cedar",
                "id": name,
                "payload": f"The {name} is to be rebuilt by the end of the year.\nVoice of the coast",
            }
        )
        for name in topics
    ]
    plain, learnt = dateline("enrich", stdin=b"\n".join(items)), dateline("enrich", "--learn", stdin=b"\n".join(items))
    assert "Voice" in ndjson(plain.stdout_bytes)[3]["text"]
    assert ndjson(learnt.stdout_bytes)[3]["text"] == "The stadium is to be rebuilt by the end of the year."


def test_every_command_takes_the_tagger_that_is_set(tmp_path: Path) -> None:
    model = knowing_classifier(tmp_path / "model", word_pieces(), BIO, {"Nagoya": "B-ORG"})
    set_for_english = {"DATELINE_ENTITY_BACKEND": f"builtin,en=onnx:{model}"}
    text = orjson.dumps({"id": 1, "text": "A plant in Nagoya was closed.", "language": "en"})
    assert ndjson(dateline("tag", stdin=text).stdout_bytes)[0]["entities"][0]["type"] == "LOC"
    (tagged,) = ndjson(dateline("tag", stdin=text, environment=set_for_english).stdout_bytes)
    assert tagged["entities"] == [{"start": 11, "end": 17, "type": "ORG", "text": "Nagoya"}]
    item = b'{"source": "wire", "payload": "A plant in Nagoya was closed on Monday because of the storm."}'
    (record,) = ndjson(dateline("enrich", stdin=item, environment=set_for_english).stdout_bytes)
    assert [(entity["type"], entity["text"]) for entity in record["entities"]] == [("ORG", "Nagoya")]
    shown = dateline("try", file_of(tmp_path / "item.json", item), environment=set_for_english)
    assert "ORG" in shown.stdout


def test_commands_tell_of_what_builtin_read_in_place_of_another(tmp_path: Path) -> None:
    broken = classifier(tmp_path, whole_words("Jakarta", "Anna"), BIO, np.zeros((4, len(BIO)), np.float32))
    environment = {"DATELINE_ENTITY_BACKEND": f"onnx:{broken}"}
    lines = [orjson.dumps({"id": number, "text": "Anna Cole came.", "language": "en"}) for number in range(2)]
    result = dateline("tag", stdin=b"\n".join(lines), environment=environment)
    assert [each["entities"][0]["text"] for each in ndjson(result.stdout_bytes)] == ["Anna Cole"] * 2
    assert re.fullmatch(r"builtin read 2 in place of onnx: error: InvalidArgument.*\n", result.stderr)
    assert result.exit_code == PUBLISHED


@pytest.mark.parametrize("command", [["tag"], ["enrich"], ["check-config"], ["worker"]])
def test_a_tagger_that_can_t_be_had_ends_every_command_with_a_line_that_says_why(
    tmp_path: Path, command: list[str]
) -> None:
    for backend, said in (
        ("onnx:/nowhere", "/nowhere is no folder"),
        ("bert:/models", "'bert:/models' is not builtin"),
    ):
        result = dateline(*command, environment={"DATELINE_ENTITY_BACKEND": backend})
        assert (result.exit_code, result.stdout) == (BAD_USAGE, "")
        assert result.stderr.startswith("DATELINE_ENTITY_BACKEND: ")
        assert said in result.stderr
    model = knowing_classifier(tmp_path, word_pieces(), BIO, {})
    (model / "model.onnx").write_bytes(b"no model")
    if command != ["worker"]:  # which has its pool load it
        result = dateline(*command, environment={"DATELINE_ENTITY_BACKEND": f"onnx:{model}"})
        assert result.exit_code == BAD_USAGE
        assert result.stderr.startswith(f"DATELINE_ENTITY_BACKEND: onnx:{model}: ")
