"""`dateline enrich`: the pipeline over files, without Kafka."""

import base64
import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import orjson

from workers import __version__
from workers.boilerplate.learner import Learner
from workers.commands.ndjson import lines
from workers.domain.rejected import Rejected
from workers.domain.story import Story
from workers.pipeline import STAGES, process, with_learner
from workers.publish import SCHEMA_VERSION

_ENVELOPE = (("content-type", b"application/json"),)


def enrich_files(files: list[Path], dead_letters: Path | None, learn: bool) -> int:
    """Writes a record or a dead letter for every line; returns how many were dead letters."""
    dead, stages = 0, with_learner(Learner()) if learn else STAGES
    with _dead_letter_stream(dead_letters) as refused:
        for number, raw in lines(files):
            outcome = process(Story(raw=raw, headers=_ENVELOPE), stages=stages)
            if isinstance(outcome, Rejected):
                dead += 1
                _write(refused, dead_letter(number, raw, outcome))
            else:
                _write(sys.stdout.buffer, outcome.record)
    return dead


def dead_letter(line: int, raw: bytes, rejected: Rejected) -> dict[str, Any]:
    """A dead letter as JSON (`schemas/dead-letter.json`); its offset is the line of the input."""
    return {
        "stage": rejected.stage,
        "reason": rejected.reason.value,
        "detail": rejected.detail,
        "exception": rejected.exception,
        "attempts": 1,
        "pipeline_version": __version__,
        "schema_version": SCHEMA_VERSION,
        "topic": None,
        "partition": None,
        "offset": line,
        "timestamp": None,
        "value": base64.b64encode(raw).decode("ascii"),
    }


@contextlib.contextmanager
def _dead_letter_stream(file: Path | None) -> Iterator[IO[bytes]]:
    if file is None:
        yield sys.stderr.buffer
    else:
        with file.open("wb") as stream:
            yield stream


def _write(stream: IO[bytes], value: dict[str, Any]) -> None:
    stream.write(orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE))
    stream.flush()
