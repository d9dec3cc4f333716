"""Single stages, for tests of rules that need no model."""

from typing import Any

from dateline.boilerplate import strip
from dateline.domain.rejection import StageName
from dateline.domain.story import Story
from dateline.extract import extract
from dateline.pipeline.pipeline import Stages, process
from dateline.pipeline.stage import Results
from dateline.record.build import validate
from tests.support.items import envelope, message

STORY = {
    "en": "The minister said on Monday that the port would reopen within a week.",
    "id": "Menteri itu mengatakan pada hari Senin bahwa pelabuhan akan dibuka kembali dalam sepekan.",
    "de": "Der Minister sagte am Montag, der Hafen werde binnen einer Woche wieder öffnen.",
    "zh": "部长周一表示，港口将在一周内重新开放，目前维修工作正在进行。",
}

EXTRACTED: Stages = {StageName.EXTRACT: extract}
STRIPPED: Stages = {**EXTRACTED, StageName.STRIP: strip}
WITHOUT_MODELS: Stages = {**STRIPPED, StageName.VALIDATE: validate}
"""All stages but language and tag, which need trained models."""


def decoded(raw: bytes) -> Story:
    """Decode the one story of an item."""
    return _one(raw, {})


def extracted(raw: bytes) -> Story:
    """Decode and extract the one story of an item."""
    return _one(raw, EXTRACTED)


def stripped(raw: bytes) -> Story:
    """Decode, extract and strip the one story of an item."""
    return _one(raw, STRIPPED)


def cleaned(raw: bytes, **headers: bytes) -> Results:
    """Run an item through all stages but language and tag; the headers are given as to `message`."""
    return process(message(raw, **headers), stages=WITHOUT_MODELS)


def stripped_record(raw: bytes, **headers: bytes) -> dict[str, Any]:
    """Return the record of an item's one story as strip leaves it: neither its language nor its names are found."""
    (story,) = cleaned(raw, **headers)
    assert isinstance(story, Story), story
    return story.record


def record_of(*lines: str, **fields: Any) -> dict[str, Any]:
    """Return the record of plain text as strip leaves it."""
    return stripped_record(envelope("\n".join(lines), content_type="text/plain", **fields))


def _one(raw: bytes, stages: Stages) -> Story:
    (story,) = process(message(raw), stages=stages)
    assert isinstance(story, Story), story
    return story
