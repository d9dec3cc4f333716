"""Whether a cleaned story looks as if a part of it went, too."""

import re

from dateline.domain.story import Form, Story, Suspicion

# Less than this share of what the payload held, or of what a page promises.
_LEAST_SHARE = 0.5
# Shorter texts are teasers, of which a read-more form may well be half; shorter promises are summaries.
_SHORTEST = 400
_BODY = re.compile(r'"articleBody"\s{0,9}:\s{0,9}"((?:[^"\\]|\\.){0,200000})')
_DESCRIPTION = re.compile(r'<meta[^<>]{1,200}(?:og:|")description"[^<>]{0,100}content="([^"]{1,2000})"', re.I)
# An escape or tag in a body given as JSON is no text.
_NO_TEXT = re.compile(r"\\u[0-9a-fA-F]{4}|\\.|<[^<>]{1,200}>")
_SPACES = re.compile(r"\s+")


def suspicion(story: Story) -> Suspicion | None:
    """What is suspicious of a story whose boilerplate is out."""
    kept = sum(len(text) for _, text in story.kept)
    if story.form is Form.PAGE:
        promised = _promised(story.markup)
        return Suspicion.SHORTER_THAN_PROMISED if kept < promised * _LEAST_SHARE else None
    decoded = sum(len(line.text) for line in story.lines)
    return Suspicion.MOST_REMOVED if decoded >= _SHORTEST and kept < decoded * _LEAST_SHARE else None


def _promised(markup: str) -> int:
    """Characters of text that a page says it has: its `articleBody` (schema.org), or twice its description, which a story exceeds."""
    if "articleBody" in markup and (bodies := [_length(body) for body in _BODY.findall(markup)]):
        return max(bodies) if max(bodies) >= _SHORTEST else 0
    described = _DESCRIPTION.search(markup)
    return 2 * len(described[1]) if described is not None else 0


def _length(body: str) -> int:
    return len(_SPACES.sub(" ", _NO_TEXT.sub(" ", body)).strip())
