"""`dateline enrich`: the pipeline over files, without Kafka."""

import base64
import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import orjson

from dateline import __version__
from dateline.boilerplate.learner import Learner
from dateline.commands.fallback_report import StoodIn
from dateline.commands.items import items
from dateline.domain.rejection import Rejected
from dateline.pipeline.pipeline import STAGES, Stages, process, with_learner
from dateline.record.build import SCHEMA_VERSION
from dateline.record.formats import OutputFormat, written


def enrich_files(
    files: list[Path], dead_letters: Path | None, learn: bool, form: OutputFormat, stages: Stages = STAGES
) -> int:
    """Write a record or a dead letter for every story; return how many were dead letters."""
    dead, stood_in = 0, StoodIn()
    stages = with_learner(Learner(), stages) if learn else stages
    with _dead_letter_stream(dead_letters) as refused:
        for number, item in items(files):
            for result in process(item, stages=stages):
                if isinstance(result, Rejected):
                    dead += 1
                    _write(refused, dead_letter(number, item.raw or b"", result))
                else:
                    stood_in.count(result.fallback)
                    _write(sys.stdout.buffer, written(result.record, form))
    stood_in.tell()
    return dead


def dead_letter(line: int, raw: bytes, rejected: Rejected) -> dict[str, Any]:
    """Return a dead letter as JSON (`schemas/dead-letter.json`); its offset is the line of the input."""
    return {
        "stage": rejected.stage,
        "reason": rejected.reason.value,
        "detail": rejected.detail,
        "exception": rejected.exception,
        "positions": None if rejected.position is None else str(rejected.position),
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
