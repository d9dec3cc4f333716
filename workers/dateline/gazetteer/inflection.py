"""Endings of case that names take in many languages, so that "Россией" and "Helsingissä" are found."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from dateline.gazetteer import lexicon
from dateline.gazetteer.entry import GazetteerEntry, Named

# The longest ending a name takes; adjectives and demonyms are written in lower case in these languages.
_ENDINGS = {"ru": 3, "uk": 3, "be": 3, "bg": 3, "sr": 3, "hr": 3, "bs": 3, "sl": 3, "mk": 3, "sk": 3, "cs": 3, "pl": 4}
_ENDINGS |= {"ro": 3, "hu": 5, "fi": 5, "et": 4, "lt": 4, "lv": 3}
_GENITIVE = frozenset(("de", "nl", "sv", "da", "nb", "nn", "no"))
# Behind "ск" these make an adjective of a city's name: "Витебскую губернию".
_ADJECTIVAL = frozenset("ой ую ая ое ий ие их им ими ого ому".split())
_VOWELS = frozenset("аяоьйиыеaeoyiuíěă")
_SHORTEST_STEM = 4


@cache
def inflects(language: str | None) -> bool:
    """Return whether names take endings of case in a language."""
    return language in _ENDINGS


@cache
def takes_endings(language: str | None) -> bool:
    """Return whether anything may follow a name in the same word."""
    return language in _ENDINGS or language in _GENITIVE


def longest_ending(language: str | None, ending: str) -> int:
    """Return how long the ending of a name may be; -1 if `ending` is none."""
    if language in _GENITIVE:
        return 1 if ending == "s" else -1
    return _ENDINGS.get(language or "", -1)


def is_adjective(word: str, ending: int) -> bool:
    """Return whether a name's ending, from that place on, makes an adjective of it."""
    return word[:ending].endswith("ск") and word[ending:] in _ADJECTIVAL


def stems(entries: Iterable[Named]) -> Iterator[Named]:
    """Yield the folded stems of the names that lose their last vowel before an ending: "росси", "americ"."""
    made: dict[int, tuple[GazetteerEntry] | None] = {}
    for name, alone in entries:
        if name[-1] in _VOWELS and len(name) > _SHORTEST_STEM:
            if id(alone) not in made:
                made[id(alone)] = _stem(*alone)
            if stem := made[id(alone)]:
                yield name[:-1], stem


def _stem(entry: GazetteerEntry) -> tuple[GazetteerEntry] | None:
    """Return the entry of a stem; None if no language that knows the name has endings of case."""
    inflecting = frozenset(_ENDINGS)
    languages = entry.languages & inflecting if entry.languages else inflecting
    return (replace(entry, languages=languages, stem=True),) if languages and entry.exact is None else None


def bases(word: str, language: str | None) -> tuple[str, ...]:
    """Return the word and what it may be without its ending, for a look-up in a list of names."""
    if not inflects(language) or len(word) < _SHORTEST_STEM:
        return (word,)
    last = "й" if word[-1] > "\u0400" else "a"
    return (word, word[:-1], word[:-2], word[:-3], word[:-1] + last, word[:-1] + ("а" if last == "й" else "o"))


def name_stems(word: str, language: str | None) -> frozenset[str]:
    """Return the word and what is left of it without an ending of case; words that share one are forms of one name."""
    endings, longest = _name_endings(language)
    longest = min(longest, len(word) - _SHORTEST_STEM)
    return frozenset((word, *(word[:-size] for size in range(1, longest + 1) if word[-size:] in endings)))


def persons_take_endings(language: str | None) -> bool:
    """Return whether persons' names take endings of case in a language."""
    return _name_endings(language)[1] > 0


@cache
def _name_endings(language: str | None) -> tuple[frozenset[str], int]:
    endings = lexicon.words("name-endings.txt", language) if language else frozenset[str]()
    return endings, max(map(len, endings), default=0)
