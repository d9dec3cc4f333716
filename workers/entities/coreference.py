"""The document's view of its names: later short forms, one type for one name, acronyms given in brackets."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ahocorasick_rs import MATCHKIND_LEFTMOST_LONGEST, AhoCorasick

from workers.domain.entity import EntityType, Span
from workers.entities.nomenclature import nomenclature
from workers.entities.shape import is_letter, shape
from workers.fold import fold

_GIVEN_ACRONYM = re.compile(r" ?[(（]([^\W\d_]{2,10}|[A-Z][A-Za-z&.-]{1,9})[)）]")
_GENERATION = frozenset(("jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "junior"))
_SHORTEST_PART = 3


def acronyms(text: str, spans: Iterable[Span]) -> dict[str, str]:
    """Acronym → long form, where an organisation's or a country's name has one in brackets behind it."""
    found: dict[str, str] = {}
    for span in spans:
        if span.type is not EntityType.PERSON and (match := _GIVEN_ACRONYM.match(text, span.end)):
            name, short = text[span.start : span.end], match[1]
            if short.isupper() and len(short) < len(name) and fold(short[0]) in fold(name):
                found.setdefault(short, name)
    return found


def short_forms(text: str, spans: Iterable[Span], language: str | None) -> dict[str, str]:
    """Part of a name → the full name of the person who bears it, family names first, of two bearers the first named."""
    lists = nomenclature(language)
    persons = [text[span.start : span.end] for span in spans if span.type is EntityType.PERSON]
    split = [(name, parts) for name in persons if len(parts := _parts(name)) > 1]
    found: dict[str, str] = {}
    for at in (-1, 0):
        for name, parts in split:
            part = parts[at]
            if len(part) >= _SHORTEST_PART and part[0].isupper() and not lists.is_common(part):
                found.setdefault(part, name)
    return found


def _parts(name: str) -> list[str]:
    parts = name.split(" ")
    return parts[:-1] if fold(parts[-1]) in _GENERATION else parts


def consistent(text: str, spans: Sequence[Span], language: str | None) -> list[Span]:
    """The spans with one type for each name, and with the mentions that a name explains."""
    types = _types(text, spans, language)
    kept = [Span(span.start, span.end, types.get(text[span.start : span.end], span.type)) for span in spans]
    return sorted([*kept, *_unseen(text, kept, types)])


def _types(text: str, spans: Sequence[Span], language: str | None) -> dict[str, EntityType]:
    """The type of each name in this document: a bearer's for part of a name, else the most frequent one."""
    votes: dict[str, Counter[EntityType]] = {}
    for span in spans:
        votes.setdefault(text[span.start : span.end], Counter())[span.type] += 1
    types = {name: counter.most_common(1)[0][0] for name, counter in votes.items()}
    for part in short_forms(text, spans, language):
        if types.get(part) is not EntityType.PLACE:
            types[part] = EntityType.PERSON
    for short, name in acronyms(text, spans).items():
        types[short] = types.get(name, EntityType.ORGANISATION)
    return types


def _unseen(text: str, spans: Sequence[Span], types: dict[str, EntityType]) -> Iterator[Span]:
    """Mentions outside the spans of names that the document has elsewhere."""
    names = [name for name in types if len(name) >= _SHORTEST_PART and name[0].isupper() and not name.isupper()]
    if not names:
        return
    kinds, taken = shape(text), bytearray(len(text))
    for span in spans:
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    for index, start, end in AhoCorasick(names, matchkind=MATCHKIND_LEFTMOST_LONGEST).find_matches_as_indexes(text):
        if not any(taken[start:end]) and _is_whole(kinds, start, end) and "\n" not in text[start:end]:
            yield Span(start, end, types[names[index]])


def _is_whole(kinds: str, start: int, end: int) -> bool:
    return not (start and is_letter(kinds[start - 1])) and not (end < len(kinds) and is_letter(kinds[end]))
