"""Plain text to lines."""

from collections.abc import Iterable

from workers.domain.line import Line
from workers.tidy import tidy


def text_lines(text: str) -> tuple[Line, ...]:
    """The non-blank lines of plain text, tidied and numbered from 0."""
    return numbered((line, "", 0.0) for line in text.splitlines())


def numbered(blocks: Iterable[tuple[str, str, float]]) -> tuple[Line, ...]:
    """Lines out of (text, tag, link share) blocks; blank ones are no lines."""
    tidied = ((tidy(text), tag, share) for text, tag, share in blocks)
    return tuple(Line(n, text, tag, share) for n, (text, tag, share) in enumerate(b for b in tidied if b[0]))
