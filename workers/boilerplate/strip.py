"""The strip stage: boilerplate out of the kept lines, each piece with its category, and into the fields it fills."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from workers.boilerplate.agencies import agencies, named_in
from workers.boilerplate.block import is_headline
from workers.boilerplate.datelines import find_dateline
from workers.boilerplate.names import look_like_names
from workers.boilerplate.rules import Kind, Match, Rules, load
from workers.domain.category import Category
from workers.domain.dateline import Dateline
from workers.domain.line import Removed
from workers.domain.media import Media
from workers.domain.reason import Reason
from workers.domain.rejected import Rejected
from workers.domain.story import Story
from workers.places import is_place

# How many lines from either end bylines and times are looked for: title, byline, date, share bar and caption make six.
_EDGE_LINES = 6
# How many lines may stand before the dateline: a headline, a subtitle and a byline.
_DATELINE_LINES = 4
_SURE = 1.0
# A line taken because of the heading above it, not for its own words.
_UNDER_HEADING = 0.9
# A line keeps no more pieces than a dateline, two heads and two tails.
_MOST_PIECES = 5
NOTE = "note"
# Elsewhere {agency} stands for whoever speaks: "follow us on …".
_NAMING_AGENCIES = (Category.SYNDICATION_DISCLAIMER, Category.AGENCY_CREDIT)


def strip(story: Story) -> Story | Rejected:
    """The story without its boilerplate; datelines, credits, rights, related headlines and the like in their fields."""
    stripped = _Strip(story, load()).result()
    if not stripped.kept:
        return Rejected("strip", Reason.NOTHING_LEFT, "every line is boilerplate")
    return stripped


class _Strip:
    """One pass over a story's kept lines."""

    def __init__(self, story: Story, rules: Rules) -> None:
        self._story, self._rules = story, rules
        self._by_number = {line.number: line for line in story.lines}
        self._removed: list[Removed] = []
        self._kept: list[tuple[int, str]] = []
        self._fields = _Fields(story)

    def result(self) -> Story:
        """The story after the pass."""
        lines, at = self._story.kept, 0
        while at < len(lines):
            at = self._line(at)
        fields = self._fields
        removed = sorted([*self._story.removed, *self._removed], key=lambda piece: (piece.line, piece.start))
        return replace(fields.filled(), kept=tuple(self._kept), removed=tuple(removed))

    def _line(self, at: int) -> int:
        """Deals with the line at `at` and whatever goes with it; returns where to go on."""
        number, text = self._story.kept[at]
        match = self._whole_line(at)
        if match is None:
            self._pieces(number, text)
            return at + 1
        category = Category(match.rule.category)
        self._removed.append(Removed(category, text, number, 0, match.name, _SURE))
        self._fields.fill(category, text, match.fields)
        if match.rule.kind is Kind.BLOCK and "headline" not in match.fields:
            return self._block(at + 1, category, match)
        return at + 1

    def _whole_line(self, at: int) -> Match | None:
        """The rule that takes the whole line; a note is recorded and stays."""
        for match in self._rules.matches(self._story.kept[at][1]):
            if match.rule.kind in (Kind.HEAD, Kind.TAIL):
                return None
            if match.rule.category == NOTE:
                self._fields.notes.append(self._story.kept[at][1])
                return None
            if self._holds(match, at):
                return match
        return None

    def _holds(self, match: Match, at: int) -> bool:
        if match.rule.kind is Kind.BLOCK and "headline" in match.fields and at == 0:
            return False  # "VIDEO: …" may be the story's own headline
        if match.rule.kind is Kind.EDGE and _EDGE_LINES <= at < len(self._story.kept) - _EDGE_LINES:
            return False
        names = match.fields.get("names")
        return match.rule.category != Category.BYLINE or names is None or look_like_names(names)

    def _block(self, at: int, category: Category, heading: Match) -> int:
        """Takes the headlines under a heading; lines that are boilerplate by their own words are left to their own rule."""
        end = min(len(self._story.kept), at + heading.rule.limit)
        while at < end:
            number, text = self._story.kept[at]
            if self._whole_line(at) is not None or not is_headline(self._by_number[number], text):
                break
            self._removed.append(Removed(category, text, number, 0, heading.name, _UNDER_HEADING))
            self._fields.fill(category, text, {"headline": text})
            at += 1
        return at

    def _pieces(self, number: int, text: str) -> None:
        """Keeps the line without its dateline and without what a rule takes from its beginning or end."""
        start, end = 0, len(text)
        if (
            len(self._kept) < _DATELINE_LINES
            and self._fields.dateline is None
            and (found := find_dateline(text, is_place))
        ):
            start = found.length
            self._fields.dateline = Dateline(found.place, found.date, found.agency, text[:start], number, 0)
        for _ in range(_MOST_PIECES):
            match = self._piece(text[start:end])
            if match is None:
                break
            piece = text[start + match.start : start + match.end]
            self._removed.append(
                Removed(Category(match.rule.category), piece, number, start + match.start, match.name, _SURE)
            )
            self._fields.fill(Category(match.rule.category), piece, match.fields)
            start, end = (start + match.end, end) if match.rule.kind is Kind.HEAD else (start, start + match.start)
        if start < end:
            self._kept.append((number, text[start:end]))

    def _piece(self, text: str) -> Match | None:
        """The rule that takes the beginning or the end of the text."""
        for match in self._rules.matches(text):
            names = match.fields.get("names")
            named = match.rule.category != Category.BYLINE or names is None or look_like_names(names)
            if match.rule.kind in (Kind.HEAD, Kind.TAIL) and match.start < match.end and named:
                return match
        return None


class _Fields:
    """The story's fields while removals fill them."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self.dateline: Dateline | None = story.dateline
        self.notes: list[str] = []
        self._related: list[str] = []
        self._agencies: list[str] = []
        self._rights: list[str] = []
        self._authors: list[str] = list(story.authors)
        self._times: list[str] = []
        self._media: list[Media] = list(story.media)
        self._syndicated = self._truncated = False

    def fill(self, category: Category, text: str, found: dict[str, str]) -> None:
        """Takes what a removal of this category says into its field."""
        if (named := found.get("agency")) and category in _NAMING_AGENCIES:
            self._agencies.extend(agencies(named))
        elif category is Category.AGENCY_CREDIT:
            self._agencies.extend(named_in(text))
        fill: dict[Category, Callable[[], None]] = {
            Category.SYNDICATION_DISCLAIMER: self._set_syndicated,
            Category.COPYRIGHT: lambda: self._rights.append(text),
            Category.BYLINE: lambda: self._authors.append(found.get("names", text)),
            Category.TIMESTAMP: lambda: self._times.append(text),
            Category.PAYWALL: self._set_truncated,
        }
        if category in fill:
            fill[category]()
        elif category is Category.RELATED and (headline := found.get("headline")):
            self._related.append(headline)
        elif category is Category.VIDEO and (headline := found.get("headline")):
            self._media.append(Media("video", caption=headline))
        elif category is Category.CAPTION:
            self._media.append(Media("photo", caption=found.get("caption"), credit=found.get("credit")))

    def _set_syndicated(self) -> None:
        self._syndicated = True

    def _set_truncated(self) -> None:
        self._truncated = True

    def filled(self) -> Story:
        """The story with all that was found, nothing twice."""
        wire = (self.dateline.agency,) if self.dateline and self.dateline.agency else ()
        return replace(
            self._story,
            dateline=self.dateline,
            notes=_once(self.notes),
            related=_once(self._related),
            agencies=_once([*wire, *self._agencies]),
            rights=_once(self._rights),
            authors=_once(self._authors),
            times=_once(self._times),
            media=_once(self._media),
            syndicated=self._syndicated,
            truncated=self._truncated,
        )


_T = TypeVar("_T")


def _once(values: list[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(values))
