"""Bylines that documents give apart: the people without the word for "by"."""

import re
from collections.abc import Iterable

from dateline.newswire.wire_text import byline

# A byline's first word where it is no part of a name; "de", "di" and "da" open names as often.
_BY = re.compile(r"(?:by|von|par|por|door|av|af)\s+(?=\S)", re.I)
_EDGES = " ,;:|/–—-\t\n"


def bare(line: str) -> str:
    """Return a byline or credit on one line, without the word for "by"."""
    line = " ".join(line.split()).strip(_EDGES)
    found = _BY.match(line)
    # "Von der Leyen" is a name.
    return line[found.end() :] if found and not line[found.end()].islower() else line


def people(line: str) -> list[str]:
    """Return those whom a byline names one by one; where they can't be told apart, all of its words."""
    line = bare(line)
    return byline(f"by {line}") or ([line] if line else [])


class Agencies:
    """The agencies that a document names: an author of the same name is no person."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(name.casefold() for name in names)

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._names
