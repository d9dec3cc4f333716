"""Text that was damaged on its way: what is repaired, and that it is said."""

import re
from dataclasses import replace

import ftfy
import numpy as np
from ftfy.badness import is_bad
from numpy.typing import NDArray

from dateline.domain.metadata import Fact
from dateline.formats.decode.format import Entry

MOJIBAKE, CONTROLS, OVERRIDE, SURROGATE = "mojibake", "controls", "direction_override", "surrogate"
"""UTF-8 that was read as another charset; control characters and direction overrides, which are dropped; halves of characters,
which are replaced by U+FFFD."""

_BESIDE = 4
# In shorter texts an expression finds nothing sooner than numpy's calls return.
_SHORT = 1000
_DAMAGE = re.compile(r"[\x01-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202d\u202e\ud800-\udfff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ASCII_CONTROLS = bytes((*range(0x01, 0x09), *range(0x0E, 0x1C), 0x7F))
# Unicode Cc beyond ASCII ends before the no-break space; next line is white space.
_NEXT_LINE, _NO_BREAK_SPACE = 0x85, 0xA0
_TO_RIGHT, _TO_LEFT = 0x202D, 0x202E
_FIRST_SURROGATE, _LAST_SURROGATE = 0xD800, 0xDFFF


def repaired(entry: Entry) -> tuple[Entry, tuple[str, ...]]:
    """Return the entry with sound text, and what was wrong with it."""
    found: dict[str, None] = {}
    facts = tuple(_fact(fact, found) for fact in entry.facts)
    return replace(entry, markup=_sound(entry.markup, found), facts=facts), tuple(found)


def _fact(fact: Fact, found: dict[str, None]) -> Fact:
    return replace(fact, value=_sound(fact.value, found)) if isinstance(fact.value, str) else fact


def _sound(text: str, found: dict[str, None]) -> str:
    if text.isascii():
        if _has_ascii_control(text):
            found[CONTROLS] = None
        return text
    if len(text) < _SHORT and not _DAMAGE.search(text) and not is_bad(text):
        return text
    codes, places = _beyond_ascii(text)
    if ((codes >= _FIRST_SURROGATE) & (codes <= _LAST_SURROGATE)).any():
        found[SURROGATE] = None
        text = _SURROGATE.sub("\ufffd", text)
    if _is_mojibake(text, places) and (mended := _mended(text)) != text:
        found[MOJIBAKE] = None
        text = mended
        codes, _ = _beyond_ascii(text)
    if _has_ascii_control(text) or ((codes < _NO_BREAK_SPACE) & (codes != _NEXT_LINE)).any():
        found[CONTROLS] = None
    if ((codes == _TO_RIGHT) | (codes == _TO_LEFT)).any():
        found[OVERRIDE] = None
    return text


def _beyond_ascii(text: str) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return the code points beyond ASCII and their places; a page's markup has few, and an expression would look at each of its letters."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    places = np.flatnonzero(codes > 0x7F)
    return codes[places], places


def _has_ascii_control(text: str) -> bool:
    raw = text.encode("utf-8", "surrogatepass")
    return len(raw.translate(None, _ASCII_CONTROLS)) < len(raw)


def is_mojibake(text: str) -> bool:
    """As `ftfy.badness.is_bad`, which looks at every letter of a page's markup: here only if some are beyond ASCII, since
    each of its signs has one of those and at most two others beside it.
    """
    return _is_mojibake(text, _beyond_ascii(text)[1])


def _is_mojibake(text: str, places: NDArray[np.int64]) -> bool:
    if not len(places):
        return False
    gaps = np.flatnonzero(np.diff(places) > 2 * _BESIDE + 1)
    starts = np.maximum(0, places[np.concatenate(([0], gaps + 1))] - _BESIDE)
    ends = places[np.concatenate((gaps, [-1]))] + 1 + _BESIDE
    pieces = [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    # One search over all is much sooner done than one over each; what it finds may lie across two.
    return is_bad("\n".join(pieces)) and any(map(is_bad, pieces))


def _mended(text: str) -> str:
    """Return line by line, and only lines that are sound afterwards: half a repair is a guess."""
    return "".join(_line(line) if is_mojibake(line) else line for line in text.splitlines(keepends=True))


def _line(line: str) -> str:
    mended = ftfy.fix_encoding(line)
    return line if is_bad(mended) else mended
