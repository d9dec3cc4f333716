"""A record as schema.org's NewsArticle in JSON-LD (https://schema.org/NewsArticle)."""

from typing import Any

from dateline.record.identifiers import addresses, identifier, uri

_MEDIA = {"photo": "ImageObject", "video": "VideoObject", "audio": "AudioObject", "graphic": "ImageObject"}
_ENTITIES = {"PER": "Person", "ORG": "Organization", "LOC": "Place"}


def news_article(record: dict[str, Any]) -> dict[str, Any]:
    """Return what the record says, under schema.org's names; what is not known is left out."""
    dateline = record["dateline"] or {}
    made = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": identifier(record),
        "identifier": record["id"],
        "url": uri(record["url"]) if record["url"] else None,
        "headline": record["title"],
        "alternativeHeadline": record["subtitle"],
        "datePublished": record["published"],
        "dateModified": record["updated"],
        "inLanguage": record["language"] or record["declared_language"],
        "dateline": dateline.get("text"),
        "author": [{"@type": "Person", "name": name} for name in record["authors"]],
        "sourceOrganization": [{"@type": "NewsMediaOrganization", "name": name} for name in record["agencies"]],
        "copyrightNotice": record["rights"],
        "keywords": [subject["name"] for subject in record["subjects"] if subject["name"]],
        "mentions": [_entity(entity) for entity in record["entities"]],
        "associatedMedia": [_medium(medium) for medium in record["media"]],
        "version": record["version"],
        "articleBody": record["text"],
        "wordCount": len(record["text"].split()),
    }
    return {name: value for name, value in made.items() if value not in (None, "", [])}


def _entity(entity: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"@type": _ENTITIES[entity["type"]], "name": entity["canonical"]}
    if entity["country"] and entity["type"] == "LOC":
        made["address"] = {"@type": "PostalAddress", "addressCountry": entity["country"]}
    if known := addresses(entity):
        made["sameAs"] = known
    return made


def _medium(medium: dict[str, str | None]) -> dict[str, Any]:
    made = {
        "@type": _MEDIA[str(medium["type"])],
        "contentUrl": uri(medium["url"]) if medium["url"] else None,
        "caption": medium["caption"],
        "creditText": medium["credit"],
    }
    return {name: value for name, value in made.items() if value is not None}
