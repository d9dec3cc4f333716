"""What each format's hand-written document comes to. `python -m tests.support.formats.golden` writes the records anew, to be read."""

from pathlib import Path
from typing import Any

import orjson

from dateline.domain.rejection import Rejected
from dateline.domain.story import Story
from dateline.pipeline.pipeline import process

FOLDER = Path(__file__).parents[2] / "formats" / "golden"
RECORDS = FOLDER / "records"

# Fields that other stages answer for and other tests hold.
_ELSEWHERE = frozenset(("schema_version", "pipeline_version", "entities", "countries"))
_MODELS = ("page-model/", "line-model/")
_EMPTY: tuple[Any, ...] = (None, [], {})


def documents() -> list[Path]:
    """The documents."""
    return sorted(file for file in FOLDER.iterdir() if file.is_file())


def results(document: Path) -> list[dict[str, Any]]:
    """Its records without empty fields, or its rejections."""
    return [_shown(result) for result in process(Story(raw=document.read_bytes(), default_source="golden"))]


def record_file(document: Path) -> Path:
    """Where they stand."""
    return RECORDS / f"{document.name}.json"


def _shown(result: Story | Rejected) -> dict[str, Any]:
    if isinstance(result, Rejected):
        return {
            "position": result.position,
            "stage": result.stage,
            "reason": result.reason.value,
            "detail": result.detail,
        }
    record = {**result.record, "removed": [_without_model_score(piece) for piece in result.record["removed"]]}
    return {
        name: value
        for name, value in record.items()
        if name not in _ELSEWHERE and value not in _EMPTY and value is not False
    }


def _without_model_score(piece: dict[str, Any]) -> dict[str, Any]:
    """A model's score is left out, so that a retraining changes no golden file."""
    return {**piece, "score": None} if piece["by"].startswith(_MODELS) else piece


def as_json(value: Any) -> bytes:
    """As it stands in the files."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


if __name__ == "__main__":
    RECORDS.mkdir(exist_ok=True)
    for file in documents():
        record_file(file).write_bytes(as_json(results(file)))
