"""Bars: what a page links to or says of itself in one row, "Log in | Register | Help"."""

import re
from collections.abc import Iterator

# Dots stand inside words, too: Catalan "col·legi".
_SEPARATOR = re.compile(r"\s*[|｜│丨]\s*|\s+[·•]\s+")
# A row of a page's own words; a table's row or a paragraph is longer.
_LONGEST, _FEWEST = 400, 2


def bar(text: str) -> list[tuple[int, int]]:
    """Where each part of a bar begins and ends, without what stands between them; none where the line is no bar."""
    if len(text) > _LONGEST:
        return []
    parts = [part for part in _between(text) if part[0] < part[1]]
    return parts if len(parts) >= _FEWEST else []


def _between(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for separator in _SEPARATOR.finditer(text):
        yield at, separator.start()
        at = separator.end()
    yield at, len(text)
