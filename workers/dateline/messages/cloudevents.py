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
# W3C Trace Context, passed on so that a trace continues after the worker.
TRACE_HEADERS = ("traceparent", "tracestate")


def record_message(topic: str, item: Incoming, story: Story, form: OutputFormat) -> Outgoing:
    """Build the record's message, keyed by id. The same item gives the same value; only the header `ce_time` differs."""
    value = orjson.dumps(written(story.record, form))
    return Outgoing(topic, story.id.encode(), value, _headers(item, story, form))


def trace_headers(item: Incoming) -> Headers:
    """Return the item's trace context."""
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
    """Write a source as a URI reference; cached, since a worker sees few of them again and again."""
    return f"/{quote(name, safe='')}".encode()
