"""The closed list of stages that can refuse an item."""

from enum import StrEnum


class StageName(StrEnum):
    """A stage by its name in metrics and dead letters, in the order of an item's way."""

    DECODE = "decode"
    EXTRACT = "extract"
    STRIP = "strip"
    LEARN = "learn"
    LANGUAGE = "language"
    TAG = "tag"
    VALIDATE = "validate"
    PUBLISH = "publish"


STEPS = tuple(stage for stage in StageName if stage not in (StageName.LEARN, StageName.PUBLISH))
"""Those that every item of a worker goes through."""
