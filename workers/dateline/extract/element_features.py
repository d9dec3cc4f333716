"""Features of elements: tag, class, id, role and style as bits of one number."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick

from dateline.text.data_files import section_lines

_TAGS = (
    "article main aside nav footer header figure form ul ol table blockquote button dl section figcaption li p h1 h2 h3 h4 h5 h6 div td"
    " dd pre address details label body"
).split()
_ATTRIBUTE = re.compile(r'(?:^| )(class|id|itemprop|role|data-testid|data-component|aria-label|style|hidden)="([^"]*)"')
_NUMBER = re.compile(r"\d+")
_ASIDE_ROLES = frozenset(("navigation", "complementary", "banner", "contentinfo", "search", "dialog"))
_STORY_ROLES = frozenset(("main", "article"))
# Longer lists of classes are machine-made.
_LONGEST = 300
# Elements whose attributes are remembered, some 400 bytes each: those of 25 pages, since pages of a source have the same ones.
_REMEMBERED = 8192


@cache
def kinds() -> dict[str, list[str]]:
    """Return the kinds of class words, each with its words (`class-words.txt`)."""
    return _sections("class-words.txt")


@dataclass(frozen=True, slots=True)
class _Never:
    """Names of containers that never contain a story (`never-story.txt`)."""

    names: frozenset[str]
    prefixes: tuple[str, ...]
    roles: frozenset[str]

    def holds(self, names: list[str]) -> bool:
        """Return whether one of an element's classes or its id says so."""
        return not self.names.isdisjoint(names) or any(name.startswith(self.prefixes) for name in names)


@cache
def _never() -> _Never:
    found = _sections("never-story.txt")
    return _Never(frozenset(found["name"]), tuple(found["prefix"]), frozenset(found["role"]))


def _sections(file: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for section, line in section_lines(files("dateline.extract").joinpath(file)):
        found.setdefault(section, []).extend(line.split())
    return found


@cache
def names() -> tuple[str, ...]:
    """Return what each bit stands for: a tag, a kind of class word, or one of five marks."""
    return (*_TAGS, *(f"word:{kind}" for kind in kinds()), "itemprop", "role:story", "role:aside", "hidden", "never")


@cache
def bit(name: str) -> int:
    """Return the number with this one bit."""
    return 1 << names().index(name)


class ElementFeatures:
    """The marks of elements and what tells them from others, each tag with its attributes looked at once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[int, int]] = {}
        self._signatures: dict[tuple[str, str], int] = {}

    def read(self, tag: str, attributes: str) -> tuple[int, int]:
        """Return bits, and a number that elements of the same tag and classes share."""
        found = self._known.get((tag, attributes))
        if found is None:
            bits, classes = _read(attributes) if attributes else (0, "")
            bits |= _tag_bits().get(tag, 0)
            signature = self._signatures.setdefault((tag, classes), len(self._signatures))
            found = self._known[tag, attributes] = (bits, signature)
        return found


@cache
def _tag_bits() -> dict[str, int]:
    return {tag: bit(tag) for tag in _TAGS}


@lru_cache(_REMEMBERED)
def _read(attributes: str) -> tuple[int, str]:
    """Return the bits of an element's attributes, and its classes and id with numbers made alike."""
    bits, classes = 0, ""
    for name, value in _ATTRIBUTE.findall(attributes):
        match name:
            case "role":
                bits |= (
                    bit("role:story") if value in _STORY_ROLES else bit("role:aside") if value in _ASIDE_ROLES else 0
                )
                bits |= bit("never") if value in _never().roles else 0
            case "style":
                bits |= bit("hidden") if "display:none" in value.replace(" ", "") else 0
            case "hidden":
                bits |= bit("hidden")
            case _:
                bits |= bit("itemprop") if "articleBody" in value else 0
                if name in {"class", "id"} and _never().holds(value.lower().split()):
                    bits |= bit("never")
                classes += " " + value
    classes = classes[:_LONGEST]
    return bits | (_words().bits(classes.lower()) if classes else 0), _NUMBER.sub("0", classes)


class _Words:
    """All class words in one automaton."""

    def __init__(self) -> None:
        pairs = [(word, bit(f"word:{kind}")) for kind, found in kinds().items() for word in found]
        self._bits = [bits for _, bits in pairs]
        self._alone = [word.startswith("=") for word, _ in pairs]
        self._automaton = AhoCorasick([word.removeprefix("=") for word, _ in pairs])

    def bits(self, classes: str) -> int:
        """Return the bits of the words that stand in the names."""
        bits = 0
        for word, start, end in self._automaton.find_matches_as_indexes(classes, overlapping=True):
            if not self._alone[word] or not (classes[start - 1].isalpha() or classes[end : end + 1].isalpha()):
                bits |= self._bits[word]
        return bits


@cache
def _words() -> _Words:
    return _Words()
