"""Toponym resolution: the place that each place name of a story stands for."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from dateline.domain.entities import EntityType, Span
from dateline.entities.linking.candidates import disambiguate, find_candidates, prominent
from dateline.gazetteer.place import Level, Place

# What stands between a place and the one it lies in: "London, Ontario", "Tripoli (Libya)".
_WITHIN = re.compile(r"(?:[,،，] ?| ?[(（])")
# And what between places of a list: "Florida, New York and Illinois".
_AMONG = re.compile(r"[,،，] (?:[^\W\d_]{1,3} )?| [^\W\d_]{1,3} ")
_FEWEST_BESIDE = 2


def resolve(
    text: str, spans: Sequence[Span], language: str | None, country_prior: Mapping[str, int]
) -> dict[str, Place]:
    """Resolve the place names of a text: name → place, one sense per document.

    `country_prior` says how often the story speaks of a country otherwise (ISO 3166-1 alpha-2). A name is decided by the place
    that the text says it lies in, else by the states that it is listed with, else by the countries that the story speaks of, else by
    population.
    """
    named = [span for span in spans if span.type is EntityType.PLACE]
    times = Counter(text[span.start : span.end] for span in named)
    found = {name: qualified_candidates(name, language) for name in times}
    decided = _states_among_states(text, named, found) | _apposed(text, named, found)
    spoken = Counter(country_prior)
    for name, candidates in found.items():
        countries = {place.country for place in prominent(candidates)}
        if len(countries) == 1 and (only := countries.pop()):
            spoken[only] += times[name]
    for name, candidates in found.items():
        if name not in decided and (place := disambiguate(candidates, spoken)):
            decided[name] = place
    return decided


def qualified_candidates(name: str, language: str | None) -> Sequence[Place]:
    """Return the candidates of a name that may itself say what it lies in: "LONDON, Ontario"."""
    if found := find_candidates(name, language):
        return found
    inner, comma, outer = name.partition(", ")
    return (
        [place for place, _ in _pairs(find_candidates(inner, language), find_candidates(outer, language))]
        if comma
        else []
    )


def _pairs(inner: Sequence[Place], outer: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    """Yield (place, containing place), the likeliest first."""
    for place in sorted(inner, key=lambda one: -one.weight):
        yield from ((place, holder) for holder in outer if holder.holds(place))


def _apposed(text: str, spans: Sequence[Span], found: Mapping[str, Sequence[Place]]) -> dict[str, Place]:
    """Resolve names that are followed by the place that contains them ("London, Ontario"), and that place."""
    decided: dict[str, Place] = {}
    for span, following in itertools.pairwise(spans):
        if _WITHIN.fullmatch(text, span.end, following.start):
            name, holder = text[span.start : span.end], text[following.start : following.end]
            for pair in _pairs(found[name], found[holder]):
                decided.setdefault(name, pair[0])
                decided.setdefault(holder, pair[1])
                break
    return decided


def _states_among_states(text: str, spans: Sequence[Span], found: Mapping[str, Sequence[Place]]) -> dict[str, Place]:
    """Resolve names of both a city and a state to the state in a list whose other names are states of one country."""
    decided: dict[str, Place] = {}
    for names in _lists(text, spans):
        states = {name: states for name in names if (states := [p for p in found[name] if p.level is Level.DIVISION])}
        sure = {name for name in states if all(place.level is Level.DIVISION for place in prominent(found[name]))}
        countries = {place.country for name in sure for place in prominent(found[name])}
        if len(countries) == 1 and len(sure) >= _FEWEST_BESIDE and len(states) == len(names):
            decided |= {name: place for name in names for place in states[name] if place.country in countries}
    return decided


def _lists(text: str, spans: Sequence[Span]) -> Iterator[list[str]]:
    """Yield runs of names that are enumerated."""
    row: list[Span] = []
    for span in spans:
        if row and not _AMONG.fullmatch(text, row[-1].end, span.start):
            yield [text[each.start : each.end] for each in row]
            row = []
        row.append(span)
    yield [text[each.start : each.end] for each in row]
