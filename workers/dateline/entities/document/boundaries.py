"""Mends the ends of names: no titles, quotes, possessives, and no sentence end inside a person's name."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from dateline.domain.entities import EntityType, Span
from dateline.gazetteer import lexicon
from dateline.gazetteer import matcher as gazetteer
from dateline.gazetteer.entry import EntryType
from dateline.text.fold import fold
from dateline.text.sentence import UNSPACED_STOPS

_OPENING = "\"'“”„«»‘’‚‹›「『《([{*•,;:!?…。，、 "
_CLOSING = '"“”„«»‹›」』》,;:!?…。，、 '
_BRACKETS = {")": "(", "]": "[", "}": "{", "）": "（"}
# As in 's-Hertogenbosch and 't Gooi.
_DUTCH_ARTICLE = re.compile(r"(?<!\w)['’][st][- ](?=[A-Z])")
_POSSESSIVE = re.compile(r"['’`´]s?$")
# The last letters before a stop that ends a sentence, and the capital after it; "St.", "Jr." and initials are shorter.
_SENTENCE_END = re.compile(rf"(?<=[^\W\d_]{{4}})[.!?][\"”»)]?\s+(?=[^\W\d_])|[{UNSPACED_STOPS}]")
_LONGEST_TITLE = 5
# Thai writes forms of address and names as one word; they stay together.
_TITLES_INSIDE = frozenset(("th",))


def normalise_boundaries(text: str, spans: Iterable[Span], language: str | None) -> list[Span]:
    """Return the spans with the ends of the guideline; those of which nothing is left are dropped."""
    parts = (part for span in spans for part in _sentences(text, span, language))
    return [trimmed for part in parts if (trimmed := _trimmed(text, part, language))]


def _sentences(text: str, span: Span, language: str | None) -> Iterator[Span]:
    """Yield a person's name on either side of a sentence end is two names."""
    begin = span.start
    if span.type is EntityType.PERSON:
        for match in _SENTENCE_END.finditer(text, span.start, span.end):
            if not _is_title(text[begin : match.start() + 1].rpartition(" ")[2], language):
                yield Span(begin, match.start(), span.type)
                begin = match.end()
    yield Span(begin, span.end, span.type)


def _trimmed(text: str, span: Span, language: str | None) -> Span | None:
    start, end = span.start, span.end
    while (
        start < end
        and (text[start] in _OPENING or _is_ornament(text[start]))
        and not _DUTCH_ARTICLE.match(text, start, end)
    ):
        start += 1
    if start and _DUTCH_ARTICLE.match(text, start - 1, end):
        start -= 1
    while start < end and (text[end - 1] in _CLOSING or _is_ornament(text[end - 1]) or _is_unopened(text, start, end)):
        end -= 1
    if language == "en" and (match := _POSSESSIVE.search(text, start, end)) and match.start() > start:
        end = match.start()
    if start >= end:
        return None
    if " " not in text[start:end]:
        return Span(start, end, span.type)
    country = _of_country(text, Span(start, end, span.type), language)
    if country.start > start:
        return country
    if span.type is EntityType.PERSON and language not in _TITLES_INSIDE:
        start = _behind_title(text, start, end, language)
    return Span(start, end, span.type)


def _is_ornament(char: str) -> bool:
    """Bullets, arrows, emoji."""
    return not char.isalnum() and unicodedata.category(char) == "So"


def _is_unopened(text: str, start: int, end: int) -> bool:
    opening = _BRACKETS.get(text[end - 1])
    return opening is not None and opening not in text[start:end]


@cache
def _titles(language: str | None) -> frozenset[str]:
    return frozenset(map(fold, lexicon.words("titles.txt", language, separator=" | ")))


@cache
def _groups(language: str | None) -> frozenset[str]:
    return frozenset(map(fold, lexicon.words("cues.txt", language, "group", " | ")))


def _is_title(words: str, language: str | None) -> bool:
    return fold(words) in _titles(language)


def _behind_title(text: str, start: int, end: int, language: str | None) -> int:
    """Return the start of a person's name after the longest title, if a first and a family name are left: "Queen Camilla" is one."""
    titles = _titles(language)
    for title, rest in _cuts(fold(text[start:end])):
        if title in titles and " " in rest and not text[start + len(title) + 1].islower():
            return start + len(title) + 1
    return start


def _of_country(text: str, span: Span, language: str | None) -> Span:
    """Of an office and a country, as in "Menteri Luar Negeri Rusia", the country."""
    titles, groups = _titles(language), _groups(language)
    for before, _ in _cuts(fold(text[span.start : span.end])):
        if before in titles or before in groups:
            begin = span.start + len(before) + 1
            entries = gazetteer.lookup(text[begin : span.end], language)
            if entries and entries[0].type is EntryType.COUNTRY:
                return Span(begin, span.end, EntityType.PLACE)
    return span


def _cuts(name: str) -> Iterator[tuple[str, str]]:
    """Yield a name cut in two before each of its words, the longest first part that may be a title first."""
    words = name.split(" ")
    for count in range(min(_LONGEST_TITLE, len(words) - 1), 0, -1):
        yield " ".join(words[:count]), " ".join(words[count:])
