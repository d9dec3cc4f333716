"""Recognises dates, in any language whose month names CLDR has."""

import re
from functools import cache
from importlib.resources import files

import regex

from dateline.text.data_files import section_lines
from dateline.text.fold import fold

_WORDS = regex.compile(r"[\p{L}\p{M}]+(?:['.-][\p{L}\p{M}]+)*")
# Words that stand between the parts of a date, clock words and zones, and the Levant's and Persia's months, which CLDR has elsewhere.
_GLUE = frozenset(
    fold(word)
    for word in (
        "a à ab alle am as às at cest cet de del den der di dis edt est et gmt gmt+7 h hb hour hours hrs ist jam kl le m msk n o of om on"
        " ore pada pm pukul pst pdt rd s saat st st. nd the th tr ts uhr um utc wib wit wita"
        " в г года мск о об ч yil 日 月 年 일 월 년 时 時 分 시 분 电 電 ngày tháng năm lúc"
        " كانون الثاني الأول شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين ης ம்"
        " فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"
    ).split()
)
_MARKS = re.compile(r"[\d\s,./:()|'’年月日号號년월일时時分시분-]+")

_DATED = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}年|\d{4}년")


@cache
def _names() -> frozenset[str]:
    """Month and day names of all languages, whole and abbreviated, folded, without their dots."""
    lines = section_lines(files("dateline.newswire").joinpath("date-names.txt"))
    names = {fold(name).strip(" .") for _, line in lines for name in line.split(" | ")}
    return frozenset(
        names
        | _GLUE
        | {"sept", "tues", "thur", "thurs", "jan", "mac", "ogos", "dis", "agt", "agu", "des", "peb", "nop"}
    )


def is_date(text: str) -> bool:
    """Return whether `text` is nothing but a date: digits, month and day names, and what stands between them."""
    if not any(char.isdigit() for char in text) or len(text) > 45:
        return False
    folded = fold(text)
    words = [word.strip(".") for word in _WORDS.findall(folded)]
    return all(word in _names() or _MARKS.fullmatch(word) or _short(word) for word in words)


def is_stamp(line: str) -> bool:
    """Return whether a whole line is a date with its year, or in figures: "13.01.2023, 15:20"."""
    return bool(_DATED.search(line)) and is_date(line)


def _short(word: str) -> bool:
    """Return an abbreviation that CLDR spells otherwise ("gen" for gennaio): a prefix of a month or day of three letters or more."""
    return len(word) >= 3 and any(name.startswith(word) for name in _names())
