"""The end of a read-more form inside a paragraph, where the story goes on."""

import re
from functools import cache
from importlib.resources import files
from itertools import pairwise

from dateline.boilerplate.block import is_east_asian
from dateline.text.data_files import section_lines
from dateline.text.fold import fold
from dateline.text.sentence import CLOSING, SPACED_STOPS, UNSPACED_STOPS, ends_sentence

_BRACKETS = {"(": ")", "[": "]", "（": "）", "【": "】"}
# A full stop, what closes a quote, and a blank before the next sentence; scripts without blanks need none.
_NEXT_SENTENCE = re.compile(rf"[{SPACED_STOPS}][\"'”’»)]*(?=\s+[\"“«(]?\w)|[{UNSPACED_STOPS}][”」』）]*(?=\S)")
# Shorter rests are the end of the headline.
_SHORTEST_REST, _SHORTEST_EAST_ASIAN = 20, 8
# A longer headline that ends as a sentence does is one of the story's, or has one of the story's on its heels.
_LONGEST_SPAN, _LONGEST_EAST_ASIAN = 90, 45
# A sentence that follows a headline without any mark between them: from the headline's fourth word on, with a capital and
# lower-case words soon after it.
_FEWEST_HEADLINE_WORDS, _SOON, _SHORTEST_GLUED = 3, 5, 40
_WORD = re.compile(r"\S+")


def span_length(piece: str) -> int:
    """Return how much of the end of a paragraph is the form itself: all of it if no sentence of the story follows, nothing if
    form and story can't be told apart.
    """
    start = len(piece) - len(piece.lstrip(" \t-–—•*>"))
    closing = _BRACKETS.get(piece[start : start + 1])
    if closing is not None:
        end = piece.find(closing, start) + 1
        return end if end and _is_story(piece[end:]) else len(piece)
    found = _NEXT_SENTENCE.search(piece, start)
    end = found.end() if found is not None and _is_story(piece[found.end() :]) else len(piece)
    if glued := _glued(piece[:end]):
        return glued
    longest = _LONGEST_EAST_ASIAN if is_east_asian(piece) else _LONGEST_SPAN
    return 0 if end > longest and ends_sentence(piece[:end]) else end


def goes_on(piece: str) -> bool:
    """Return whether the story goes on after the form."""
    return span_length(piece) < len(piece)


def headline_of(span: str) -> str | None:
    """Return the headline that the form names, after its colon."""
    _, colon, headline = span.replace("：", ":").partition(":")
    return headline.strip(CLOSING + " .([") or None if colon else None


def _is_story(rest: str) -> bool:
    shortest = _SHORTEST_EAST_ASIAN if is_east_asian(rest) else _SHORTEST_REST
    return len(rest.strip()) >= shortest and ends_sentence(rest)


def _glued(form: str) -> int:
    """Return the place after its colon at which a form turns into a sentence without a mark; 0 if there is none."""
    if not ends_sentence(form):
        return 0
    colon = max(form.find(":"), form.find("："))
    words = list(_WORD.finditer(form, colon + 1))
    for at in range(_FEWEST_HEADLINE_WORDS, len(words)):
        opens = words[at][0][0].isupper() and fold(words[at][0]) in _openers()
        if opens and _runs_on([word[0] for word in words[at + 1 : at + 1 + _SOON]]):
            return words[at - 1].end() if len(form) - words[at].start() >= _SHORTEST_GLUED else 0
    return 0


def _runs_on(words: list[str]) -> bool:
    """Return whether two words in small letters follow one another, as they seldom do in a headline written in capitals."""
    return any(a[0].islower() and b[0].islower() for a, b in pairwise(words))


@cache
def _openers() -> frozenset[str]:
    """Return words that open sentences (`sentence-openers.txt`)."""
    lines = section_lines(files("dateline.boilerplate").joinpath("sentence-openers.txt"))
    return frozenset(fold(word) for _, line in lines for word in line.split())
