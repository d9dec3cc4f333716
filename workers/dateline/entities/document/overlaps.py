"""Spans that stand apart from each other."""

from collections.abc import Iterable

from dateline.domain.entities import Span


def without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """Of spans that overlap, the one that begins first, and the longer of those that begin together; of equal ones the first given."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
