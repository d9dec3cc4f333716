"""The extract stage: lines of the decoded text, of which a page keeps those of its story."""

from collections.abc import Iterable
from dataclasses import replace

from dateline.domain.limits import MAX_LINES, MAX_TEXT_CHARS
from dateline.domain.metadata import Media
from dateline.domain.rejection import Reason, Rejected, StageName
from dateline.domain.story import Category, Form, Line, Removed, Story
from dateline.extract.blocks import Blocks, read_blocks
from dateline.extract.page import Choice, story_lines
from dateline.text.markup_depth import MAX_DEPTH, too_deep
from dateline.text.normalize import tidy


def text_lines(text: str) -> tuple[Line, ...]:
    """Return the non-blank lines of plain text, tidied and numbered from 0."""
    return numbered((line, "", 0.0) for line in text.splitlines())


def numbered(blocks: Iterable[tuple[str, str, float]]) -> tuple[Line, ...]:
    """Return lines out of (text, tag, link share) blocks; blank ones are no lines."""
    tidied = ((tidy(text), tag, share) for text, tag, share in blocks)
    return tuple(Line(n, text, tag, share) for n, (text, tag, share) in enumerate(b for b in tidied if b[0]))


def html_lines(markup: str) -> tuple[Line, ...]:
    """Return the lines of a page or fragment; `tag` is the block's element, `link_share` the share of its text inside links."""
    return lines_of(read_blocks(markup))


def lines_of(blocks: Blocks) -> tuple[Line, ...]:
    """Return the same of blocks that are read already."""
    tags = blocks.elements.tags
    return tuple(
        Line(number, text, tags[element], share)
        for number, (text, element, share) in enumerate(
            zip(blocks.texts, blocks.inside, blocks.link_shares, strict=True)
        )
    )


# Of plain text, where a slug line and a note to editors may stand before the headline.
_HEADLINE_LINES = 4


def extract(story: Story) -> Story | Rejected:
    """Return the story with its lines; of a whole page only the story's lines are kept."""
    if story.form is Form.TEXT:
        if len(story.markup) > MAX_TEXT_CHARS:
            return Rejected(
                StageName.EXTRACT, Reason.TOO_LARGE, f"{len(story.markup)} characters, more than {MAX_TEXT_CHARS}"
            )
        return _checked(replace(story, lines=text_lines(story.markup)))
    if too_deep(story.markup):
        return Rejected(
            StageName.EXTRACT, Reason.FORBIDDEN_MARKUP, f"more than {MAX_DEPTH} elements inside one another"
        )
    blocks = read_blocks(story.markup)
    checked = _checked(replace(story, lines=lines_of(blocks)))
    return checked if isinstance(checked, Rejected) or story.form is not Form.PAGE else _page(checked, blocks)


def _checked(story: Story) -> Story | Rejected:
    if not story.lines:
        return Rejected(StageName.EXTRACT, Reason.EMPTY_TEXT, "no text in the payload")
    if len(story.lines) > MAX_LINES:
        return Rejected(StageName.EXTRACT, Reason.TOO_LARGE, f"{len(story.lines)} lines, more than {MAX_LINES}")
    if sum(len(line.text) for line in story.lines) > MAX_TEXT_CHARS:
        return Rejected(StageName.EXTRACT, Reason.TOO_LARGE, f"more than {MAX_TEXT_CHARS} characters of text")
    return story if story.form is Form.PAGE else _set_apart(story, None)


def _page(story: Story, blocks: Blocks) -> Story | Rejected:
    choice = story_lines(blocks, story.lines, story.markup)
    if not choice.kept:
        return Rejected(StageName.EXTRACT, Reason.EMPTY_TEXT, "no story text in the page")
    return _set_apart(story, choice)


def _set_apart(story: Story, choice: Choice | None) -> Story:
    """Kept lines to `kept`; headline, captions and the page's furniture to `removed`."""
    removed, media = [], []
    for line in story.lines:
        taken = _taken(line, story.title, choice)
        if taken is not None:
            removed.append(taken)
            if taken.category is Category.CAPTION:
                media.append(Media("photo", caption=line.text))
    gone = {piece.line for piece in removed}
    lines = tuple((line.number, line.text) for line in story.lines if line.number not in gone)
    return replace(story, kept=lines, removed=tuple(removed), media=(*story.media, *media))


def _taken(line: Line, title: str | None, choice: Choice | None) -> Removed | None:
    """Return the line's removal, None if it stays; without a choice all lines are the story's."""
    if title is not None and line.text == title and (line.tag or line.number < _HEADLINE_LINES):
        return Removed(Category.HEADLINE, line.text, line.number, 0, "title", 1.0)
    if line.tag == "figcaption":
        return Removed(Category.CAPTION, line.text, line.number, 0, "figcaption", 1.0)
    if choice is None or line.number in choice.kept:
        return None
    return Removed(Category.PAGE, line.text, line.number, 0, choice.by, choice.scores[line.number])
