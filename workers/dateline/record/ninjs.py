"""A record as ninjs 3.1 (IPTC, https://iptc.org/std/ninjs/)."""

from typing import Any

from dateline.record.identifiers import addresses, identifier, uri

_STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "https://iptc.org/std/ninjs/ninjs-schema_3.1.json",
}
_STATUSES = ("usable", "withheld", "canceled")
_MEDIA = {"photo": "picture", "video": "video", "audio": "audio", "graphic": "graphic"}
_ENTITIES = {"people": "PER", "organisations": "ORG", "places": "LOC"}


def ninjs(record: dict[str, Any]) -> dict[str, Any]:
    """Return what the record says, under ninjs' names; what is not known is left out."""
    status = (record["pub_status"] or "").lower()
    made = {
        "uri": identifier(record),
        "type": "text",
        "representationType": "partial" if record["truncated"] else "full",
        "version": record["version"],
        "firstCreated": record["published"],
        "versionCreated": record["updated"] or record["published"],
        "embargoedUntil": record["embargo"],
        "pubStatus": status if status in _STATUSES else None,
        "urgency": record["urgency"],
        "copyrightNotice": record["rights"],
        "edNote": "\n".join(record["notes"]),
        "language": record["language"] or record["declared_language"],
        "headlines": _headlines(record),
        "bodies": [_body(record["text"])],
        **{name: _named(record, kind) for name, kind in _ENTITIES.items()},
        "subjects": [_subject(subject) for subject in record["subjects"]],
        "infoSources": [{"name": agency} for agency in record["agencies"]],
        "by": ", ".join(record["authors"]),
        "slugline": record["slug"],
        "located": (record["dateline"] or {}).get("place"),
        "associations": [_medium(record, number, medium) for number, medium in enumerate(record["media"])],
        "altIds": _other_ids(record),
        "standard": _STANDARD,
    }
    return {name: value for name, value in made.items() if value not in (None, "", [])}


def _headlines(record: dict[str, Any]) -> list[dict[str, str]]:
    given = (("main", record["title"]), ("sub", record["subtitle"]))
    return [{"role": role, "contentType": "text/plain", "value": value} for role, value in given if value]


def _body(text: str) -> dict[str, Any]:
    return {
        "role": "main",
        "contentType": "text/plain",
        "charCount": len(text),
        "wordCount": len(text.split()),
        "value": text,
    }


def _named(record: dict[str, Any], kind: str) -> list[dict[str, str]]:
    """Return entities of a type by their fullest name, with the concept's URI; a country by its code as well (ISO 3166-1)."""
    found = []
    for entity in record["entities"]:
        if entity["type"] == kind:
            made = {"name": entity["canonical"], "rel": "mentions"}
            if known := addresses(entity):
                made["uri"] = known[0]
            if entity["country"]:
                made["literal"] = f"iso3166-1a2:{entity['country']}"
            found.append(made)
    return found


def _subject(subject: dict[str, str | None]) -> dict[str, str]:
    return {
        name: value for name, value in (("name", subject["name"]), ("literal", subject["code"])) if value is not None
    }


def _medium(record: dict[str, Any], number: int, medium: dict[str, str | None]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": f"media-{number + 1}",
        "uri": uri(medium["url"]) if medium["url"] else f"{identifier(record)}#media-{number + 1}",
        "type": _MEDIA[str(medium["type"])],
        "by": medium["credit"],
        "descriptions": [{"role": "caption", "contentType": "text/plain", "value": medium["caption"]}]
        if medium["caption"]
        else [],
        "renditions": [{"name": "original", "href": uri(medium["url"])}] if medium["url"] else [],
    }
    return {name: value for name, value in made.items() if value not in (None, [])}


def _other_ids(record: dict[str, Any]) -> list[dict[str, str]]:
    given = (("dateline", record["id"]), ("guid", record["guid"]))
    return [{"role": role, "value": value} for role, value in given if value]
