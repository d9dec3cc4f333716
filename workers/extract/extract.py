"""The extract stage: lines of the decoded text, of which a page keeps those of its story."""

from dataclasses import replace

from workers.domain.category import Category
from workers.domain.form import Form
from workers.domain.line import Line, Removed
from workers.domain.media import Media
from workers.domain.reason import Reason
from workers.domain.rejected import Rejected
from workers.domain.story import Story
from workers.extract.blocks import Blocks, read_blocks
from workers.extract.html import lines_of
from workers.extract.page import Choice, story_lines
from workers.extract.text import text_lines
from workers.limits import MAX_LINES, MAX_TEXT_CHARS
from workers.nesting import MAX_DEPTH, too_deep

# Of plain text, where a slug line and a note to editors may stand before the headline.
_HEADLINE_LINES = 4


def extract(story: Story) -> Story | Rejected:
    """The story with its lines; of a whole page only the story's lines are kept."""
    if story.form is Form.TEXT:
        if len(story.markup) > MAX_TEXT_CHARS:
            return Rejected("extract", Reason.TOO_LARGE, f"{len(story.markup)} characters, more than {MAX_TEXT_CHARS}")
        return _checked(replace(story, lines=text_lines(story.markup)))
    if too_deep(story.markup):
        return Rejected("extract", Reason.FORBIDDEN_MARKUP, f"more than {MAX_DEPTH} elements inside one another")
    blocks = read_blocks(story.markup)
    checked = _checked(replace(story, lines=lines_of(blocks)))
    return checked if isinstance(checked, Rejected) or story.form is not Form.PAGE else _page(checked, blocks)


def _checked(story: Story) -> Story | Rejected:
    if not story.lines:
        return Rejected("extract", Reason.EMPTY_TEXT, "no text in the payload")
    if len(story.lines) > MAX_LINES:
        return Rejected("extract", Reason.TOO_LARGE, f"{len(story.lines)} lines, more than {MAX_LINES}")
    if sum(len(line.text) for line in story.lines) > MAX_TEXT_CHARS:
        return Rejected("extract", Reason.TOO_LARGE, f"more than {MAX_TEXT_CHARS} characters of text")
    return story if story.form is Form.PAGE else _set_apart(story, None)


def _page(story: Story, blocks: Blocks) -> Story | Rejected:
    choice = story_lines(blocks, story.lines, story.markup)
    if not choice.kept:
        return Rejected("extract", Reason.EMPTY_TEXT, "no story text in the page")
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
    """The line as it is removed, where it is; without a choice all lines are the story's."""
    if title is not None and line.text == title and (line.tag or line.number < _HEADLINE_LINES):
        return Removed(Category.HEADLINE, line.text, line.number, 0, "title", 1.0)
    if line.tag == "figcaption":
        return Removed(Category.CAPTION, line.text, line.number, 0, "figcaption", 1.0)
    if choice is None or line.number in choice.kept:
        return None
    return Removed(Category.PAGE, line.text, line.number, 0, choice.by, choice.scores[line.number])
