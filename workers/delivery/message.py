"""Messages as they come from Kafka and as they go there."""

from typing import NamedTuple

from workers.domain.story import Story

Headers = tuple[tuple[str, bytes], ...]


class Incoming(NamedTuple):
    """A raw message and where it stood; `timestamp` in milliseconds since 1970."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Headers

    def story(self) -> Story:
        """The story at the beginning of its way; bare payloads have the topic as their source."""
        return Story(raw=self.value, headers=self.headers, default_source=self.topic)


class Outgoing(NamedTuple):
    """What an item became: one message for the enriched or the dead-letter topic."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers
