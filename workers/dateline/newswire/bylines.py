"""Bylines: recognised, freed of the word for "by", and split into people; their words in every language are in `byline-words.txt`."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from dateline.text.data_files import rows
from dateline.text.fold import fold

_EDGES = " ,;:|/–—-\t\n"
_MOST_NAMES_CHARS, _MOST_WORDS = 150, 20


def without_by(line: str) -> str:
    """Return a byline or credit on one line, without the word for "by"."""
    line = " ".join(line.split()).strip(_EDGES)
    found = _by().match(line)
    # "Von der Leyen" is a name.
    return line[found.end() :] if found and not line[found.end()].islower() else line


def people_of_byline(line: str) -> list[str]:
    """Return the people whom a document's byline names; all of its words if they can't be told apart."""
    line = without_by(line)
    return byline(f"by {line}") or ([line] if line else [])


def byline(line: str) -> list[str] | None:
    """Return the people that a line of wire copy names, which may be none ("By dpa correspondents"); None if it is no byline."""
    found = _line().fullmatch(line.strip())
    if found is None:
        return None
    words = found["names"].replace(",", " ").split()
    if any("correspond" in word.lower() or "korrespond" in word.lower() for word in words):
        return []
    if len(words) > _MOST_WORDS or not all(word[0].isupper() or word in _small() for word in words):
        return None
    return [name for name in split_names(found["names"]) if " " in name and not fold(name).startswith("the ")]


def split_names(names: str) -> list[str]:
    """Split names at commas, slashes and words for "and". "Ortega y Gasset" is split, too: half of it is one word, and so no name."""
    return [name.strip() for name in _between().split(names)]


class Agencies:
    """The agencies that a document names: an author of the same name is no person."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(name.casefold() for name in names)

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._names


@cache
def _words(*roles: str) -> tuple[str, ...]:
    listed = rows(files("dateline.newswire").joinpath("byline-words.txt"))
    return tuple(dict.fromkeys(word for role, *words in listed if role in roles for word in words))


@cache
def _by() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_words('by'))})\s+(?=\S)", re.I)


@cache
def _line() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_words('by', 'by or name'))}) (?P<names>\S.{{2,{_MOST_NAMES_CHARS}}})", re.I)


@cache
def _between() -> re.Pattern[str]:
    words = "|".join(_words("and"))
    return re.compile(rf"\s*[,;/&،、]\s*(?:(?:{words}) )?|\s+(?:{words}|&)\s+")


@cache
def _small() -> frozenset[str]:
    """Words in small letters that a byline may contain beside names; "dpa" writes itself so."""
    return frozenset((*_words("and", "small"), "dpa"))
