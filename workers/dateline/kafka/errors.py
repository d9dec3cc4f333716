"""What can go wrong on the way out and needs an answer of its own; every other exception is tried again."""


class FencedError(Exception):
    """Another producer has this partition's transactional id: the group may have given the partition away."""


class TooLargeError(Exception):
    """A broker or the client refused the messages for their size."""


class OutOfStepError(Exception):
    """What the consumer brings does not follow on what is committed; reading must begin again there."""


class MissingTopicError(Exception):
    """An output topic is not there, or this worker may not see it."""
