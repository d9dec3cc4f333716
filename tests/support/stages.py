"""Single stages, for tests of rules that need no model."""

from typing import Any

from dateline.boilerplate import strip
from dateline.domain.rejection import StageName
from dateline.domain.story import Story
from dateline.extract import extract
from dateline.pipeline.pipeline import Stages, process
from dateline.record.build import validate
from tests.support.items import envelope

STORY = {
    "en": "The minister said on Monday that the port would reopen within a week.",
    "id": "Menteri itu mengatakan pada hari Senin bahwa pelabuhan akan dibuka kembali dalam sepekan.",
    "de": "Der Minister sagte am Montag, der Hafen werde binnen einer Woche wieder öffnen.",
    "zh": "部长周一表示，港口将在一周内重新开放，目前维修工作正在进行。",
}

EXTRACTED: Stages = {StageName.EXTRACT: extract}
STRIPPED: Stages = {**EXTRACTED, StageName.STRIP: strip}


def extracted(raw: bytes) -> Story:
    """Decode and extract the one story of an item."""
    return _one(raw, EXTRACTED)


def stripped(raw: bytes) -> Story:
    """Decode, extract and strip the one story of an item."""
    return _one(raw, STRIPPED)


def stripped_record(raw: bytes) -> dict[str, Any]:
    """Return the record of an item's one story as strip leaves it: neither its language nor its names are found."""
    return _one(raw, {**STRIPPED, StageName.VALIDATE: validate}).record


def record_of(*lines: str, **fields: Any) -> dict[str, Any]:
    """Return the record of plain text as strip leaves it."""
    return stripped_record(envelope("\n".join(lines), content_type="text/plain", **fields))


def _one(raw: bytes, stages: Stages) -> Story:
    (story,) = process(Story(raw=raw, default_source="topic"), stages=stages)
    assert isinstance(story, Story), story
    return story
