"""Datelines: place, date and agency that open a wire story, in the forms that agencies give them (AP and dpa style books)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

import regex

from dateline.newswire.agencies import agencies, forms
from dateline.newswire.agencies import agency as agency_name
from dateline.newswire.dates import is_date
from dateline.text.sentence import CLOSING, ends_sentence

# A dateline with two cities, a date and an agency stays within this.
_LONGEST = 120
# Shorter words in capitals are initials: "Q:", "TV -", "NATO -".
_SHORTEST_CAPITALS = 5

_WORD = r"\p{Lu}[\p{L}\p{M}'’.-]*|\p{Lo}[\p{Lo}\p{M}]*"
_NAME = rf"(?:{_WORD})(?: (?:de|del|di|da|do|dos|la|las|el|los|al|of|am|an der|sur|upon|le|{_WORD})){{0,4}}"
_PLACE = rf"(?P<place>{_NAME}(?:(?:, |/| / | - |-| and | und | y | et ){_NAME}){{0,2}}?)"
_DATE = r"(?P<date>(?=[^()\[\]/]{0,38}\d)[^()\[\]/]{2,40}?)"
_DASH = r"(?:\s*[-–—―]{1,3}(?=\s|\p{L}|[\"“«„]))"
_END = rf"(?:{_DASH}|\s?[.,:]\s?{_DASH}|[:.])"


@dataclass(frozen=True, slots=True)
class Found:
    """A dateline at the beginning of a line: its parts and how many code points it takes."""

    place: str | None
    date: str | None
    agency: str | None
    length: int


class _Proof(Enum):
    """Conditions on a dateline form besides its shape."""

    SHAPE = "nothing: it names a known agency"
    CAPITALS = "a place in capitals, or a known one"
    PLACE = "a known place"


@dataclass(frozen=True, slots=True)
class _Form:
    pattern: "regex.Pattern[str]"
    proof: _Proof


@cache
def _forms() -> tuple[_Form, ...]:
    known = "|".join(regex.escape(form) for form in forms())
    agency = rf"(?P<agency>(?P<known>(?i:{known}))(?:(?:/| ?[,/] ?)(?:(?&known)|[\w.]{{2,12}})){{0,3}})"
    bracketed = rf"[(\[/]\s?{agency}\s?[)\]/]"
    some_agency = r"[(\[]\s?(?P<agency>\p{Lu}[\p{Lu}\d/ -]{1,18}|[\w.]{2,20}\.(?:com|co\.id|net|id|in|org))\s?[)\]]"
    sure = [
        # STOCKHOLM, Aug 29, 2014 (AFP) -    BEIRUT (Reuters) —    Tegucigalpa, 2 ene (EFE).-    МОСКВА, 3 марта. /ТАСС/.
        rf"{_PLACE}(?:[,.]? {_DATE})?[,.]? ?{bracketed}(?:{_END}| ?=)?",
        # (ANSA) - ROMA, 12 GEN -
        rf"{bracketed} ?[-–—]+ ?{_PLACE}(?:, {_DATE})? ?[-–—]+",
        # JAKARTA, KOMPAS.com -    МОСКВА, 3 мар - РИА Новости.    TEMPO.CO, Jakarta -
        rf"{_PLACE}(?:, {_DATE})?(?:,| [-–—]) {agency}\s?(?:{_DASH}|\.)",
        rf"{agency}, {_PLACE}(?:, {_DATE})?{_DASH}",
        # Москва. 17 марта. INTERFAX.RU -    (CNN) —
        rf"{_PLACE}\. {_DATE}\. ?{agency}\s?(?:{_DASH}|\.)",
        rf"\({agency}\){_DASH}",
        # 新华社北京3月3日电（记者…）    中新网3月3日电    （中央社記者王小明台北3日電）
        r"(?P<agency>新华社|新華社|中新社|中新网|中新網|人民网|央视网|法新社|路透社|美联社|韩联社)"
        r"(?P<place>\p{Han}{2,8}?)?(?P<date>(?:\d{1,2}月)?\d{1,2}日)[电電讯訊](?:\s?[（(](?:记者|記者|总台|作者)[^）)]{1,40}[）)])?",
        r"[（(](?P<agency>中央社)(?:記者|记者)?\p{Han}{0,8}?(?P<place>\p{Han}{2,4})(?P<date>\d{1,2}日)(?:綜合外電報導|专?電|电|訊)[）)]",
        # 【北京共同】    【ワシントン時事】    ［ロンドン　３日　ロイター］ -    【ソウル聯合ニュース】
        r"[【［\[(（](?P<place>[\p{Katakana}ー・\p{Han}=＝、]{2,16}?)[\s＝=]*(?P<date>\d{1,2}日)?[\s＝=]*"
        r"(?P<agency>共同|時事|ロイター|AFP＝時事|AFP|AP|聯合ニュース|新華社)[^】］\])）]{0,12}[】］\])）](?:\s*[-–—])?",
        # (서울=연합뉴스) 홍길동 기자 =    [서울=뉴시스]
        r"[(\[](?P<place>[\p{Hangul}·]{2,12})\s?=\s?(?P<agency>[\p{Hangul}\w]{2,10})[)\]](?:\s?[\p{Hangul}\s·]{2,20}(?:기자|특파원)\s?=)?",
    ]
    likely = [
        # ROMA (ITALPRESS) -
        rf"{_PLACE}(?:, {_DATE})?,? {some_agency}{_END}",
        # LONDON, March 3 -    ISTANBUL, 3 Mart.
        rf"{_PLACE}, {_DATE}{_END}",
        # NEW YORK —
        rf"{_PLACE}{_DASH}",
    ]
    # New Delhi:    मुंबई।
    placed = [rf"{_PLACE}\s?[:।]"]
    proofs = [(sure, _Proof.SHAPE), (likely, _Proof.CAPITALS), (placed, _Proof.PLACE)]
    opening = r"[\s\"(]{0,2}"
    return tuple(_Form(regex.compile(rf"{opening}{form}\s*"), proof) for shapes, proof in proofs for form in shapes)


def find_dateline(line: str, is_place: Callable[[str], bool]) -> Found | None:
    """Return the dateline that opens the line, if one does; a place alone opens a sentence or stands alone, else it is a headline's."""
    found = next(_readings(line[:_LONGEST], is_place), None)
    if found is None or found.agency or found.date:
        return found
    rest = line[found.length :]
    return found if not rest.strip(CLOSING) or ends_sentence(rest) else None


def _readings(start: str, is_place: Callable[[str], bool]) -> Iterator[Found]:
    for form in _forms():
        match = form.pattern.match(start)
        if match is None:
            continue
        groups = match.groupdict()
        place, date = groups.get("place"), groups.get("date")
        if date is not None and not is_date(date):
            continue
        if place is not None and not _proven(form.proof, place, is_place):
            continue
        agency = groups.get("agency")
        yield Found(
            place, date and date.strip(" ,."), (agencies(agency) or (agency,))[0] if agency else None, match.end()
        )


def _proven(proof: _Proof, place: str, is_place: Callable[[str], bool]) -> bool:
    """Return whether the form's proof is there; a place is known if it, or the city before its comma, is."""
    if proof is _Proof.SHAPE or is_place(place) or is_place(regex.split(r"[,/]", place)[0]):
        return True
    return (
        proof is _Proof.CAPITALS and place.isupper() and len(place) >= _SHORTEST_CAPITALS and agency_name(place) is None
    )
