"""Whether a few words are a date, in any language that CLDR knows month names of."""

import re
from functools import cache

import regex
from babel import Locale

from workers.fold import fold

LANGUAGES = (
    "ar bg bn cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nb nl pl pt ro ru sk sl"
    " sr sv sw ta th tl tr uk ur vi zh"
).split()
_WORDS = regex.compile(r"[\p{L}\p{M}]+(?:['.-][\p{L}\p{M}]+)*")
_GLUE = {"de", "del", "of", "den", "der", "am", "le", "di", "st", "nd", "rd", "th", "er", "г", "года", "yil", "pada", "hb", "n", "s", "ης", "ம்", "日",
         "月", "年", "일", "월", "년", "电", "電", "ngày", "tháng", "năm"}  # fmt: skip
_MARKS = re.compile(r"[\d\s,./:()|'’年月日号號년월일-]+")


@cache
def _names() -> frozenset[str]:
    """Month and day names of all languages, whole and abbreviated, folded, without their dots."""
    names = set()
    for language in LANGUAGES:
        locale = Locale.parse(language)
        for table in (locale.months, locale.days):
            for context in ("format", "stand-alone"):
                for width in ("wide", "abbreviated"):
                    names |= {fold(name).strip(" .") for name in table[context][width].values()}
    return frozenset(
        names
        | _GLUE
        | {"sept", "tues", "thur", "thurs", "jan", "mac", "ogos", "dis", "agt", "agu", "des", "peb", "nop"}
    )


def is_date(text: str) -> bool:
    """Whether `text` is nothing but a date: digits, month and day names, and what stands between them."""
    if not any(char.isdigit() for char in text) or len(text) > 45:
        return False
    folded = fold(text)
    words = [word.strip(".") for word in _WORDS.findall(folded)]
    return all(word in _names() or _MARKS.fullmatch(word) or _short(word) for word in words)


def _short(word: str) -> bool:
    """An abbreviation that CLDR spells otherwise ("gen" for gennaio): a prefix of a month or day of three letters or more."""
    return len(word) >= 3 and any(name.startswith(word) for name in _names())
