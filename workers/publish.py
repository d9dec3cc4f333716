"""The validate stage: a story becomes its record, checked against the published schema."""

from dataclasses import replace
from typing import Any

from workers import __version__
from workers.domain.dateline import Dateline
from workers.domain.entity import Entity
from workers.domain.reason import Reason
from workers.domain.rejected import Rejected
from workers.domain.story import Story
from workers.schemas import ENRICHED_ITEM

SCHEMA_VERSION = "1.0"


def validate(story: Story) -> Story | Rejected:
    """The story with its record; rejected where the record breaks the schema."""
    record = enriched_item(story)
    if problem := ENRICHED_ITEM.problem(record):
        return Rejected("validate", Reason.INVALID_RECORD, problem)
    return replace(story, record=record)


def enriched_item(story: Story) -> dict[str, Any]:
    """The record as it is published; nothing in it depends on the time or place of processing."""
    return {
        "schema_version": SCHEMA_VERSION,
        "pipeline_version": __version__,
        "id": story.id,
        "source": story.source,
        "url": story.url,
        "guid": story.guid,
        "content_type": story.content_type,
        "fetched_at": story.fetched_at,
        "published": story.published,
        "title": story.title,
        "text": story.text,
        "lines": [number for number, _ in story.kept],
        "language": story.language,
        "declared_language": story.declared_language,
        "dateline": _dateline(story.dateline),
        "authors": list(story.authors),
        "agencies": list(story.agencies),
        "syndicated": story.syndicated,
        "truncated": story.truncated,
        "rights": "\n".join(story.rights) or None,
        "times": list(story.times),
        "related": list(story.related),
        "media": [{"type": media.type, "caption": media.caption, "credit": media.credit} for media in story.media],
        "notes": list(story.notes),
        "removed": [
            {
                "category": p.category.value,
                "text": p.text,
                "line": p.line,
                "start": p.start,
                "by": p.by,
                "score": p.score,
            }
            for p in story.removed
        ],
        "entities": [_entity(entity) for entity in story.entities],
        "countries": _countries(story.entities),
    }


def _dateline(dateline: Dateline | None) -> dict[str, Any] | None:
    if dateline is None:
        return None
    return {
        "place": dateline.place,
        "date": dateline.date,
        "agency": dateline.agency,
        "text": dateline.text,
        "line": dateline.line,
        "start": dateline.start,
    }


def _entity(entity: Entity) -> dict[str, Any]:
    first = entity.mentions[0]
    return {
        "type": entity.type.value,
        "text": first.text,
        "start": first.start,
        "end": first.end,
        "canonical": entity.canonical,
        "country": entity.country,
        "count": len(entity.mentions),
        "mentions": [{"text": m.text, "start": m.start, "end": m.end} for m in entity.mentions],
    }


def _countries(entities: tuple[Entity, ...]) -> list[dict[str, Any]]:
    """Countries by how often the story names them or places in them, the most named first."""
    counts: dict[str, int] = {}
    for entity in entities:
        if entity.country is not None:
            counts[entity.country] = counts.get(entity.country, 0) + len(entity.mentions)
    return [
        {"code": code, "count": count} for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
