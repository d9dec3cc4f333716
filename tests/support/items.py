"""Raw items for tests."""

from typing import Any

import orjson

from dateline.domain.rejection import Rejected
from dateline.domain.story import Story
from dateline.pipeline.pipeline import process
from dateline.pipeline.stage import Results


def envelope(payload: str, **fields: Any) -> bytes:
    """An envelope as a crawler sends it."""
    return orjson.dumps({"source": "test", "payload": payload, **fields})


def enriched(raw: bytes | None, **headers: bytes) -> dict[str, Any]:
    """The record of an item that must be published."""
    (outcome,) = through(raw, **headers)
    assert isinstance(outcome, Story), outcome
    return outcome.record


def rejected(raw: bytes | None, **headers: bytes) -> Rejected:
    """The rejection of an item that must not be published."""
    (outcome,) = through(raw, **headers)
    assert isinstance(outcome, Rejected), outcome.record
    return outcome


def through(raw: bytes | None, **headers: bytes) -> Results:
    """Run a message through the pipeline."""
    return process(message(raw, **headers))


def message(raw: bytes | None, **headers: bytes) -> Story:
    """Return a message as the pipeline takes it; header names are given with `_` for `-`."""
    pairs = tuple(
        (name if name.startswith("dateline_") else name.replace("_", "-"), value) for name, value in headers.items()
    )
    return Story(raw=raw, headers=pairs, default_source="topic")
