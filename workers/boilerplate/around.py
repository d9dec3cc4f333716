"""Bylines, dates, credits and rights among the lines of a page that the page model leaves out beside the story."""

from collections.abc import Iterator

from workers.boilerplate.believable import believable
from workers.boilerplate.dates import is_stamp
from workers.boilerplate.fields import Fields
from workers.boilerplate.rules import WHOLE, Match, Rules
from workers.domain.category import Category
from workers.domain.line import Removed
from workers.domain.story import Story

# A page's own byline and date stand between its headline and its story, and no further from the story than this.
_NEAR = 12
_OVER = (Category.BYLINE, Category.TIMESTAMP)
_WITHIN = (Category.CAPTION, Category.AGENCY_CREDIT)
_RIGHTS = "©"
_SURE = 1.0


class Around:
    """The lines over, within and below a page's story. Bylines and dates elsewhere are those of other stories."""

    def __init__(self, story: Story, rules: Rules) -> None:
        self._story, self._rules = story, rules
        kept = [number for number, _ in story.kept]
        self._first, self._last = kept[0], kept[-1]
        headlines = (p.line for p in story.removed if p.category is Category.HEADLINE and p.line < self._first)
        self._over = max((self._first - _NEAR, *headlines))

    def removed(self, fields: Fields) -> Iterator[Removed]:
        """All that was removed, told apart by what rules say of it; what they say goes into `fields`."""
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
        """What the piece may be where it stands."""
        if self._over < piece.line < self._first:
            # Who wrote the story is known better from the page's own metadata.
            return _OVER if not self._story.authors else (Category.TIMESTAMP,)
        if self._first < piece.line < self._last:
            return _WITHIN
        return (Category.COPYRIGHT,) if piece.line > self._last and _RIGHTS in piece.text else ()

    def _match(self, text: str, wanted: tuple[Category, ...]) -> Match | None:
        whole = (match for match in self._rules.matches(text) if match.rule.kind in WHOLE and believable(match))
        return next((match for match in whole if match.rule.category in wanted), None)
