"""A published record on Kafka: CloudEvents in binary content mode (CloudEvents Kafka protocol binding 1.0.2)."""

from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import quote

import orjson

from dateline.domain.story import Story
from dateline.messages.message import Headers, Incoming, Outgoing
from dateline.record.formats import OutputFormat, written

EVENT_TYPE = "dateline.enriched-item"
DATA_SCHEMAS = {
    OutputFormat.RECORD: "urn:dateline:schema:enriched-item:1",
    OutputFormat.NINJS: "https://iptc.org/std/ninjs/ninjs-schema_3.1.json",
    OutputFormat.SCHEMA_ORG: "https://schema.org/NewsArticle",
}
# W3C Trace Context; carried through so that a trace goes on behind the worker.
TRACE_HEADERS = ("traceparent", "tracestate")


def published(topic: str, item: Incoming, story: Story, form: OutputFormat) -> Outgoing:
    """The record's message, keyed by id. The value is the same for the same item; only `ce_time` tells when."""
    value = orjson.dumps(written(story.record, form))
    return Outgoing(topic, story.id.encode(), value, _headers(item, story, form))


def trace_headers(item: Incoming) -> Headers:
    """The item's trace context."""
    return tuple((name, value) for name, value in item.headers if name in TRACE_HEADERS)


def _headers(item: Incoming, story: Story, form: OutputFormat) -> Headers:
    return (
        ("content-type", form.media_type.encode()),
        ("ce_specversion", b"1.0"),
        ("ce_id", story.id.encode()),
        ("ce_source", _source(story.source)),
        ("ce_type", EVENT_TYPE.encode()),
        ("ce_dataschema", DATA_SCHEMAS[form].encode()),
        ("ce_time", datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z").encode()),
        *trace_headers(item),
    )


@lru_cache(maxsize=1024)
def _source(name: str) -> bytes:
    """A source as a URI reference; a worker sees few of them, again and again."""
    return f"/{quote(name, safe='')}".encode()
