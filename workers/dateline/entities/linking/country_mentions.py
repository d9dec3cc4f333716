"""Counts the countries that a story mentions."""

from collections import Counter
from collections.abc import Iterable, Mapping

from dateline.domain.entities import CountryMentions
from dateline.gazetteer.place import Level, Place


def country_mentions(mentioned: Iterable[Place], demonyms: Mapping[str, int]) -> tuple[CountryMentions, ...]:
    """Return the countries of all mentioned places and of the words for their people and things, the most mentioned first."""
    named: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for place in mentioned:
        if place.country is not None:
            (named if place.level is Level.COUNTRY else inside)[place.country] += 1
    counts = named + inside + Counter(demonyms)
    most = max(counts.values(), default=0)
    return tuple(
        CountryMentions(code, named[code], inside[code], demonyms.get(code, 0), count == most)
        for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )
