"""Checks whether a cleaned story looks as if a part of it was removed, too."""

from dateline.domain.story import Form, Story, Suspicion

# Less than this share of what the payload contained, or of what a page promises.
_LEAST_SHARE = 0.5
# Shorter texts are teasers, of which a read-more form may well be half.
_SHORTEST = 400


def suspicion(story: Story) -> Suspicion | None:
    """Return what is suspicious of a story whose boilerplate is removed, if anything."""
    kept = sum(len(text) for _, text in story.kept)
    if story.form is Form.PAGE:
        return Suspicion.SHORTER_THAN_PROMISED if kept < story.promised_chars * _LEAST_SHARE else None
    decoded = sum(len(line.text) for line in story.lines)
    return Suspicion.MOST_REMOVED if decoded >= _SHORTEST and kept < decoded * _LEAST_SHARE else None
