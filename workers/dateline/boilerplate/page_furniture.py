"""Bylines, dates, credits and rights among the lines of a page that the page model leaves out beside the story."""

import re
from collections.abc import Callable, Iterator, Sequence

from dateline.boilerplate.block import is_east_asian
from dateline.boilerplate.fields import Fields
from dateline.boilerplate.plausible import is_plausible
from dateline.boilerplate.rules import WHOLE, Match, Rules
from dateline.domain.story import Category, Removed, Story
from dateline.newswire.dates import is_stamp
from dateline.text.sentence import ends_sentence

# Dots stand inside words, too: Catalan "col·legi".
_SEPARATOR = re.compile(r"\s*[|｜│丨]\s*|\s+[·•]\s+")
# A row of a page's own words; a table's row or a paragraph is longer.
_LONGEST, _FEWEST = 400, 2


def bar_parts(text: str) -> list[tuple[int, int]]:
    """Return the start and end of each part of a navigation bar, without the separators; none if the line is no bar."""
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


# Title, subtitle, byline, date, share bar and caption make six.
_MOST_LINES = 6
_SHORTEST_PARAGRAPH = 60
_SHORTEST_EAST_ASIAN = 25


class Edges:
    """The places at either end of a story where bylines, dates and bare words of a page are looked for."""

    def __init__(self, lines: Sequence[str], is_boilerplate: Callable[[int], bool]) -> None:
        paragraphs = (at for at, text in enumerate(lines) if _is_paragraph(text) and not is_boilerplate(at))
        first = next(paragraphs, len(lines))
        last = max(paragraphs, default=first if first < len(lines) else -1)
        self._head, self._foot = min(first, _MOST_LINES), max(last, len(lines) - 1 - _MOST_LINES)

    def __contains__(self, at: int) -> bool:
        return at < self._head or at > self._foot


def _is_paragraph(text: str) -> bool:
    shortest = _SHORTEST_EAST_ASIAN if is_east_asian(text) else _SHORTEST_PARAGRAPH
    return len(text) >= shortest and ends_sentence(text)


# A page's own byline and date stand between its headline and its story, and no further from the story than this.
_NEAR = 12
_OVER = (Category.BYLINE, Category.TIMESTAMP)
_WITHIN = (Category.CAPTION, Category.AGENCY_CREDIT)
_RIGHTS = "©"
_SURE = 1.0


class PageFurniture:
    """The lines over, within and below a page's story. Bylines and dates elsewhere are those of other stories."""

    def __init__(self, story: Story, rules: Rules) -> None:
        self._story, self._rules = story, rules
        kept = [number for number, _ in story.kept]
        self._first, self._last = kept[0], kept[-1]
        headlines = (p.line for p in story.removed if p.category is Category.HEADLINE and p.line < self._first)
        self._over = max((self._first - _NEAR, *headlines))

    def removed(self, fields: Fields) -> Iterator[Removed]:
        """Yield all that was removed, told apart by what rules say of it; what they say goes into `fields`."""
        for piece in self._story.removed:
            yield self._told(piece, fields) if piece.category is Category.PAGE else piece

    def _told(self, piece: Removed, fields: Fields) -> Removed:
        wanted = self._wanted(piece)
        if Category.TIMESTAMP in wanted and is_stamp(piece.text):
            fields.fill(Category.TIMESTAMP, piece.text, {})
            return Removed(Category.TIMESTAMP, piece.text, piece.line, piece.start, "date", _SURE)
        match = self._match(piece.text, wanted) if wanted else None
        if match is None:
            return piece
        category = Category(match.rule.category)
        fields.fill(category, piece.text, match.fields)
        return Removed(category, piece.text, piece.line, piece.start, match.name, _SURE)

    def _wanted(self, piece: Removed) -> tuple[Category, ...]:
        """Return the category that the piece may have at its place."""
        if self._over < piece.line < self._first:
            # Who wrote the story is known better from the page's own metadata.
            return _OVER if not self._story.authors else (Category.TIMESTAMP,)
        if self._first < piece.line < self._last:
            return _WITHIN
        return (Category.COPYRIGHT,) if piece.line > self._last and _RIGHTS in piece.text else ()

    def _match(self, text: str, wanted: tuple[Category, ...]) -> Match | None:
        whole = (match for match in self._rules.matches(text) if match.rule.scope in WHOLE and is_plausible(match))
        return next((match for match in whole if match.rule.category in wanted), None)
