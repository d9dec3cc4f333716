"""One type for one name in a story, and the mentions that its other names explain."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ahocorasick_rs import MATCHKIND_LEFTMOST_LONGEST, AhoCorasick

from dateline.domain.entities import EntityType, Span
from dateline.entities.document.coreference import acronyms, short_forms
from dateline.entities.rules.capitalised_runs import opens_sentence
from dateline.gazetteer import lexicon
from dateline.gazetteer.inflection import name_stems
from dateline.gazetteer.name_lists import NameLists, name_lists
from dateline.text.word_shape import LOWER, UPPER, is_letter, shape

_LINE = re.compile(r"[^\n]+")
_FEWEST_CAPITALS = 6


def find_in_all_caps(text: str, text_shape: str, types: Mapping[str, EntityType]) -> Iterator[Span]:
    """Return the places of names of these types in all-caps lines."""
    lines = [match for match in _LINE.finditer(text_shape) if _is_shouting(match.group())]
    if not lines:
        return
    type_by_name = {name.upper(): kind for name, kind in types.items()}
    names = list(type_by_name)
    automaton = AhoCorasick(names, matchkind=MATCHKIND_LEFTMOST_LONGEST)
    for line in lines:
        for at, start, stop in automaton.find_matches_as_indexes(text[line.start() : line.end()]):
            span = Span(line.start() + start, line.start() + stop, type_by_name[names[at]])
            if _is_alone(text_shape, span):
                yield span


def _is_alone(text_shape: str, span: Span) -> bool:
    before, behind = text_shape[max(0, span.start - 1) : span.start], text_shape[span.end : span.end + 1]
    return not any(map(is_letter, before + behind))


def _is_shouting(text_shape: str) -> bool:
    return LOWER not in text_shape and text_shape.count(UPPER) >= _FEWEST_CAPITALS


# So many times the votes of another type change the type of a name's mention.
_OUTVOTED = 2
_SHORTEST_NAME = 3
_SEEN_OFTEN = 2
_LONGEST_ENDING = 5
_LONGEST_ADDRESS = 12
_JOINING = frozenset("-‐‑–@#/_&")
# "Mr." before a name speaks for a person as loud as so many mentions.
_ADDRESSED = 2


def unify_types(text: str, spans: Sequence[Span], language: str | None) -> list[Span]:
    """Return the spans with one type for each name, and with the mentions that a name explains."""
    shorts = short_forms(text, spans, language)
    votes = _votes(text, spans, language)
    types = _types(votes, shorts | acronyms(text, spans, language))
    kept = [Span(span.start, span.end, types.get(text[span.start : span.end], span.type)) for span in spans]
    sure = _sure(votes, types, shorts, name_lists(language))
    return sorted([*kept, *_unseen(text, kept, sure, language)])


def _votes(text: str, spans: Sequence[Span], language: str | None) -> dict[str, Counter[EntityType]]:
    """Return how often each name is of each type, a form of address before it counted for a person."""
    votes: dict[str, Counter[EntityType]] = {}
    addresses = lexicon.words("cues.txt", language, "address", " | ")
    for span in spans:
        own = votes.setdefault(text[span.start : span.end], Counter())
        own[span.type] += 1
        if text[max(0, span.start - _LONGEST_ADDRESS) : span.start].rstrip().rpartition(" ")[2] in addresses:
            own[EntityType.PERSON] += _ADDRESSED
    return votes


def _types(votes: Mapping[str, Counter[EntityType]], shorts: Mapping[str, str]) -> dict[str, EntityType]:
    """Return the types of names on which the story is agreed, or nearly; the votes of its long form count for a short one."""
    types = {}
    for name, own in votes.items():
        together = own + votes.get(shorts.get(name, ""), Counter())
        (best, most), *others = together.most_common()
        if not others or most >= _OUTVOTED * others[0][1]:
            types[name] = best
    return types


def _sure(
    votes: Mapping[str, Counter[EntityType]],
    types: Mapping[str, EntityType],
    shorts: Mapping[str, str],
    lists: NameLists,
) -> dict[str, EntityType]:
    """Return names that are meant wherever they stand: of more than one word, of a person, or seen often."""
    found = {
        name: kind
        for name, kind in types.items()
        if " " in name or sum(votes.get(name, Counter()).values()) >= _SEEN_OFTEN or (len(name) > 1 and name.isupper())
    }
    found |= {part: EntityType.PERSON for part in shorts if types.get(part, EntityType.PERSON) is EntityType.PERSON}
    return {
        name: kind
        for name, kind in found.items()
        if len(name) >= _SHORTEST_NAME and name[0].isupper() and not lists.is_common(name)
    }


def _unseen(text: str, spans: Sequence[Span], types: Mapping[str, EntityType], language: str | None) -> Iterator[Span]:
    """Yield mentions outside the spans of names that the document has elsewhere, those of persons in any case, all of them in headlines of
    capitals.
    """
    if not types:
        return
    persons = (name for name, kind in types.items() if kind is EntityType.PERSON and " " not in name)
    lists = name_lists(language)
    known = dict(types) | {stem: EntityType.PERSON for name in persons for stem in name_stems(name, language)}
    names = list(known)
    text_shape, taken = shape(text), bytearray(len(text))
    for span in spans:
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    for index, start, stop in AhoCorasick(names, matchkind=MATCHKIND_LEFTMOST_LONGEST).find_matches_as_indexes(text):
        name = names[index]
        end = _form_end(text_shape, stop)
        kind = types.get(name) if end == stop else _kind_of_form(text[start:end], known, language)
        if (
            kind
            and not any(taken[start:end])
            and "\n" not in text[start:end]
            and _is_whole(text, text_shape, start, end, lists)
        ):
            yield Span(start, end, kind)
    yield from (span for span in find_in_all_caps(text, text_shape, types) if not any(taken[span.start : span.end]))


def _form_end(text_shape: str, stop: int) -> int:
    """Return the end of a word that begins with a name: after its case ending, else where the name ends."""
    end = stop
    while end < len(text_shape) and end - stop <= _LONGEST_ENDING and text_shape[end] == LOWER:
        end += 1
    return end


def _kind_of_form(word: str, known: Mapping[str, EntityType], language: str | None) -> EntityType | None:
    is_person = any(known.get(stem) is EntityType.PERSON for stem in name_stems(word, language))
    return EntityType.PERSON if is_person else None


def _is_whole(text: str, text_shape: str, start: int, end: int, lists: NameLists) -> bool:
    """Return whether a name stands there alone, and is no part of a word or of a longer name."""
    if start and (is_letter(text_shape[start - 1]) or text[start - 1] in _JOINING):
        return False
    if end < len(text) and (
        is_letter(text_shape[end]) or (text[end] in _JOINING and text_shape[end + 1 : end + 2].isalnum())
    ):
        return False
    return not text_shape.startswith(" A", end) and not _goes_on(text, text_shape, start, lists)


def _goes_on(text: str, text_shape: str, start: int, lists: NameLists) -> bool:
    """Return whether a capitalised word right before belongs to the name: a first name, or one that no sentence begins with."""
    if start < 2 or text_shape[start - 1] != " " or not is_letter(text_shape[start - 2]):
        return False
    begin = start - 1
    while begin and is_letter(text_shape[begin - 1]):
        begin -= 1
    word = text[begin : start - 1]
    if text_shape[begin] != UPPER or lists.is_common(word):
        return False
    return lists.is_given(word) or not opens_sentence(text_shape, begin)
