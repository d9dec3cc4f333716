"""The forms that a record can be written in."""

from enum import StrEnum
from typing import Any

from dateline.record.ninjs import ninjs
from dateline.record.schema_org import news_article

Record = dict[str, Any]


class OutputFormat(StrEnum):
    """Our own record; IPTC's ninjs 3.1; schema.org's NewsArticle in JSON-LD."""

    RECORD = "record"
    NINJS = "ninjs"
    SCHEMA_ORG = "schema.org"

    @property
    def media_type(self) -> str:
        """The format's media type."""
        return "application/ld+json" if self is OutputFormat.SCHEMA_ORG else "application/json"


def written(record: Record, form: OutputFormat) -> Record:
    """Return the record in that form. Only our own contains the removals and each field's origin."""
    match form:
        case OutputFormat.NINJS:
            return ninjs(record)
        case OutputFormat.SCHEMA_ORG:
            return news_article(record)
    return record
