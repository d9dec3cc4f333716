"""Reads a date as people write it, in every language whose month names the package knows.

A pure function of the text: a part that the text doesn't state is never taken from the clock.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from itertools import product
from typing import NamedTuple

import regex

from dateline.newswire.dates import EXTRA_MONTHS, GLUE
from dateline.text.data_files import section_lines
from dateline.text.fold import fold

_ZONES = {
    # RFC 5322, section 4.3
    "z ut utc gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    # Names that one zone alone goes by; BST and IST, for example, stand for several and are left out.
    "wet": 0, "west cet": 1, "cest eet": 2, "eest msk": 3, "wib": 7, "wita hkt sgt": 8, "wit jst kst": 9,
    "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "akst": -9, "akdt": -8, "hst": -10, "pkt": 5, "sast": 2, "eat": 3,
}  # fmt: skip
_HOURS = {name: hours for names, hours in _ZONES.items() for name in names.split()}
_MORNING = frozenset("am a.m. a.m 上午 早上 凌晨 午前 오전 πμ π.μ. ص पूर्वाह्न π.μ".split())
_AFTERNOON = frozenset("pm p.m. p.m 下午 晚上 午後 오후 μμ μ.μ. م अपराह्न μ.μ".split())
_ORDINALS = frozenset("st nd rd th er º ª ος ος a o".split())

# Units of Chinese, Japanese and Korean dates as the separators of others: 2016年6月29日 15時07分.
_UNITS = str.maketrans({
    "年": "/", "년": "/", "月": "/", "월": "/", "日": " ", "號": " ", "号": " ", "일": " ",
    "時": ":", "时": ":", "点": ":", "點": ":", "시": ":", "分": ":", "분": ":", "秒": " ", "초": " ", "\u200e": " ", "\u200f": " ",
    "،": ",",
})  # fmt: skip
_MARKER = "|".join(map(re.escape, sorted(_MORNING | _AFTERNOON, key=len, reverse=True)))
_TIME = regex.compile(
    rf"(?:(?P<before>{_MARKER})\s*)?"
    r"(?<![\d./-])(?P<hour>\d{1,2})"
    r"(?:\s?[:h]\s?(?P<minute>\d{1,2})(?:\s?:\s?(?P<second>\d{1,2})(?:[.,]\d+)?)?\s?[:h]?|\s?h(?![^\W\d_])|\s?:(?!\d)|\s?(?=(?:am|pm|a\.m|p\.m)\b))"
    rf"\s*(?P<after>(?:{_MARKER})(?![^\W\d_]))?"
    r"(?:\s*(?P<zone>(?:[a-z]{1,5})?\s?[+-]\d{1,2}:?(?:\d{2})?(?!\d)))?"
)
# Full stops separate hours from minutes only after a word that announces a time of day.
_DOTTED_TIME = regex.compile(
    r"\b(?:kl|klo|kello|pukul|jam|ore|um)\b\.?\s*(\d{1,2})\.(\d{2})\b|\b(\d{1,2})\.(\d{2})(?=\s*(?:uhr|wib|wita|wit)\b)"
)
_EPOCH = re.compile(r"\d{10}|\d{13}")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,4})\s?([./-])\s?(\d{1,2})\s?(?:\2\s?(\d{1,4})(?!\d)|(?:/|(?![\d./-])))")
_TOKEN = regex.compile(r"\d+|[\p{L}\p{M}]+(?:['’.][\p{L}\p{M}]+)*")
_BUDDHIST = 543
"""Years that the Buddhist era of Thailand is ahead."""


class AmbiguousDateError(ValueError):
    """The text can be read as more than one date: 3/4/2024, or a month name that two languages give to different months."""


class _Day(NamedTuple):
    year: int
    month: int
    day: int


class _Meaning(NamedTuple):
    """A word of a date: the month that it names, 0 if none; whether it is an abbreviation that CLDR doesn't list."""

    month: int
    abbreviated: bool = False


class _Reading(NamedTuple):
    """The words of a date in one language: the month that they name, 0 if none."""

    language: str
    month: int
    abbreviated: bool


class _Names(NamedTuple):
    """A language's folded names: months 1 to 12 by name, and the weekdays."""

    months: dict[str, int]
    weekdays: frozenset[str]


def read_date(text: str) -> datetime | None:
    """Read a date, aware if it states a zone: midnight if it states no time, the first day if only a month or year.

    Returns None if the text is no date, raises AmbiguousDateError if it can be read as several.
    """
    plain = _plain(text)
    if _EPOCH.fullmatch(plain):
        return _epoch(plain)
    plain, clock, zone = _take_time(plain)
    day = _numeric_day(plain) or _named_day(plain)
    if day is None or clock is None:
        return None
    words = _TOKEN.findall(plain)
    named = {_HOURS[word] for word in words if word in _HOURS}
    if zone is None and len(named) == 1:
        zone = timezone(timedelta(hours=named.pop()))
    try:
        moment = datetime(*day, tzinfo=zone) + clock
    except (ValueError, OverflowError):
        return None
    return moment


def _plain(text: str) -> str:
    """Fold the text, with its digits in ASCII, its units as separators and month names of several words as one token."""
    digits = "".join(str(int(char)) if char.isdecimal() else char for char in text.translate(_UNITS))
    plain = fold(digits)
    return _long_names().sub(lambda found: f" {_token(_long_months()[found[0]])} ", plain).strip(" .,/")


def _epoch(digits: str) -> datetime:
    """Convert seconds or milliseconds since 1970."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(digits.ljust(13, "0")))


def _take_time(plain: str) -> tuple[str, timedelta | None, timezone | None]:
    """Return the text without its time of day, the time since midnight (None if there are several or it is none), and the offset after it."""
    plain = _DOTTED_TIME.sub(lambda found: f" {found[1] or found[3]}:{found[2] or found[4]} ", plain)
    times = list(_TIME.finditer(plain))
    if not times:
        return plain, timedelta(), None
    if len(times) > 1:
        return plain, None, None
    (found,) = times
    rest = f"{plain[: found.start()]} {plain[found.end() :]}"
    return rest, _clock(found), _offset(found["zone"])


def _clock(found: "regex.Match[str]") -> timedelta | None:
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    marker = found["before"] or found["after"]
    if marker in _MORNING and hour <= 12:
        hour %= 12
    elif marker in _AFTERNOON and hour <= 12:
        hour = hour % 12 + 12
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        return None
    return timedelta(hours=hour, minutes=minute, seconds=min(second, 59))


def _offset(zone: str | None) -> timezone | None:
    if zone is None:
        return None
    sign, digits = (-1 if "-" in zone else 1), re.sub(r"\D", "", zone)
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    return None if hours > 14 or minutes > 59 else timezone(sign * timedelta(hours=hours, minutes=minutes))


def _numeric_day(plain: str) -> _Day | None:
    """Read a date in figures, beside nothing but the words of a date. Raises AmbiguousDateError."""
    found = _NUMERIC.search(plain)
    if found is None:
        return None
    rest = f"{plain[: found.start()]} {plain[found.end() :]}"
    if any(token.isdigit() for token in _TOKEN.findall(rest)) or all(reading.month for reading in _readings(rest)):
        return None
    first, separator, second, third = found.groups()
    if len(first) == 4:
        return _Day(int(first), int(second), int(third or 1))
    if third is None or len(third) != 4 or len(first) > 2:
        return None
    return _day_and_month(int(first), int(second), int(third), separator)


def _day_and_month(first: int, second: int, year: int, separator: str) -> _Day | None:
    if first > 12 or (separator == "." and second <= 12):
        return _Day(year, second, first)
    if second > 12:
        return _Day(year, first, second)
    if first != second:
        raise AmbiguousDateError
    return _Day(year, first, second)


def _named_day(plain: str) -> _Day | None:
    """Read a date with the name of its month. Raises AmbiguousDateError."""
    numbers = [token for token in _TOKEN.findall(plain) if token.isdigit()]
    years = [int(number) for number in numbers if len(number) == 4]
    days = [int(number) for number in numbers if len(number) <= 2]
    if len(years) != 1 or len(days) > 1 or len(numbers) != 1 + len(days):
        return None
    if plain.strip().isdigit():
        return _Day(years[0], 1, 1)
    readings = [reading for reading in _readings(plain) if reading.month]
    # "mar" is March where a language lists it; that it also begins Finnish "marraskuu" is no second reading.
    readings = [reading for reading in readings if not reading.abbreviated] or readings
    found = {
        _Day(
            years[0] - _BUDDHIST * (reading.language == "th" and years[0] > 2400), reading.month, days[0] if days else 1
        )
        for reading in readings
    }
    if len(found) > 1:
        raise AmbiguousDateError
    return found.pop() if found else None


def _readings(plain: str) -> Iterator[_Reading]:
    """Yield the readings of all words of the text in each language that knows them."""
    words = [word.strip(".") for word in _TOKEN.findall(plain) if not word.isdigit()]
    for language, names in _languages().items():
        for meanings in product(*(_meanings(word, names) for word in words)):
            months = {meaning.month for meaning in meanings if meaning.month}
            if len(months) <= 1:
                yield _Reading(language, max(months, default=0), any(meaning.abbreviated for meaning in meanings))


def _meanings(word: str, names: _Names) -> list[_Meaning]:
    """Return what a word of a date may be in a language: a month, or a weekday, zone or preposition."""
    meanings = [_Meaning(month) for month in [names.months.get(word)] if month]
    if word in names.weekdays or word in GLUE or word in _HOURS or word in _ORDINALS:
        meanings.append(_Meaning(0))
    if len(word) < 3 or meanings:
        return meanings
    months = {month for name, month in names.months.items() if name.startswith(word)}
    weekday = any(day.startswith(word) for day in names.weekdays)
    return [_Meaning(month, True) for month in months if len(months) == 1] + [_Meaning(0, True)] * weekday


@cache
def _languages() -> dict[str, _Names]:
    lines: dict[str, list[str]] = {}
    for language, line in section_lines(files("dateline.newswire").joinpath("date-names.txt")):
        lines.setdefault(language, []).append(line)
    return {language: _Names(_months(months), frozenset(_split(days))) for language, (months, days) in lines.items()}


def _months(line: str) -> dict[str, int]:
    """Map names to months, without names that stand for two."""
    names: dict[str, set[int]] = {name: {month} for name, month in EXTRA_MONTHS.items()}
    for month in range(1, 13):
        names[_token(month)] = {month}
    for month, cell in enumerate(line.split(" | "), 1):
        for name in _split(cell):
            names.setdefault(name, set()).add(month)
    return {name: months.pop() for name, months in names.items() if len(months) == 1}


def _split(cell: str) -> list[str]:
    return [fold(name).strip(" .") for part in cell.split(" | ") for name in part.split("; ")]


@cache
def _long_months() -> dict[str, int]:
    """Map month names of several words, or with a figure in them: "tháng 3", "كانون الثاني"."""
    return {
        name: month
        for names in _languages().values()
        for name, month in names.months.items()
        if " " in name or any(char.isdigit() for char in name)
    }


@cache
def _long_names() -> "regex.Pattern[str]":
    names = sorted(map(re.escape, _long_months()), key=len, reverse=True)
    return regex.compile(rf"(?<![\p{{L}}\d])(?:{'|'.join(names)})(?![\p{{L}}\d])")


def _token(month: int) -> str:
    """Return a word of letters alone that stands for a month name of several words."""
    return "month" + chr(ord("a") + month - 1)
