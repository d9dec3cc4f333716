"""The topics as AsyncAPI 3.0, with the Kafka bindings 0.5.0."""

from typing import Any

import orjson

from dateline import __version__
from dateline.domain.schemas import FOLDER
from dateline.kafka.topics import DEAD_LETTER, ENRICHED, RAW, Topic, topics
from dateline.messages.dead_letter import PREFIX
from dateline.settings import Settings

Document = dict[str, Any]

_BINDING = "0.5.0"
# What the binding has a place for; the rest of a topic's settings it does not know.
_KNOWN = ("cleanup.policy", "retention.ms", "max.message.bytes")
_CLOUD_EVENT = ("ce_specversion", "ce_id", "ce_source", "ce_type", "ce_dataschema", "ce_time")


def asyncapi(settings: Settings) -> Document:
    """Channels, messages and operations, by the topics' roles."""
    described = topics(settings)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Dateline",
            "version": __version__,
            "description": "Raw syndicated news in, clean and tagged records out.",
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {topic.name: _channel(topic) for topic in described},
        "operations": {_operation_name(topic): _operation(topic) for topic in described},
        "components": {"messages": _messages()},
    }


def _channel(topic: Topic) -> Document:
    known = {name: topic.settings[name] for name in _KNOWN}
    configuration = {name: int(value) if value.isdecimal() else value.split(",") for name, value in known.items()}
    return {
        "address": topic.name,
        "description": topic.description,
        "messages": {topic.role: {"$ref": f"#/components/messages/{topic.role}"}},
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": topic.partitions,
                "replicas": topic.replicas,
                "topicConfiguration": configuration,
                "bindingVersion": _BINDING,
            }
        },
    }


def _operation_name(topic: Topic) -> str:
    return f"{'read' if topic.role == RAW else 'write'}-{topic.name}"


def _operation(topic: Topic) -> Document:
    """From the worker's side, as AsyncAPI 3 has it."""
    return {
        "action": "receive" if topic.role == RAW else "send",
        "channel": {"$ref": f"#/channels/{topic.name}"},
        "summary": topic.description,
    }


def _messages() -> Document:
    text = {"type": "string"}
    letter = orjson.loads((FOLDER / "dead-letter.json").read_bytes())["properties"]
    reasons = {
        PREFIX + name: {"type": "string", "description": told["description"]}
        for name, told in letter.items()
        if name != "value"
    }
    return {
        RAW: {
            "name": "RawItem",
            "title": "A raw item in an envelope, or a bare payload whose form the header `content-type` says",
            "headers": {
                "type": "object",
                "properties": {"content-type": text, "traceparent": text, "tracestate": text},
            },
            "payload": {"$ref": "./raw-item.json"},
        },
        ENRICHED: {
            "name": "EnrichedItem",
            "title": "A record, as a CloudEvent in binary content mode",
            "headers": {
                "type": "object",
                "required": ["content-type", *_CLOUD_EVENT],
                "properties": dict.fromkeys(("content-type", *_CLOUD_EVENT, "traceparent", "tracestate"), text),
            },
            "payload": {"$ref": "./enriched-item.json"},
        },
        DEAD_LETTER: {
            "name": "DeadLetter",
            "title": "An item as it came, with its own headers and the reason in further ones",
            "contentType": "application/octet-stream",
            "headers": {"type": "object", "required": [f"{PREFIX}stage", f"{PREFIX}reason"], "properties": reasons},
            "payload": {"type": "string", "format": "binary"},
        },
    }
