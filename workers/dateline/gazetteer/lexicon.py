"""Reads the word lists under `data/`: comments, sections in brackets, entries between bars or blanks."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files

from dateline.text.data_files import section_lines

ANY = "*"
# Languages whose words are close enough to stand in for one that has no list of its own.
_COUSINS = {
    "bs": "hr",
    "no": "nb",
    "be": "ru",
    "bg": "ru",
    "mk": "sr",
    "ca": "es",
    "gl": "pt",
    "mr": "hi",
    "fil": "tl",
    "jv": "id",
}
# Lists made by a command of workers/training, and those written by hand that are read together with them.
_BY_HAND = {
    "common-words.txt": "more-common-words.txt",
    "divisions.txt": "more-divisions.txt",
    "given-names.txt": "more-given-names.txt",
}


def lines(name: str) -> Iterator[tuple[str, str]]:
    """(section, line) pairs of a data file, and of the one by hand that goes with it, without comments and blank lines."""
    yield from _lines(name)
    if name in _BY_HAND:
        yield from _lines(_BY_HAND[name])


def _lines(name: str) -> Iterator[tuple[str, str]]:
    for section, line in section_lines(files(__package__) / "data" / name):
        yield section or ANY, line


def rows(name: str) -> Iterator[tuple[str, str, list[str]]]:
    """(section, first field, other fields) of a file whose lines are `first | form | form`."""
    for section, line in lines(name):
        first, *forms = line.split(" | ")
        yield section, first, forms


@cache
def sections(name: str, separator: str | None = None) -> dict[str, frozenset[str]]:
    """The words of each section of a file; `separator` None stands for blanks."""
    words: dict[str, set[str]] = {}
    for section, line in lines(name):
        words.setdefault(section, set()).update(line.split(separator))
    return {section: frozenset(found) for section, found in words.items()}


@cache
def words(name: str, language: str | None, kind: str = "", separator: str | None = None) -> frozenset[str]:
    """The words for a language, with those of every language; of all sections together where it is not known."""
    by_section = sections(name, separator)
    if language is None:
        return frozenset().union(*(found for key, found in by_section.items() if key.partition(" ")[2] == kind))
    own = by_section.get(f"{language} {kind}".strip()) or by_section.get(f"{_COUSINS.get(language)} {kind}".strip())
    return by_section.get(ANY, frozenset()) | (own or frozenset())


def base_language(language: str | None) -> str | None:
    """The part of a language tag that chooses the lists: "pt" of "pt-BR"."""
    return language.replace("_", "-").split("-")[0].lower() if language else None


@contextmanager
def without_collection() -> Iterator[None]:
    """Holds the garbage collector while lists are built: it would walk the growing tables again and again, half the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
