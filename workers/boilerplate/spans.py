"""Where a read-more form inside a paragraph ends and the story goes on."""

import re

from workers.boilerplate.sentence import CLOSING, ends_sentence

_BRACKETS = {"(": ")", "[": "]", "（": "）", "【": "】"}
# A full stop, what closes a quote, and a blank before the next sentence; scripts without blanks need none.
_NEXT_SENTENCE = re.compile(r"[.!?…][\"'”’»)]*(?=\s+[\"“«(]?\w)|[。！？][”」』）]*(?=\S)")
# Shorter rests are the end of the headline.
_SHORTEST_REST = 20


def span_length(piece: str) -> int:
    """How much of the end of a paragraph is the form itself; all of it where no sentence of the story follows."""
    start = len(piece) - len(piece.lstrip(" \t-–—•*>"))
    closing = _BRACKETS.get(piece[start : start + 1])
    if closing is not None:
        end = piece.find(closing, start) + 1
    else:
        found = _NEXT_SENTENCE.search(piece, start)
        end = found.end() if found is not None else 0
    rest = piece[end:].strip()
    return end if end > 0 and len(rest) >= _SHORTEST_REST and ends_sentence(rest) else len(piece)


def headline_of(span: str) -> str | None:
    """The headline that the form names, behind its colon."""
    _, colon, headline = span.partition(":")
    return headline.strip(CLOSING + " .([") or None if colon else None
