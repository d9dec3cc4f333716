"""A published record on Kafka: CloudEvents in binary content mode (CloudEvents Kafka protocol binding 1.0.2)."""

from datetime import UTC, datetime
from urllib.parse import quote

import orjson

from workers.delivery.message import Headers, Incoming, Outgoing
from workers.domain.story import Story

EVENT_TYPE = "dateline.enriched-item"
DATA_SCHEMA = "urn:dateline:schema:enriched-item:1"
# W3C Trace Context; carried through so that a trace goes on behind the worker.
TRACE_HEADERS = ("traceparent", "tracestate")


def published(topic: str, item: Incoming, story: Story) -> Outgoing:
    """The record's message, keyed by id. The value is the same for the same item; only `ce_time` tells when."""
    return Outgoing(topic, story.id.encode(), orjson.dumps(story.record), _headers(item, story))


def trace_headers(item: Incoming) -> Headers:
    """The item's trace context."""
    return tuple((name, value) for name, value in item.headers if name in TRACE_HEADERS)


def _headers(item: Incoming, story: Story) -> Headers:
    return (
        ("content-type", b"application/json"),
        ("ce_specversion", b"1.0"),
        ("ce_id", story.id.encode()),
        ("ce_source", f"/{quote(story.source, safe='')}".encode()),
        ("ce_type", EVENT_TYPE.encode()),
        ("ce_dataschema", DATA_SCHEMA.encode()),
        ("ce_time", datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z").encode()),
        *trace_headers(item),
    )
