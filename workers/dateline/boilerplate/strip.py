"""The strip stage: boilerplate out of the kept lines, each piece with its category, and into the fields it fills."""

from dataclasses import replace
from itertools import pairwise

from dateline.boilerplate.block import is_headline
from dateline.boilerplate.completeness import suspicion
from dateline.boilerplate.datelines import find_dateline
from dateline.boilerplate.fields import Fields
from dateline.boilerplate.line_model import without_boilerplate
from dateline.boilerplate.page_furniture import Edges, PageFurniture, bar_parts
from dateline.boilerplate.plausible import is_plausible
from dateline.boilerplate.rules import PARTS, WHOLE, Match, Rules, RuleScope, load
from dateline.boilerplate.spans import headline_of, span_length
from dateline.domain.rejection import Reason, Rejected, StageName
from dateline.domain.story import Category, Dateline, Form, Removed, Story
from dateline.gazetteer.is_place import is_place
from dateline.newswire.dates import is_stamp
from dateline.newswire.slug import slug_line

# How many lines may stand before the dateline: a headline, a subtitle and a byline.
_DATELINE_LINES = 4
_SURE = 1.0
# A line taken because of the heading above it, not for its own words.
_UNDER_HEADING = 0.9
# A line keeps no more pieces than a dateline, two heads and two tails.
_MOST_PIECES = 5
_NOTE = "note"


def strip(story: Story) -> Story | Rejected:
    """Return the story without its boilerplate; datelines, credits, rights, related headlines and the like in their fields.

    Rules go first, since they are certain. Of a page the page model has left the story's lines only; of everything else the line
    model looks at what rules have left.
    """
    stripped = by_rules(story)
    if isinstance(stripped, Rejected):
        return stripped
    if story.form is not Form.PAGE:
        stripped = without_boilerplate(stripped)
    return replace(stripped, suspect=suspicion(stripped))


def by_rules(story: Story) -> Story | Rejected:
    """Return the story without what rules name."""
    stripped = _Strip(story, load()).result()
    if not stripped.kept:
        return Rejected(StageName.STRIP, Reason.NOTHING_LEFT, "every line is boilerplate")
    return stripped


class _Strip:
    """One pass over a story's kept lines."""

    def __init__(self, story: Story, rules: Rules) -> None:
        self._story, self._rules = story, rules
        self._matches = [self._believed(text, first=at == 0) for at, (_, text) in enumerate(story.kept)]
        self._edges = Edges([text for _, text in story.kept], self._is_boilerplate)
        self._by_number = {line.number: line for line in story.lines}
        self._removed: list[Removed] = []
        self._kept: list[tuple[int, str]] = []
        self._fields = Fields(story)

    def result(self) -> Story:
        """Return the story after the pass."""
        left_out = self._story.removed
        if self._story.form is Form.PAGE and self._story.kept:
            left_out = tuple(PageFurniture(self._story, self._rules).removed(self._fields))
        at = 0
        while at < len(self._story.kept):
            at = self._line(at)
        removed = sorted([*left_out, *self._removed], key=lambda piece: (piece.line, piece.start))
        return replace(self._fields.filled(), kept=tuple(self._kept), removed=tuple(removed))

    def _believed(self, text: str, first: bool = False) -> list[Match]:
        return [match for match in self._rules.matches(text) if is_plausible(match, first)]

    def _is_boilerplate(self, at: int) -> bool:
        return any(match.rule.scope in (RuleScope.LINE, RuleScope.BLOCK, RuleScope.REST) for match in self._matches[at])

    def _line(self, at: int) -> int:
        """Process the line at `at` and whatever goes with it; return the line to go on with."""
        number, text = self._story.kept[at]
        if not self._kept and (slug := slug_line(text)):
            self._removed.append(Removed(Category.SLUG, text, number, 0, "slug", _SURE))
            self._fields.slug(slug)
            return at + 1
        match = self._whole_line(at)
        if match is not None and match.rule.category != _NOTE:
            self._take(match, number, text, 0)
            if match.rule.scope is RuleScope.REST:
                return self._rest(at + 1, match)
            return self._block(at + 1, match) if match.opens_block else at + 1
        if match is not None:
            self._fields.notes.append(text)
        elif parts := self._bar(at):
            self._take_bar(number, text, parts)
            return at + 1
        if at in self._edges and is_stamp(text):
            self._removed.append(Removed(Category.TIMESTAMP, text, number, 0, "date", _SURE))
            self._fields.fill(Category.TIMESTAMP, text, {})
        else:
            self._pieces(at)
        return at + 1

    def _whole_line(self, at: int) -> Match | None:
        """Return the rule that takes the whole line."""
        whole = (match for match in self._matches[at] if match.rule.scope in WHOLE)
        return next((match for match in whole if self._holds(match.rule.scope, at)), None)

    def _holds(self, scope: RuleScope, at: int) -> bool:
        """Return whether a rule of this scope applies at the line's position."""
        return at in self._edges if scope is RuleScope.EDGE else at > 0 if scope is RuleScope.REST else True

    def _bar(self, at: int) -> list[tuple[int, Match]]:
        """Return the starts of a bar's parts, each with its rule; none if the line is no bar or a part has no rule."""
        found: list[tuple[int, Match]] = []
        text = self._story.kept[at][1]
        for start, end in bar_parts(text):
            named = [match for match in self._believed(text[start:end]) if self._holds_in_bar(match, at)]
            if not named:
                return []
            found.append((start, max(named, key=lambda match: match.rule.scope is RuleScope.BAR)))
        return found

    def _holds_in_bar(self, match: Match, at: int) -> bool:
        if match.rule.scope in PARTS or match.rule.scope is RuleScope.REST or match.rule.category == _NOTE:
            return False
        return self._holds(match.rule.scope, at)

    def _take_bar(self, number: int, text: str, parts: list[tuple[int, Match]]) -> None:
        """Take each part with what stands between it and the next."""
        starts = [0, *(start for start, _ in parts[1:]), len(text)]
        for (_, match), (start, end) in zip(parts, pairwise(starts), strict=True):
            self._take(match, number, text[start:end], start)

    def _rest(self, at: int, heading: Match) -> int:
        """Take everything under a heading; return the end."""
        for number, text in self._story.kept[at:]:
            self._removed.append(
                Removed(Category(heading.rule.category), text, number, 0, heading.name, _UNDER_HEADING)
            )
        return len(self._story.kept)

    def _block(self, at: int, heading: Match) -> int:
        """Take the headlines under a heading; lines that are boilerplate by their own words are left to their own rule."""
        end = min(len(self._story.kept), at + heading.rule.limit)
        while at < end:
            number, text = self._story.kept[at]
            if self._whole_line(at) is not None or not is_headline(self._by_number[number], text):
                break
            category = Category(heading.rule.category)
            self._removed.append(Removed(category, text, number, 0, heading.name, _UNDER_HEADING))
            self._fields.fill(category, text, {"headline": text})
            at += 1
        return at

    def _pieces(self, at: int) -> None:
        """Keep the line without its dateline and without what a rule takes from its beginning or end."""
        number, text = self._story.kept[at]
        start, end, behind = self._dateline(number, text), len(text), ""
        matches = self._matches[at] if start == 0 else self._believed(text[start:])
        for _ in range(_MOST_PIECES):
            match = next((m for m in matches if m.rule.scope in PARTS and m.start < m.end), None)
            if match is None:
                break
            first, last = start + match.start, start + match.end
            if match.rule.scope is RuleScope.TAIL and match.rule.category == Category.RELATED:
                last = first + span_length(text[first:last])
                behind = text[last:end] + behind if last < end else behind
            self._take(match, number, text[first:last], first)
            start, end = (last, end) if match.rule.scope is RuleScope.HEAD else (start, first)
            matches = self._believed(text[start:end])
        if start < end or behind:
            self._kept.append((number, text[start:end] + behind))

    def _dateline(self, number: int, text: str) -> int:
        """Take the dateline if the line opens with the story's; return its length."""
        if len(self._kept) >= _DATELINE_LINES or self._fields.dateline is not None:
            return 0
        found = find_dateline(text, is_place)
        if found is None:
            return 0
        self._fields.dateline = Dateline(found.place, found.date, found.agency, text[: found.length], number, 0)
        return found.length

    def _take(self, match: Match, number: int, text: str, start: int) -> None:
        category = Category(match.rule.category)
        self._removed.append(Removed(category, text, number, start, match.name, _SURE))
        found = match.fields
        if category is Category.RELATED and match.rule.scope is RuleScope.TAIL and (headline := headline_of(text)):
            found = {"headline": headline, **found}
        self._fields.fill(category, text, found)
