"""The document's view of its names: which are short for, or forms of, which others, and what each name is."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import product

from dateline.domain.entities import EntityType, Span
from dateline.gazetteer import lexicon
from dateline.gazetteer.inflection import name_stems, persons_take_endings
from dateline.gazetteer.name_lists import name_lists
from dateline.text.fold import fold

_SHORT = r"([^\W\d_]{2,10}|[A-Z][A-Za-z&.-]{1,9})"
_GENERATION = frozenset(("jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "junior"))
_SHORTEST_PART = 3
# Of longer names the first words tell enough; each word has a few stems.
_LONGEST_FORM = 3


@cache
def _behind(language: str | None) -> re.Pattern[str]:
    """Return what introduces a short form: "Bharatiya Janata Party (BJP)", "Bharatiya Janata Party, or BJP,"."""
    either = "|".join(map(re.escape, sorted(lexicon.words("cues.txt", language, "or", " | ")))) or "(?!)"
    return re.compile(rf" ?[(（][\"'“„«]?{_SHORT}[\"'”“»]?[)）]|, (?:{either}) {_SHORT}(?=[,.;])")


def acronyms(text: str, spans: Iterable[Span], language: str | None = None) -> dict[str, str]:
    """Return acronym → long form of the organisations and places that are given both ways, in either order."""
    behind, found = _behind(language), dict[str, str]()
    previous: Span | None = None
    for span in spans:
        if span.type is EntityType.PERSON:
            continue
        name = text[span.start : span.end]
        if (match := behind.match(text, span.end)) and _abbreviates(short := match[1] or match[2], name):
            found.setdefault(short, name)
        if previous and text[previous.end : span.start].strip() in ("(", "（"):
            short = text[previous.start : previous.end]
            if _abbreviates(short, name):
                found.setdefault(short, name)
        previous = span
    return found


def _abbreviates(short: str, name: str) -> bool:
    return short.isupper() and len(short) < len(name) and fold(short[0]) in fold(name)


def parts(name: str) -> list[str]:
    """Return the words of a person's name, without "Jr."."""
    found = name.split(" ")
    return found[:-1] if len(found) > 1 and fold(found[-1]) in _GENERATION else found


def short_forms(text: str, spans: Iterable[Span], language: str | None) -> dict[str, str]:
    """Return part or form of a name → the full name of the person who bears it, family names first, of two bearers the first named."""
    names = dict.fromkeys(text[span.start : span.end] for span in spans if span.type is EntityType.PERSON)
    forms = _forms([name for name in names if len(parts(name)) > 1], language)
    bearers = _bearers(dict.fromkeys(forms.values()), language)
    found = {name: full for name, full in forms.items() if name != full} | bearers
    by_stem = {stem: full for part, full in reversed(bearers.items()) for stem in name_stems(part, language)}
    for name in names:
        if " " not in name and name not in found and (full := _any(by_stem, name_stems(name, language))):
            found[name] = full
    return found


def _any(by_stem: Mapping[str, str], stems: Iterable[str]) -> str | None:
    return next((by_stem[stem] for stem in sorted(stems, key=len, reverse=True) if stem in by_stem), None)


def _forms(names: Sequence[str], language: str | None) -> dict[str, str]:
    """Return each name → the one that it is a form of: the shortest whose words have its words' stems."""
    if not persons_take_endings(language):
        return {name: name for name in names}
    by_words: dict[tuple[str, ...], str] = {}
    found: dict[str, str] = {}
    for name in sorted(names, key=len):
        keys = list(product(*(sorted(name_stems(word, language)) for word in parts(name)[:_LONGEST_FORM])))
        full = next((by_words[key] for key in keys if key in by_words), name)
        found[name] = full
        for key in keys:
            by_words.setdefault(key, full)
    return {name: found[name] for name in names}


def _bearers(names: Iterable[str], language: str | None) -> dict[str, str]:
    lists = name_lists(language)
    split = [(name, words) for name in names if (words := parts(name))]
    found: dict[str, str] = {}
    for at in (-1, 0):
        for name, words in split:
            part = words[at]
            if len(part) >= _SHORTEST_PART and part[0].isupper() and not lists.is_common(part):
                found.setdefault(part, name)
    return found
