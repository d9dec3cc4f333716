"""What the dead-letter topic holds: letters, and receipts of their replay."""

from dataclasses import dataclass
from typing import Self, cast

import orjson
from confluent_kafka import Message

from dateline.domain.rejection import POSITIONS
from dateline.messages.dead_letter import ATTEMPTS, PREFIX, attempts

Headers = tuple[tuple[str, bytes | None], ...]

REPLAYED = PREFIX + "replayed"


@dataclass(frozen=True, slots=True)
class Letter:
    """A message of the dead-letter topic; `timestamp` in milliseconds since 1970."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Headers

    @classmethod
    def of(cls, message: Message) -> Self:
        """The message as a consumer brought it."""
        topic, partition, offset = message.topic(), message.partition(), message.offset()
        assert topic is not None
        assert partition is not None
        assert offset is not None
        headers = cast("list[tuple[str, bytes | None]]", message.headers() or [])
        _, timestamp = message.timestamp()
        return cls(topic, partition, offset, timestamp, message.key(), message.value(), tuple(headers))

    @property
    def place(self) -> str:
        """What a receipt calls it."""
        return f"{self.topic}/{self.partition}/{self.offset}"

    @property
    def receipt_of(self) -> str | None:
        """The place of the letter that this one says is replayed; None where it is no receipt."""
        return self._header(REPLAYED) if self.reason is None else None

    @property
    def stage(self) -> str | None:
        """The stage that refused the item."""
        return self._header(PREFIX + "stage")

    @property
    def reason(self) -> str | None:
        """Why it did; every letter says so, and nothing else does."""
        return self._header(PREFIX + "reason")

    @property
    def origin(self) -> str | None:
        """The topic that the item came from."""
        return self._header(PREFIX + "topic")

    @property
    def origin_partition(self) -> int:
        """The partition that it came from; -1 where no number is given."""
        said = self._header(PREFIX + "partition") or ""
        return int(said) if said.isascii() and said.isdecimal() else -1

    @property
    def source(self) -> str:
        """The source that the envelope names; for anything else the header `source`, or the topic it came from."""
        return _envelope_source(self.value) or self._header("source") or self.origin or ""

    def item_headers(self) -> list[tuple[str, bytes | None]]:
        """The item's own headers, which of its stories are wanted, and how often it was tried so far."""
        own = [(name, value) for name, value in self.headers if not name.startswith(PREFIX) or name == POSITIONS]
        return [*own, (ATTEMPTS, str(max(1, attempts(self.headers))).encode())]

    def receipt_headers(self) -> list[tuple[str, bytes | None]]:
        """Headers of the receipt that says that this letter is replayed."""
        return [(REPLAYED, self.place.encode())]

    def _header(self, wanted: str) -> str | None:
        found = next((value for name, value in self.headers if name == wanted), None)
        return None if found is None else found.decode("utf-8", "replace")


def _envelope_source(value: bytes | None) -> str | None:
    if value is None or value.lstrip()[:1] != b"{":
        return None
    try:
        source = orjson.loads(value).get("source")
    except orjson.JSONDecodeError:
        return None
    return source if isinstance(source, str) else None
