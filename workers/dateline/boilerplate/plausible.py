"""Plausibility checks of what the gaps of a phrase matched; some phrases alone also match sentences."""

from dateline.boilerplate.block import reads_as_sentence
from dateline.boilerplate.rules import PARTS, Match, RuleScope
from dateline.boilerplate.spans import goes_on, span_length
from dateline.domain.story import Category
from dateline.newswire.agencies import named_in
from dateline.newswire.dates import is_date
from dateline.newswire.people import look_like_a_credit, look_like_names

# On the first line "Foto: …" or "Video: …" may be the story's own headline.
_DOUBTFUL_FIRST = (Category.CAPTION, Category.AGENCY_CREDIT, Category.VIDEO, Category.RELATED)
_LISTED = (Category.RELATED, Category.VIDEO)
_CREDIT_FIELDS = ("agency", "credit", "names", "reporters")
_CREDITED = (Category.CAPTION, Category.AGENCY_CREDIT)


def is_plausible(match: Match, first: bool = False) -> bool:
    """Return whether the match holds, `first` for a match on a story's first line."""
    category, fields = match.rule.category, match.fields
    if first and _doubtful(match):
        return False
    if category in _LISTED and not _names_a_headline(match):
        return False
    if category == Category.BYLINE and "names" in fields:
        return look_like_names(fields["names"])
    if category == Category.TIMESTAMP and "date" in fields:
        return is_date(fields["date"])
    if category in _CREDITED:
        return all(look_like_a_credit(fields[name]) for name in _CREDIT_FIELDS if name in fields)
    return True


def _names_a_headline(match: Match) -> bool:
    """Return whether what a list's form is followed by is a headline, and no sentence of the story."""
    if match.rule.scope is RuleScope.TAIL and match.rule.category == Category.RELATED:
        return span_length(match.text) > 0
    return "headline" not in match.fields or not (reads_as_sentence(match.text) or goes_on(match.text))


def _doubtful(match: Match) -> bool:
    if match.rule.scope in PARTS or match.rule.category not in _DOUBTFUL_FIRST or not match.fields:
        return False
    return not any(named_in(value) for value in match.fields.values())
