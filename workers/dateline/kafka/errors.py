"""Errors that delivery answers in ways of their own; it retries after every other exception."""

from aiokafka.errors import MessageSizeTooLargeError, RecordListTooLargeError

TOO_LARGE = (MessageSizeTooLargeError, RecordListTooLargeError)
"""aiokafka's errors about the size of a message or batch."""


class FencedError(Exception):
    """Another producer uses this partition's transactional id: the group may have reassigned the partition."""


class TooLargeError(Exception):
    """A broker or the client refused the messages for their size."""


class OffsetGapError(Exception):
    """Fetched offsets do not follow the committed one; the consumer must read from there again."""


class MissingTopicError(Exception):
    """An output topic does not exist, or this worker may not see it."""
