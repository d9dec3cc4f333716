"""The project's own envelope: one JSON object with the payload and its source (`schemas/raw-item.json`)."""

from typing import Any

from dateline.domain.metadata import Fact, Field
from dateline.domain.rejection import Reason
from dateline.domain.schemas import RAW_ITEM
from dateline.formats.decode.format import Document, FormatError

MEDIA_TYPES = frozenset(("application/vnd.dateline.raw-item+json",))

_FIELDS = {
    "url": Field.URL,
    "guid": Field.GUID,
    "title": Field.TITLE,
    "author": Field.AUTHORS,
    "language": Field.LANGUAGE,
    "published": Field.PUBLISHED,
    "fetched_at": Field.FETCHED_AT,
}


def is_envelope(value: Any) -> bool:
    """Return whether a JSON value is meant as one: no other format has a payload."""
    return isinstance(value, dict) and "payload" in value


def read_envelope(value: Any) -> Document:
    """Return the document inside. Raises FormatError if the envelope breaks its schema."""
    if problem := RAW_ITEM.problem(value):
        raise FormatError(Reason.INVALID_ENVELOPE, problem)
    facts = tuple(Fact(field, value[name], "envelope") for name, field in _FIELDS.items() if value.get(name))
    return Document(
        text=value["payload"],
        content_type=value.get("content_type") or "",
        source=value["source"],
        id=value.get("id") or "",
        facts=facts,
    )
