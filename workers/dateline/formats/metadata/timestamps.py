"""Timestamps as sources write them: RFC 3339 and ISO 8601, RFC 5322 and RFC 822, and dates in words and figures of many languages."""

import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from dateline.domain.metadata import Flaw, Timestamp
from dateline.newswire.date_reader import AmbiguousDateError, read_date

FIRST_YEAR, LAST_YEAR = 1600, 2100
"""Newspapers begin in 1605; a date after 2100 is a slip of the keyboard or a test of the reader."""

_LONGEST = 80
# RFC 5322, section 3.3: what most feeds say. Python's reader takes much that is not, and drops zones that it doesn't know.
_MAIL = re.compile(
    r"(?:[A-Za-z]{3}, )?\d{1,2} [A-Za-z]{3} \d{4} \d{1,2}:\d{2}(?::\d{2})? (?:[+-]\d{4}|GMT|UTC?|Z|[ECMP][SD]T)"
)
# RFC 822's years, which only that form tells from days.
_TWO_DIGIT_YEAR = re.compile(
    r"(?:[A-Za-z]{3,9}, )?\d{1,2}[ -][A-Za-z]{3}[ -]\d{2} \d{1,2}:\d{2}(?::\d{2})?(?: .{1,5})?"
)
_YEAR = re.compile(r"\d{4}(?:-\d{2})?")
# "05 Sep 0001" is no year of ours, and its reading as 2001 would be a guess.
_FOUR_DIGITS = re.compile(r"(?<![\d.:+-])0\d{3}(?![\d:])")


class TimestampError(ValueError):
    """Not a point in time, or one out of range."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


def read_timestamp(text: str) -> Timestamp:
    """Read a timestamp: midnight if only a day is given, the first day of a month or year alone. Raises TimestampError."""
    original = " ".join(text.split())
    if not original or len(original) > _LONGEST:
        raise TimestampError(Flaw.NOT_A_DATE)
    try:
        moment = _iso(original) or _mail(original) or read_date(original) or _two_digit_year(original)
    except AmbiguousDateError:
        raise TimestampError(Flaw.AMBIGUOUS_DATE) from None
    if moment is None:
        raise TimestampError(Flaw.NOT_A_DATE)
    if (moment.utcoffset() or timedelta()) % timedelta(minutes=1):
        raise TimestampError(Flaw.NOT_A_DATE)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR or _FOUR_DIGITS.search(original):
        raise TimestampError(Flaw.DATE_OUT_OF_RANGE)
    return Timestamp(_rfc3339(moment), original)


def _iso(text: str) -> datetime | None:
    if _YEAR.fullmatch(text):
        text = f"{text}-01-01"[:10]
    try:
        return datetime.fromisoformat(text.upper())
    except ValueError:
        return None


def _mail(text: str) -> datetime | None:
    return _parse_mail_date(text) if _MAIL.fullmatch(text) else None


def _two_digit_year(text: str) -> datetime | None:
    return _parse_mail_date(text) if _TWO_DIGIT_YEAR.fullmatch(text) else None


def _parse_mail_date(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _rfc3339(moment: datetime) -> str:
    if moment.tzinfo is None or moment.utcoffset() is None:
        return moment.isoformat() + "-00:00"
    return moment.isoformat().removesuffix("+00:00") + "Z" * (not moment.utcoffset())
