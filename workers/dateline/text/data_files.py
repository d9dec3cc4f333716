"""Reads lists in data files: a row per line, in some files of cells between bars, under `[section]` headings; `#` begins a comment."""

from collections.abc import Iterator
from importlib.resources.abc import Traversable


def section_lines(file: Traversable) -> Iterator[tuple[str, str]]:
    """(section, line) pairs, without comments and blank lines; the section is empty before the first heading."""
    section = ""
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
        elif line and not line.startswith("#"):
            yield section, line


def rows(file: Traversable) -> Iterator[list[str]]:
    """Yield the cells of each line, between bars."""
    for _, line in section_lines(file):
        yield [cell.strip() for cell in line.split("|")]
