"""Text that was damaged on its way: what is repaired, and that it is said."""

import re
from dataclasses import replace

import ftfy
from ftfy.badness import is_bad

from workers.domain.fact import Fact
from workers.formats.format import Entry

MOJIBAKE, CONTROLS, OVERRIDE, SURROGATE = "mojibake", "controls", "direction_override", "surrogate"
"""UTF-8 that was read as another charset; control characters and direction overrides, which are dropped; halves of characters,
which are replaced by U+FFFD."""

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_BESIDE = 4
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f]")
_OVERRIDE = re.compile(r"[\u202d\u202e]")


def repaired(entry: Entry) -> tuple[Entry, tuple[str, ...]]:
    """The entry with sound text, and what was wrong with it."""
    found: dict[str, None] = {}
    facts = tuple(_fact(fact, found) for fact in entry.facts)
    return replace(entry, markup=_sound(entry.markup, found), facts=facts), tuple(found)


def _fact(fact: Fact, found: dict[str, None]) -> Fact:
    return replace(fact, value=_sound(fact.value, found)) if isinstance(fact.value, str) else fact


def _sound(text: str, found: dict[str, None]) -> str:
    if text.isascii():
        if _CONTROL.search(text):
            found[CONTROLS] = None
        return text
    if _SURROGATE.search(text):
        found[SURROGATE] = None
        text = _SURROGATE.sub("\ufffd", text)
    if is_mojibake(text) and (mended := _mended(text)) != text:
        found[MOJIBAKE] = None
        text = mended
    if _CONTROL.search(text):
        found[CONTROLS] = None
    if _OVERRIDE.search(text):
        found[OVERRIDE] = None
    return text


def is_mojibake(text: str) -> bool:
    """As `ftfy.badness.is_bad`, which looks at every letter of a page's markup: here only where some stand beyond ASCII, since
    each of its signs has one of those and at most two others beside it.
    """
    start, end = 0, -1
    for run in _BEYOND_ASCII.finditer(text):
        if end < 0 or run.start() - end > 2 * _BESIDE:
            if end >= 0 and is_bad(text[start : end + _BESIDE]):
                return True
            start = max(0, run.start() - _BESIDE)
        end = run.end()
    return end >= 0 and is_bad(text[start : end + _BESIDE])


def _mended(text: str) -> str:
    """Line by line, and only lines that are sound afterwards: half a repair is a guess."""
    return "".join(_line(line) if is_mojibake(line) else line for line in text.splitlines(keepends=True))


def _line(line: str) -> str:
    mended = ftfy.fix_encoding(line)
    return line if is_bad(mended) else mended
