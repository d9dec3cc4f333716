"""A dead letter on Kafka: the original bytes, with what happened to them in headers."""

import re
from collections.abc import Iterable

from workers import __version__
from workers.delivery.message import Incoming, Outgoing
from workers.domain.rejected import Rejected
from workers.publish import SCHEMA_VERSION

PREFIX = "dateline_"
ATTEMPTS = PREFIX + "attempts"
_COUNT = re.compile(rb"[1-9][0-9]{0,8}")


def dead_letter(topic: str, item: Incoming, rejected: Rejected) -> Outgoing:
    """The item as it came, key and headers included, and the rejection as headers (`schemas/dead-letter.json`)."""
    said = {
        "stage": rejected.stage,
        "reason": rejected.reason.value,
        "detail": rejected.detail,
        "exception": rejected.exception,
        "attempts": str(attempts(item.headers) + 1),
        "topic": item.topic,
        "partition": str(item.partition),
        "offset": str(item.offset),
        "timestamp": str(item.timestamp),
        "pipeline_version": __version__,
        "schema_version": SCHEMA_VERSION,
    }
    ours = tuple((PREFIX + name, value.encode("utf-8", "replace")) for name, value in said.items() if value is not None)
    original = tuple((name, value) for name, value in item.headers if not name.startswith(PREFIX))
    key = b"" if item.key is None and item.value is None else item.key  # a producer takes no message without both
    return Outgoing(topic, key, item.value, (*original, *ours))


def attempts(headers: Iterable[tuple[str, bytes | None]]) -> int:
    """How often an item went through a worker, as its headers say; 0 where they say nothing that is a count."""
    said = next((value for name, value in headers if name == ATTEMPTS), None) or b""
    return int(said) if _COUNT.fullmatch(said) else 0
