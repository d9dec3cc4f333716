"""A dead letter on Kafka: the original bytes, with what happened to them in headers."""

from workers import __version__
from workers.delivery.message import Incoming, Outgoing
from workers.domain.rejected import Rejected

PREFIX = "dateline_"


def dead_letter(topic: str, item: Incoming, rejected: Rejected) -> Outgoing:
    """The item as it came, key and headers included, and the rejection as headers (`schemas/dead-letter.json`)."""
    said = {
        "stage": rejected.stage,
        "reason": rejected.reason.value,
        "detail": rejected.detail,
        "topic": item.topic,
        "partition": str(item.partition),
        "offset": str(item.offset),
        "timestamp": str(item.timestamp),
        "pipeline_version": __version__,
    }
    ours = tuple((PREFIX + name, value.encode("utf-8", "replace")) for name, value in said.items())
    original = tuple((name, value) for name, value in item.headers if not name.startswith(PREFIX))
    key = b"" if item.key is None and item.value is None else item.key  # a producer takes no message without both
    return Outgoing(topic, key, item.value, (*original, *ours))
