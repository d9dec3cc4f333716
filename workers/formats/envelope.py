"""The project's own envelope: one JSON object with the payload and where it came from (`schemas/raw-item.json`)."""

from dataclasses import replace
from typing import Any

import orjson

from workers.domain.reason import Reason
from workers.domain.rejected import Rejected
from workers.domain.story import Story
from workers.schemas import RAW_ITEM


def read_envelope(story: Story, raw: bytes) -> Story | Rejected:
    """The story with the envelope's fields, its payload as markup."""
    try:
        item = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        return Rejected("decode", Reason.INVALID_JSON, str(error))
    if problem := RAW_ITEM.problem(item):
        return Rejected("decode", Reason.INVALID_ENVELOPE, problem)
    return _story(story, item)


def _story(story: Story, item: dict[str, Any]) -> Story:
    author = item.get("author")
    return replace(
        story,
        source=item["source"],
        id=item.get("id") or "",
        url=item.get("url"),
        guid=item.get("guid"),
        title=item.get("title"),
        authors=(author,) if author else (),
        fetched_at=item.get("fetched_at"),
        published=item.get("published"),
        declared_language=item.get("language"),
        content_type=item.get("content_type") or "",
        markup=item["payload"],
    )
