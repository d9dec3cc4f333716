"""News agencies and wire names, by all the forms in which datelines and credits give them (`agencies.txt`)."""

import re
from functools import cache
from importlib.resources import files

from dateline.text.data_files import rows
from dateline.text.fold import fold

_SEPARATORS = re.compile(r"\s*(?:/|,|;|\+|&|、| and | und | dan | et | y | e | en | och | og | ve | и | و | और )\s*")
# "Agency" lines also hold anything from a photographer to a sentence; a name is short.
_LONGEST_NAME = 40


@cache
def _rows() -> tuple[list[str], ...]:
    return tuple(rows(files("dateline.newswire").joinpath("agencies.txt")))


@cache
def _canonical() -> dict[str, str]:
    return {fold(form): row[0] for row in _rows() for form in row}


def agency(name: str) -> str | None:
    """Return the agency that `name` is a form of."""
    return _canonical().get(fold(name).strip(" ./()[]\"'"))


def agencies(credit: str) -> tuple[str, ...]:
    """Return the names in a credit, known ones in their canonical form, none of them twice."""
    if whole := agency(credit):
        return (whole,)
    names = (part.strip(" .()[]\"'") for part in _SEPARATORS.split(credit))
    return tuple(dict.fromkeys(agency(name) or name for name in names if 1 < len(name) <= _LONGEST_NAME))


def named_in(text: str) -> tuple[str, ...]:
    """Return the known agencies that a credit names, in its order."""
    return tuple(dict.fromkeys(_canonical()[form] for form in _known().findall(fold(text))))


@cache
def _known() -> re.Pattern[str]:
    names = sorted(_canonical(), key=lambda form: (-len(form), form))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")


@cache
def forms() -> tuple[str, ...]:
    """Return all forms as they are written, longest first."""
    return tuple(sorted({form for row in _rows() for form in row}, key=lambda form: (-len(form), form)))
