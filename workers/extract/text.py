"""Plain text to lines."""

import re
import unicodedata
from collections.abc import Iterable

from workers.domain.line import Line

_SPACES = re.compile(r"[^\S\n]+")
# Controls other than white space say nothing to a reader (Unicode Cc, minus tab, line feed and the separators).
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f]")


def tidy(text: str) -> str:
    """One line of decoded text: NFC, controls dropped, runs of white space folded to one space."""
    return _SPACES.sub(" ", _CONTROLS.sub("", unicodedata.normalize("NFC", text))).strip()


def text_lines(text: str) -> tuple[Line, ...]:
    """The non-blank lines of plain text, tidied and numbered from 0."""
    return numbered((line, "", 0.0) for line in text.splitlines())


def numbered(blocks: Iterable[tuple[str, str, float]]) -> tuple[Line, ...]:
    """Lines out of (text, tag, link share) blocks; blank ones are no lines."""
    tidied = ((tidy(text), tag, share) for text, tag, share in blocks)
    return tuple(Line(n, text, tag, share) for n, (text, tag, share) in enumerate(b for b in tidied if b[0]))
