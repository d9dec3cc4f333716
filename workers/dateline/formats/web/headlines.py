"""Chooses the headline among a page's headings and titles."""

import re
from collections.abc import Sequence

from dateline.text.fold import fold

# What stands between a headline and the site's name.
_SEPARATOR = re.compile(r"(?:\s+[|–—·»«•:>-]{1,2}|[|ㅣ])\s+|(?<=\S)[|ㅣ](?=\S)")
# Sites have a separator in their own name at most.
_MOST_SEPARATORS = 3
_LONGEST = 500
_WORD = re.compile(r"\w+")
_NO_WORD = re.compile(r"[\W_]+")

# Measured on the 709 pages of WCXB's development split: a lone heading is the headline if it shares some words with a title,
# else it is a section's ("Our blog"); one of several has to share most of them.
_ALONE, _AMONG_OTHERS = 0.3, 0.5


def without_site(title: str, sites: Sequence[str]) -> str | None:
    """Return the title without the site's name at either end; None if what follows a separator is none of the names."""
    if len(title) > _LONGEST:
        return title
    parts = list(_SEPARATOR.finditer(title))
    names = {bare(site) for site in sites} - {""}
    for part in reversed(parts[-_MOST_SEPARATORS:]):
        headline = title[: part.start()].strip()
        if headline and bare(title[part.end() :]) in names:
            return headline
    for part in parts[:_MOST_SEPARATORS]:
        headline = title[part.end() :].strip()
        if headline and bare(title[: part.start()]) in names:
            return headline
    return None if parts else title


def best_heading(headings: Sequence[str], titles: Sequence[str]) -> str | None:
    """Return the heading that the titles agree with; a lone one if there is no title to agree with."""
    if not headings:
        return None
    wanted = [words for title in titles if (words := _words(title))]
    if len(headings) == 1:
        heading = _words(headings[0])
        agrees = not wanted or any(_shared(heading, title) >= _ALONE for title in wanted)
        return headings[0] if agrees else None
    likeness = [max((_alike(_words(heading), title) for title in wanted), default=0.0) for heading in headings]
    best = max(range(len(headings)), key=lambda at: (likeness[at], -at))
    return headings[best] if likeness[best] >= _AMONG_OTHERS else None


def bare(text: str) -> str:
    """Return a name without case, blanks and punctuation: "Golem.de" is "golemde"."""
    return _NO_WORD.sub("", fold(text))


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(text)))


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the shorter one's words that the other has, too."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Sørensen and Dice's coefficient."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
