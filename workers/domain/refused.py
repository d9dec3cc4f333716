"""A value that a document gives and a record can't hold."""

from dataclasses import dataclass
from enum import StrEnum


class Flaw(StrEnum):
    """Why a value was refused; part of the record's public contract."""

    NOT_A_DATE = "not_a_date"
    DATE_OUT_OF_RANGE = "date_out_of_range"
    NOT_A_URL = "not_a_url"
    URL_TOO_LONG = "url_too_long"
    NOT_A_NUMBER = "not_a_number"
    NUMBER_OUT_OF_RANGE = "number_out_of_range"
    NOT_A_LANGUAGE = "not_a_language"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Refused:
    """The field, the beginning of the value, where it stood, and what is wrong with it."""

    field: str
    value: str
    origin: str
    flaw: Flaw
