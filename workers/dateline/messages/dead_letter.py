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
    """The item as it came, key and headers included, and why as headers (`schemas/dead-letter.json`): the first rejection, and
    the positions of all where the item holds several stories.
    """
    rejected = rejections[0]
    said = {
        "stage": rejected.stage,
        "reason": rejected.reason.value,
        "detail": rejected.detail,
        "exception": rejected.exception,
        "positions": positions(rejections) or _said_before(item),
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


def positions(rejections: Sequence[Rejected]) -> str | None:
    """Which stories of the item were refused, as in "0,7"; None where it is one story, or none that can be told apart."""
    return ",".join(str(rejected.position) for rejected in rejections if rejected.position is not None) or None


def _said_before(item: Incoming) -> str | None:
    """A replayed item's positions: its other stories are published."""
    return next((value.decode("utf-8", "replace") for name, value in item.headers if name == POSITIONS), None)


def attempts(headers: Iterable[tuple[str, bytes | None]]) -> int:
    """How often an item went through a worker, as its headers say; 0 where they say nothing that is a count."""
    said = next((value for name, value in headers if name == ATTEMPTS), None) or b""
    return int(said) if _COUNT.fullmatch(said) else 0
