"""Points in time as sources write them: RFC 3339 and ISO 8601, RFC 5322 and its kin, and the national forms that feedparser knows."""

import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from feedparser.datetimes import _parse_date

from dateline.domain.metadata import Flaw, Timestamp

FIRST_YEAR, LAST_YEAR = 1600, 2100
"""Newspapers begin in 1605; a date after 2100 is a slip of the keyboard or a test of the reader."""

_LONGEST = 80
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}T")
# The reader of mail dates takes "2:00 PM" for the night.
_HALF_DAY = re.compile(r"\d\s?[ap]\.?m\b", re.I)
_YEAR = re.compile(r"\d{4}(?:-\d{2})?")
# "05 Sep 0001" is no year of ours, and its reading as 2001 would be a guess.
_FOUR_DIGITS = re.compile(r"(?<![\d.:+-])0\d{3}(?![\d:])")


class TimestampError(ValueError):
    """Not a point in time, or one out of range."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


def read_timestamp(text: str) -> Timestamp:
    """Return the moment: midnight if only a day is given, the first day of a month or year alone. Raises TimestampError."""
    original = " ".join(text.split())
    if not original or len(original) > _LONGEST:
        raise TimestampError(Flaw.NOT_A_DATE)
    found = _iso(original) or _english(original) or _mail(original) or _national(original)
    if found is None:
        raise TimestampError(Flaw.NOT_A_DATE)
    if (found.utcoffset() or timedelta()) % timedelta(minutes=1):
        raise TimestampError(Flaw.NOT_A_DATE)
    if not FIRST_YEAR <= found.year <= LAST_YEAR or _FOUR_DIGITS.search(original):
        raise TimestampError(Flaw.DATE_OUT_OF_RANGE)
    return Timestamp(_rfc3339(found), original)


def _iso(text: str) -> datetime | None:
    if _YEAR.fullmatch(text):
        text = f"{text}-01-01"[:10]
    try:
        return datetime.fromisoformat(text.upper())
    except ValueError:
        return None


def _english(text: str) -> datetime | None:
    """Return dates as American pages print them, month first: "November 18, 2025", "Dec. 16, 2025 2:05 PM"."""
    plain = text.replace(".", "").replace(",", "")
    for form in ("%B %d %Y", "%b %d %Y", "%B %d %Y %I:%M %p", "%b %d %Y %I:%M %p"):
        try:
            return datetime.strptime(plain, form)
        except ValueError:
            continue
    return None


def _mail(text: str) -> datetime | None:
    if _HALF_DAY.search(text):
        return None
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _national(text: str) -> datetime | None:
    """Greek, Hungarian and Korean dates, and ISO's with a 24th hour; always in UTC. Of other forms feedparser makes up dates."""
    if text.isascii() and not _ISO.match(text):
        return None
    try:
        parsed = _parse_date(text)
        return (
            None
            if parsed is None
            else datetime.fromisoformat("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}".format(*parsed[:6]))
        )
    except (ValueError, TypeError, AttributeError, OverflowError):
        return None


def _rfc3339(moment: datetime) -> str:
    if moment.tzinfo is None or moment.utcoffset() is None:
        return moment.isoformat() + "-00:00"
    return moment.isoformat().removesuffix("+00:00") + "Z" * (not moment.utcoffset())
