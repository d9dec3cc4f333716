"""The validate stage: a story becomes its record, checked against the published schema."""

from dataclasses import replace
from typing import Any

from dateline import __version__
from dateline.domain.entities import CountryMentions, Entity
from dateline.domain.metadata import Timestamp
from dateline.domain.rejection import Reason, Rejected, StageName
from dateline.domain.schemas import ENRICHED_ITEM
from dateline.domain.story import Dateline, Story

SCHEMA_VERSION = "1.4"


def validate(story: Story) -> Story | Rejected:
    """Return the story with its record; or a rejection if the record breaks the schema."""
    record = enriched_item(story)
    if problem := ENRICHED_ITEM.problem(record):
        return Rejected(StageName.VALIDATE, Reason.INVALID_RECORD, problem)
    return replace(story, record=record)


def enriched_item(story: Story) -> dict[str, Any]:
    """Return the record as it is published; nothing in it depends on the time or place of processing."""
    return {
        "schema_version": SCHEMA_VERSION,
        "pipeline_version": __version__,
        "id": story.id,
        "position": story.position,
        "source": story.source,
        "url": story.url,
        "guid": story.guid,
        "content_type": story.content_type,
        "fetched_at": story.fetched_at,
        **_moment("published", story.published),
        **_moment("updated", story.updated),
        **_moment("embargo", story.embargo),
        "title": story.title,
        "subtitle": story.subtitle,
        "text": story.text,
        "lines": [number for number, _ in story.kept],
        "language": story.language,
        "declared_language": story.declared_language,
        "slug": story.slug,
        "take": story.take,
        "urgency": story.urgency,
        "pub_status": story.pub_status,
        "version": story.version,
        "dateline": _dateline(story.dateline),
        "authors": list(story.authors),
        "agencies": list(story.agencies),
        "subjects": [{"name": s.name, "code": s.code, "scheme": s.scheme} for s in story.subjects],
        "syndicated": story.syndicated,
        "truncated": story.truncated,
        "suspect": story.suspect.value if story.suspect is not None else None,
        "rights": "\n".join(story.rights) or None,
        "times": list(story.times),
        "related": list(story.related),
        "links": [{"url": link.url, "rel": link.rel, "title": link.title} for link in story.links],
        "media": [{"type": m.type, "caption": m.caption, "credit": m.credit, "url": m.url} for m in story.media],
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
        "countries": [_country(country) for country in story.countries],
        "source_country": story.source_country,
        "origins": {field: list(origins) for field, origins in story.origins},
        "refused": [
            {"field": r.field, "value": r.value, "origin": r.origin, "flaw": r.flaw.value} for r in story.refused
        ],
        "repairs": list(story.repairs),
    }


def _moment(name: str, moment: Timestamp | None) -> dict[str, str | None]:
    """Return time in RFC 3339, and as it was written."""
    return {
        name: None if moment is None else moment.value,
        f"{name}_original": None if moment is None else moment.original,
    }


def _dateline(dateline: Dateline | None) -> dict[str, Any] | None:
    if dateline is None:
        return None
    return {
        "place": dateline.place,
        "country": dateline.country,
        "geonames": dateline.geonames,
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
        "wikidata": entity.wikidata,
        "geonames": entity.geonames,
        "salience": entity.salience,
        "count": len(entity.mentions),
        "mentions": [{"text": m.text, "start": m.start, "end": m.end} for m in entity.mentions],
    }


def _country(country: CountryMentions) -> dict[str, Any]:
    return {
        "code": country.code,
        "count": country.count,
        "named": country.named,
        "places": country.places,
        "demonyms": country.demonyms,
        "focus": country.focus,
    }
