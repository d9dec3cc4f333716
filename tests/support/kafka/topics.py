"""The topics and the group of one test."""

from dataclasses import dataclass
from uuid import uuid4

from tests.support.kafka.broker import KafkaBroker


@dataclass(frozen=True)
class Topics:
    """Names that no other test uses."""

    raw: str
    enriched: str
    dead_letter: str
    group: str

    @classmethod
    def create(cls, broker: KafkaBroker, raw_partitions: int = 4, output_partitions: int = 4) -> "Topics":
        """Fresh topics on `broker`."""
        mark = uuid4().hex[:8]
        topics = cls(f"raw-items-{mark}", f"enriched-items-{mark}", f"dead-letters-{mark}", f"dateline-{mark}")
        broker.create_topic(topics.raw, raw_partitions)
        broker.create_topic(topics.enriched, output_partitions)
        broker.create_topic(topics.dead_letter, output_partitions)
        return topics
