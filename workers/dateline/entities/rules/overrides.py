"""Gazetteer overrides: names of countries and well-known organisations, which lists know better than a tagger that reads context."""

import re
from collections.abc import Container, Iterable, Sequence

from dateline.domain.entities import EntityType, Span
from dateline.gazetteer.entry import EntryType, Hit

# "and" has at the most so many letters in a language that writes it by itself.
_JOIN = re.compile(r", | \w{1,4} |[、和]")
_LONGEST_JOIN = 6
_SURE = frozenset((EntryType.COUNTRY, EntryType.ORGANISATION))


def with_listed(text: str, spans: Iterable[Span], hits: Sequence[Hit]) -> list[Span]:
    """Return the spans, those of a listed country or organisation with the list's type, and listed names that none of them touches.

    Added are acronyms of organisations ("G20"), a language's own short forms of countries ("AS"), and countries after a title
    ("Menteri Luar Negeri Jepang") or joined to another country ("AS dan Tiongkok"); elsewhere a name may be an adjective or part of something else.
    """
    by_place = {(hit.start, hit.end): hit for hit in hits if hit.entry.type in _SURE}
    found = []
    for span in spans:
        hit = by_place.get((span.start, span.end))
        is_retyped = hit is not None and span.type is not EntityType.PERSON
        found.append(Span(span.start, span.end, hit.entry.type.entity_type) if hit and is_retyped else span)
    taken = bytearray(len(text) + 1)
    for span in found:
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    countries = [span for span in found if _is_country(by_place.get((span.start, span.end)))]
    starts, ends = {span.start for span in countries}, {span.end for span in countries}
    titles = {hit.end + 1 for hit in hits if hit.entry.type is EntryType.TITLE}
    found += [
        Span(hit.start, hit.end, hit.entry.type.entity_type)
        for hit in by_place.values()
        if not any(taken[hit.start : hit.end]) and (_stands_alone(hit, titles) or _is_joined(text, hit, starts, ends))
    ]
    return sorted(found)


def _stands_alone(hit: Hit, titles: Container[int]) -> bool:
    entry = hit.entry
    if entry.exact is not None:
        return entry.type is EntryType.ORGANISATION or bool(entry.languages)
    return entry.type is EntryType.COUNTRY and hit.start in titles


def _is_country(hit: Hit | None) -> bool:
    return hit is not None and hit.entry.type is EntryType.COUNTRY


def _is_joined(text: str, hit: Hit, starts: Container[int], ends: Container[int]) -> bool:
    """Return whether only a comma or a short word stands between a country and another one, which starts or ends there."""
    return _is_country(hit) and any(
        (hit.start - far in ends and _JOIN.fullmatch(text, hit.start - far, hit.start))
        or (hit.end + far in starts and _JOIN.fullmatch(text, hit.end, hit.end + far))
        for far in range(1, _LONGEST_JOIN + 1)
    )
