"""The network's classes, and spans decoded from their probabilities."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from dateline.domain.entities import EntityType, Span

# Class 0 is outside; then B and I of each type. Miscellaneous names have classes of their own in order to be left out.
TYPES = ("PER", "ORG", "LOC", "MISC")
CLASSES = 1 + 2 * len(TYPES)
KEPT = 1 + 2 * 3
NO_NAME = (0, *range(KEPT, CLASSES))
_ENTITY_TYPES = (EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE)


def classes(spans: Sequence[tuple[int, int]], named: Sequence[tuple[int, int, str]]) -> list[int]:
    """Return the class of each token of a text in which names (start, end, type) are annotated."""
    found, names = [], iter(sorted(named))
    name, is_first = next(names, None), True
    for start, _ in spans:
        while name and start >= name[1]:
            name, is_first = next(names, None), True
        if name and start >= name[0]:
            found.append(1 + 2 * TYPES.index(name[2]) + (not is_first))
            is_first = False
        else:
            found.append(0)
    return found


def decode(probabilities: NDArray[np.float32]) -> Iterator[tuple[int, int, int]]:
    """Yield (first token, token after, type) of each name in class probabilities, (tokens, classes).

    A name begins at a token whose most likely class is a B, or is an I after outside; its type is the most likely one over its tokens.
    """
    kept = probabilities[:, :KEPT].copy()
    kept[:, 0] += probabilities[:, KEPT:].sum(axis=1)
    best = kept.argmax(axis=1)
    inside = np.flatnonzero(best)
    if not len(inside):
        return
    is_first = best[inside] % 2 == 1
    is_first[0] = True
    is_first[1:] |= np.diff(inside) > 1
    starts = np.flatnonzero(is_first)
    by_type = np.add.reduceat(kept[inside][:, 1::2] + kept[inside][:, 2::2], starts)
    ends = np.append(starts[1:], len(inside)) - 1
    yield from zip(inside[starts].tolist(), (inside[ends] + 1).tolist(), by_type.argmax(axis=1).tolist(), strict=True)


def span(start: int, end: int, kind: int) -> Span:
    """Create a span of a type as `decode` yields it."""
    return Span(start, end, _ENTITY_TYPES[kind])
