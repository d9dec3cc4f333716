"""A dead letter on Kafka: the original bytes, with what happened to them in headers."""

import re
from collections.abc import Iterable, Sequence

from dateline import __version__
from dateline.domain.rejection import POSITIONS, Rejected
from dateline.messages.message import Incoming, Outgoing
from dateline.record.build import SCHEMA_VERSION

PREFIX = "dateline_"
ATTEMPTS = PREFIX + "attempts"
_COUNT = re.compile(rb"[1-9][0-9]{0,8}")


def dead_letter(topic: str, item: Incoming, rejections: Sequence[Rejected]) -> Outgoing:
    """Build the dead letter: the item as it came, with key and headers, and the first rejection as headers
    (`schemas/dead-letter.json`), with the positions of all if the item contains several stories.
    """
    rejected = rejections[0]
    fields = {
        "stage": rejected.stage,
        "reason": rejected.reason.value,
        "detail": rejected.detail,
        "exception": rejected.exception,
        "positions": positions(rejections) or _replayed_positions(item),
        "attempts": str(attempts(item.headers) + 1),
        "topic": item.topic,
        "partition": str(item.partition),
        "offset": str(item.offset),
        "timestamp": str(item.timestamp),
        "pipeline_version": __version__,
        "schema_version": SCHEMA_VERSION,
    }
    ours = tuple(
        (PREFIX + name, value.encode("utf-8", "replace")) for name, value in fields.items() if value is not None
    )
    original = tuple((name, value) for name, value in item.headers if not name.startswith(PREFIX))
    key = b"" if item.key is None and item.value is None else item.key  # a producer takes no message without both
    return Outgoing(topic, key, item.value, (*original, *ours))


def positions(rejections: Sequence[Rejected]) -> str | None:
    """Return the positions of the rejected stories, as in "0,7"; None if the item is a single story."""
    return ",".join(str(rejected.position) for rejected in rejections if rejected.position is not None) or None


def _replayed_positions(item: Incoming) -> str | None:
    """Return a replayed item's positions: its other stories are published."""
    return next((value.decode("utf-8", "replace") for name, value in item.headers if name == POSITIONS), None)


def attempts(headers: Iterable[tuple[str, bytes | None]]) -> int:
    """Return how often a worker has processed the item by its headers; 0 if they contain no valid count."""
    value = next((value for name, value in headers if name == ATTEMPTS), None) or b""
    return int(value) if _COUNT.fullmatch(value) else 0
