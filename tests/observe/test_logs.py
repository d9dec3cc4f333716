"""Log lines as they are written: one JSON object each, about which item, and never with a secret."""

import json
import logging
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import structlog

from dateline.delivery.instrument.metrics import DeliveryMetrics
from dateline.domain.story import Story
from dateline.messages.message import about
from dateline.observe.logs import RedactSecrets, configure
from dateline.observe.metrics import Metrics
from dateline.pipeline.stage import StageRunner
from tests.support.delivery.delivery_harness import BAD, item, outcome_of

PROJECT = Path(__file__).parents[2]
TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
TRACED = item(7)._replace(headers=(("traceparent", f"00-{TRACE_ID}-00f067aa0ba902b7-01".encode()),))
SECRET = 'h"unter2'


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    """Leaves the root logger and structlog as they were found."""
    root = logging.getLogger()
    handlers, level, configured = root.handlers[:], root.level, structlog.get_config()
    yield
    root.handlers[:], root.level = handlers, level
    logging.captureWarnings(False)
    structlog.configure(**configured)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_every_line_is_a_json_object_whoever_wrote_it(capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "json")
    structlog.get_logger("dateline.test").info("ours", partitions=["raw-0"])
    logging.getLogger("some.library").warning("theirs: %s\nsecond line", 5)
    try:
        raise ValueError("broken\nin two lines")
    except ValueError:
        structlog.get_logger("dateline.test").exception("failed")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("soon gone", DeprecationWarning, stacklevel=1)
    ours, theirs, failed, warned = lines(capsys)
    assert (ours["event"], ours["level"], ours["logger"], ours["partitions"]) == (
        "ours",
        "info",
        "dateline.test",
        ["raw-0"],
    )
    assert (theirs["event"], theirs["level"], theirs["logger"]) == ("theirs: 5\nsecond line", "warning", "some.library")
    assert "ValueError: broken" in failed["exception"]
    assert "soon gone" in warned["event"]
    assert all(line["timestamp"].endswith("Z") for line in (ours, theirs, failed, warned))
    assert not {"_record", "_from_structlog"} & ours.keys()


def test_people_get_text(capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "console")
    structlog.get_logger("dateline.test").info("ours", partition="raw-0")
    said = capsys.readouterr().err
    assert "ours" in said
    assert "partition=raw-0" in said
    assert "{" not in said


@pytest.mark.parametrize("level", ["info", "debug"])
def test_libraries_narrate_only_where_asked(capsys: pytest.CaptureFixture[str], level: str) -> None:
    configure(level, "json")
    logging.getLogger("aiokafka.consumer").info("narration")
    logging.getLogger("dateline.x").debug("detail")
    assert [line["event"] for line in lines(capsys)] == (["detail"] if level == "debug" else [])


def test_a_line_about_an_item_names_its_place_and_trace_also_from_a_library(capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "json")

    def grumble(story: Story, around: StageRunner) -> tuple[Story, ...]:  # noqa: ARG001 - as a pipeline is called
        logging.getLogger("some.parser").warning("odd markup")
        return (replace(story, id="1", source="s"),)

    outcome_of(TRACED, grumble)
    logging.getLogger("some.parser").warning("about nothing")
    inside, outside = lines(capsys)
    assert (inside["item"], inside["trace_id"]) == ("raw-items/0/7", TRACE_ID)
    assert not {"item", "trace_id"} & outside.keys()


def test_an_item_without_a_trace_has_its_place_alone(capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "json")
    with about(item(3)):
        logging.getLogger("some.parser").warning("odd")
    (line,) = lines(capsys)
    assert line["item"] == "raw-items/0/3"
    assert "trace_id" not in line


def test_a_dead_letter_is_one_warning_with_all_that_helps_and_a_flood_few(capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "json")
    outcomes = [outcome_of(TRACED._replace(value=BAD, offset=n)) for n in range(500)]
    delivered = DeliveryMetrics(Metrics())
    delivered.received([outcome.item for outcome in outcomes])
    delivered.finished(outcomes)
    (line,) = lines(capsys)
    told = {name: line[name] for name in ("event", "level", "item", "trace_id", "stage", "reason", "detail", "stories")}
    assert told == {
        "event": "dead letter",
        "level": "warning",
        "item": "raw-items/0/0",
        "trace_id": TRACE_ID,
        "stage": "decode",
        "reason": "invalid_json",
        "detail": "bad",
        "stories": 1,
    }


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_secret_is_starred_whoever_says_it(capsys: pytest.CaptureFixture[str], form: str) -> None:
    configure("debug", form, [SECRET])
    structlog.get_logger("dateline.test").info(SECRET, password=SECRET)
    logging.getLogger("some.client").warning("login as u:%s failed", SECRET)
    try:
        raise ValueError(f"bad password {SECRET}")
    except ValueError:
        structlog.get_logger("dateline.test").exception("failed")
    said = capsys.readouterr().err
    assert "unter2" not in said
    assert said.count("**********") >= 4


def test_nothing_is_starred_where_there_are_no_secrets() -> None:
    assert RedactSecrets(["", ""])(None, "info", "a line") == "a line"


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_worker_that_tells_all_it_does_tells_no_secret(tmp_path: Path, form: str) -> None:
    secret = tmp_path / "password"
    secret.write_text("f1le-secret\n")
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(PROJECT),
        "DATELINE_BROKERS": "127.0.0.1:1",
        "DATELINE_HTTP_PORT": "0",
        "DATELINE_LOG_LEVEL": "debug",
        "DATELINE_LOG_FORMAT": form,
        "DATELINE_SECURITY_PROTOCOL": "SASL_PLAINTEXT",
        "DATELINE_SASL_USERNAME": "reader",
        "DATELINE_SASL_PASSWORD_FILE": str(secret),
        "DATELINE_SSL_KEY_PASSWORD": "k3y-secret",
    }
    worker = subprocess.Popen([sys.executable, "-m", "dateline", "worker"], cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True)  # fmt: skip
    assert worker.stderr is not None
    said: list[str] = []
    for line in worker.stderr:
        said.append(line)
        if "no broker answers" in line:
            break
    worker.terminate()
    said += worker.communicate()[1].splitlines()
    assert worker.returncode == 0
    assert any("reader" in line for line in said)
    assert not [line for line in said if "f1le-secret" in line or "k3y-secret" in line]
