"""The topics and their settings, each with the reason for its value."""

from collections.abc import Mapping
from dataclasses import dataclass

from dateline.domain.limits import MAX_ITEM_BYTES
from dateline.settings import Settings

RAW, ENRICHED, DEAD_LETTER = "raw", "enriched", "dead_letter"

PARTITIONS = 24
"""Of every topic, and so the most workers that have something to do: two dozen divide evenly among 2, 3, 4, 6, 8 and 12 of
them. They can be made more later, but then a key's items move to another partition."""

REPLICAS = 3
"""Copies of each partition, so that one broker can be repaired while another fails."""

IN_SYNC = 2
"""Copies that must have a message before it counts as written; with 3 copies writing goes on without one broker."""

HEADER_BYTES = 256 * 1024
"""Room for a message's key and headers beside its value; brokers count all of it."""

RECORD_FACTOR = 4
"""A record against its item: it contains the clean text, the removed pieces, and entities."""

_DAY = 24 * 3600 * 1000
_RAW_BYTES = MAX_ITEM_BYTES + HEADER_BYTES


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as it should be. `settings` are Kafka's topic settings by their own names."""

    role: str
    name: str
    description: str
    partitions: int
    replicas: int
    settings: Mapping[str, str]


def topics(settings: Settings, partitions: int = PARTITIONS, replicas: int = REPLICAS) -> list[Topic]:
    """Return what the settings name: every raw topic, the records', the dead letters'."""
    in_sync = {"min.insync.replicas": str(min(IN_SYNC, replicas))}
    raw = [
        Topic(RAW, name, _DESCRIPTIONS[RAW], partitions, replicas, _RAW_SETTINGS | in_sync)
        for name in settings.raw_topics
    ]
    outputs = (
        (ENRICHED, settings.enriched_topic, _ENRICHED_SETTINGS),
        (DEAD_LETTER, settings.dead_letter_topic, _LETTER_SETTINGS),
    )
    return raw + [
        Topic(role, name, _DESCRIPTIONS[role], partitions, replicas, own | in_sync) for role, name, own in outputs
    ]


_DESCRIPTIONS = {
    RAW: "Items as crawlers and wire gateways have them; the key decides which items stay in order among themselves.",
    ENRICHED: "Clean, tagged and validated records, keyed by id; read them with isolation.level=read_committed.",
    DEAD_LETTER: "Items that could not be processed, as they came, with the reason in headers; and the receipts of their replay.",
}

_RAW_SETTINGS = {
    # A week: an outage over a long weekend costs nothing, and a release can be undone and its items read again.
    "cleanup.policy": "delete",
    "retention.ms": str(7 * _DAY),
    "max.message.bytes": str(_RAW_BYTES),
    # An item's age counts from here, whatever its producer takes for the time.
    "message.timestamp.type": "LogAppendTime",
}

_ENRICHED_SETTINGS = {
    # A month, and of each id the last record only: what a new index needs to begin with.
    "cleanup.policy": "compact,delete",
    "retention.ms": str(30 * _DAY),
    "max.message.bytes": str(RECORD_FACTOR * MAX_ITEM_BYTES),
}

_LETTER_SETTINGS = {
    # Never compacted: receipts are empty messages with a letter's key, and would delete it.
    "cleanup.policy": "delete",
    # A month: somebody has to find out why, mend it and replay.
    "retention.ms": str(30 * _DAY),
    # What the raw topic takes, and the headers that say why.
    "max.message.bytes": str(_RAW_BYTES + HEADER_BYTES),
}
