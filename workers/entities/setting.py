"""Where a story plays: the place that each of its place names stands for."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from workers.domain.entity import EntityType, Span
from workers.entities.namesakes import eminent, meant, namesakes
from workers.entities.place import Place

# What stands between a place and the one it lies in: "London, Ontario", "Tripoli (Libya)".
_WITHIN = re.compile(r"(?:[,،，] ?| ?[(（])")


def places(text: str, spans: Sequence[Span], language: str | None, spoken_of: Mapping[str, int]) -> dict[str, Place]:
    """Name → place for the place names of a text, one place for a name all through.

    `spoken_of` says how often the story speaks of a country otherwise (ISO 3166-1 alpha-2). A name is decided by the place
    that the text says it lies in, else by the countries that the story speaks of, else by population.
    """
    named = [span for span in spans if span.type is EntityType.PLACE]
    times = Counter(text[span.start : span.end] for span in named)
    found = {name: known_as(name, language) for name in times}
    decided = _apposed(text, named, found)
    spoken = Counter(spoken_of)
    for name, candidates in found.items():
        countries = {place.country for place in eminent(candidates)}
        if len(countries) == 1 and (only := countries.pop()):
            spoken[only] += times[name]
    for name, candidates in found.items():
        if name not in decided and (place := meant(candidates, spoken)):
            decided[name] = place
    return decided


def known_as(name: str, language: str | None) -> Sequence[Place]:
    """The places of a name, which may itself say what it lies in: "LONDON, Ontario"."""
    if found := namesakes(name, language):
        return found
    inner, comma, outer = name.partition(", ")
    return [place for place, _ in _pairs(namesakes(inner, language), namesakes(outer, language))] if comma else []


def _pairs(inner: Sequence[Place], outer: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    """Places with what holds them, the likeliest first."""
    for place in sorted(inner, key=lambda one: -one.weight):
        yield from ((place, holder) for holder in outer if holder.holds(place))


def _apposed(text: str, spans: Sequence[Span], found: Mapping[str, Sequence[Place]]) -> dict[str, Place]:
    """The places that the text itself explains by the name behind theirs, and those that explain them."""
    decided: dict[str, Place] = {}
    for span, following in itertools.pairwise(spans):
        if _WITHIN.fullmatch(text, span.end, following.start):
            name, holder = text[span.start : span.end], text[following.start : following.end]
            for pair in _pairs(found[name], found[holder]):
                decided.setdefault(name, pair[0])
                decided.setdefault(holder, pair[1])
                break
    return decided
