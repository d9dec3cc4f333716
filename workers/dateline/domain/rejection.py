"""Rejections: the closed lists of stages and reasons, and the rejection itself."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Reason(StrEnum):
    """Reasons of rejections; a metric label and a dead-letter header."""

    TOMBSTONE = "tombstone"
    TOO_LARGE = "too_large"
    MALFORMED_PACKING = "malformed_packing"
    INVALID_JSON = "invalid_json"
    INVALID_ENVELOPE = "invalid_envelope"
    UNKNOWN_CONTENT_TYPE = "unknown_content_type"
    WRONG_CHARSET = "wrong_charset"
    NUL_BYTES = "nul_bytes"
    FORBIDDEN_MARKUP = "forbidden_markup"
    MALFORMED_MARKUP = "malformed_markup"
    NO_ENTRIES = "no_entries"
    MANY_ENTRIES = "many_entries"
    NOT_A_STORY = "not_a_story"
    EMPTY_TEXT = "empty_text"
    NOTHING_LEFT = "nothing_left"
    INVALID_RECORD = "invalid_record"
    DEADLINE = "deadline"
    MEMORY = "memory"
    CRASH = "crash"
    STAGE_EXCEPTION = "stage_exception"
    OUTPUT_TOO_LARGE = "output_too_large"


class StageName(StrEnum):
    """A stage by its name in metrics and dead letters, in pipeline order."""

    DECODE = "decode"
    EXTRACT = "extract"
    STRIP = "strip"
    LEARN = "learn"
    LANGUAGE = "language"
    TAG = "tag"
    VALIDATE = "validate"
    PUBLISH = "publish"


ITEM_STAGES = tuple(stage for stage in StageName if stage not in (StageName.LEARN, StageName.PUBLISH))
"""The stages that every item in a worker goes through."""

POSITIONS = "dateline_positions"
"""Header of dead letters and replayed items: positions of the stories concerned, as in "0,7"."""

# A message may quote the whole item; people and headers need its beginning.
_DETAIL_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Rejected:
    """A story that cannot go on: the stage, the reason, a sentence for people, and the exception's type.

    `position` is the story's index in its document, or None if it is the only one or the whole document is meant.
    """

    stage: StageName
    reason: Reason
    detail: str
    exception: str | None = None
    position: int | None = None

    @classmethod
    def raised(cls, stage: StageName, error: Exception, position: int | None = None) -> Self:
        """Build the rejection for an exception that a stage raised."""
        kind = type(error)
        name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
        reason = Reason.MEMORY if isinstance(error, MemoryError) else Reason.STAGE_EXCEPTION
        return cls(stage, reason, f"{kind.__name__}: {error}"[:_DETAIL_CHARACTERS], name, position)
