"""The closed list of reasons for which an item becomes a dead letter."""

from enum import StrEnum


class Reason(StrEnum):
    """Why an item could not be published; a metric label and a dead-letter header."""

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
