"""Plain text: one story, all of it."""

from collections.abc import Iterator

from dateline.domain.story import Form
from dateline.formats.decode.format import Entry, Format, FormatError


def read(text: str) -> Iterator[Entry | FormatError]:
    """Yield the text as one entry without facts."""
    yield Entry(text, Form.TEXT)


TEXT = Format("text/plain", frozenset(), read)
