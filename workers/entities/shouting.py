"""Names in lines of capitals, such as headlines, that the story writes in small letters elsewhere."""

import re
from collections.abc import Iterator, Mapping

from ahocorasick_rs import MATCHKIND_LEFTMOST_LONGEST, AhoCorasick

from workers.domain.entity import EntityType, Span
from workers.entities.shape import LOWER, UPPER, is_letter

_LINE = re.compile(r"[^\n]+")
_FEWEST_CAPITALS = 6


def shouted(text: str, kinds: str, types: Mapping[str, EntityType]) -> Iterator[Span]:
    """Where names of the given types stand in capitals, in lines without small letters."""
    lines = [match for match in _LINE.finditer(kinds) if _is_shouting(match.group())]
    if not lines:
        return
    kinds_of_names = {name.upper(): kind for name, kind in types.items()}
    names = list(kinds_of_names)
    automaton = AhoCorasick(names, matchkind=MATCHKIND_LEFTMOST_LONGEST)
    for line in lines:
        for at, start, stop in automaton.find_matches_as_indexes(text[line.start() : line.end()]):
            span = Span(line.start() + start, line.start() + stop, kinds_of_names[names[at]])
            if _is_alone(kinds, span):
                yield span


def _is_alone(kinds: str, span: Span) -> bool:
    before, behind = kinds[max(0, span.start - 1) : span.start], kinds[span.end : span.end + 1]
    return not any(map(is_letter, before + behind))


def _is_shouting(kinds: str) -> bool:
    return LOWER not in kinds and kinds.count(UPPER) >= _FEWEST_CAPITALS
