"""Messages of the dead-letter topic: dead letters, and markers of their replay."""

from dataclasses import dataclass
from typing import Self, cast

import orjson
from confluent_kafka import Message

from dateline.domain.rejection import POSITIONS
from dateline.messages.dead_letter import ATTEMPTS, PREFIX, attempts
from dateline.replay.errors import ReplayError

REPLAYED = PREFIX + "replayed"


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message of the dead-letter topic; `timestamp` in milliseconds since 1970."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]

    @classmethod
    def from_message(cls, message: Message) -> Self:
        """Convert a consumed message. Raises ReplayError if it has no place, as only an error has none."""
        topic, partition, offset = message.topic(), message.partition(), message.offset()
        if topic is None or partition is None or offset is None:
            raise ReplayError("a message without topic, partition or offset")
        headers = cast("list[tuple[str, bytes | None]]", message.headers() or [])
        _, timestamp = message.timestamp()
        return cls(topic, partition, offset, timestamp, message.key(), message.value(), tuple(headers))

    @property
    def place(self) -> str:
        """Topic, partition and offset, as a replay marker names it."""
        return f"{self.topic}/{self.partition}/{self.offset}"

    @property
    def marker_of(self) -> str | None:
        """The place of the dead letter that this marker says is replayed; None if it is no marker."""
        return self._header(REPLAYED) if self.reason is None else None

    @property
    def stage(self) -> str | None:
        """The stage that rejected the item."""
        return self._header(PREFIX + "stage")

    @property
    def reason(self) -> str | None:
        """The reason of the rejection; every dead letter has one, and no marker does."""
        return self._header(PREFIX + "reason")

    @property
    def origin(self) -> str | None:
        """The topic that the item came from."""
        return self._header(PREFIX + "topic")

    @property
    def origin_partition(self) -> int:
        """The partition that the item came from; -1 if no number is given."""
        number = self._header(PREFIX + "partition") or ""
        return int(number) if number.isascii() and number.isdecimal() else -1

    @property
    def source(self) -> str:
        """The source that the envelope names, else the header `source`, else the topic that the item came from."""
        return _envelope_source(self.value) or self._header("source") or self.origin or ""

    def item_headers(self) -> list[tuple[str, bytes | None]]:
        """Return the item's own headers, the positions to process, and the number of attempts so far."""
        own = [(name, value) for name, value in self.headers if not name.startswith(PREFIX) or name == POSITIONS]
        return [*own, (ATTEMPTS, str(max(1, attempts(self.headers))).encode())]

    def marker_headers(self) -> list[tuple[str, bytes | None]]:
        """Return the headers of the marker that says that this dead letter is replayed."""
        return [(REPLAYED, self.place.encode())]

    def _header(self, name: str) -> str | None:
        value = next((value for header, value in self.headers if header == name), None)
        return None if value is None else value.decode("utf-8", "replace")


def _envelope_source(value: bytes | None) -> str | None:
    if value is None or value.lstrip()[:1] != b"{":
        return None
    try:
        source = orjson.loads(value).get("source")
    except orjson.JSONDecodeError:
        return None
    return source if isinstance(source, str) else None
