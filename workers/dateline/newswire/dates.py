"""Recognises dates, in any language whose month names CLDR has."""

import re
from functools import cache
from importlib.resources import files

import regex

from dateline.text.data_files import section_lines
from dateline.text.fold import fold

_WORDS = regex.compile(r"[\p{L}\p{M}]+(?:['.-][\p{L}\p{M}]+)*")
# Words that stand between the parts of a date, clock words and zones, and Persia's months, which CLDR has elsewhere.
GLUE = frozenset(
    fold(word)
    for word in (
        "a à ab alle am as às at cest cet de del den der di dis edt est et gmt gmt+7 h hb hour hours hrs ist jam kl le m msk n o of om on"
        " ore pada pm pukul pst pdt rd s saat st st. nd the th tr ts uhr um utc wib wit wita"
        " в г года мск о об ч yil 日 月 年 일 월 년 时 時 分 시 분 电 電 ngày tháng năm lúc"
        " ης ம்"
        " فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"
    ).split()
)
EXTRA_MONTHS = {
    fold(name): month
    for month, names in {
        1: "jan; كانون الثاني", 2: "peb; شباط", 3: "mac; آذار", 4: "نيسان", 5: "أيار", 6: "حزيران", 7: "تموز", 8: "ogos; agt; agu; آب",
        9: "sept; أيلول", 10: "تشرين الأول", 11: "nop; تشرين الثاني", 12: "dis; des; كانون الأول",
    }.items()
    for name in names.split("; ")
}  # fmt: skip
"""Month names that CLDR's locales spell otherwise: English and Malay abbreviations, and the months of the Levant."""

_WEEKDAYS = frozenset(("tues", "thur", "thurs"))
_MARKS = re.compile(r"[\d\s,./:()|'’年月日号號년월일时時分시분-]+")

_DATED = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}年|\d{4}년")


@cache
def _names() -> frozenset[str]:
    """Month and day names of all languages, whole and abbreviated, folded, without their dots."""
    lines = section_lines(files("dateline.newswire").joinpath("date-names.txt"))
    names = {fold(name).strip(" .") for _, line in lines for cell in line.split(" | ") for name in cell.split("; ")}
    return frozenset(names | GLUE | _WEEKDAYS | {word for name in EXTRA_MONTHS for word in name.split()})


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
