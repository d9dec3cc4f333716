"""Lines of a story's decoded text, and the pieces taken out of them."""

from dataclasses import dataclass

from workers.domain.category import Category


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph-like line of the decoded text, with what the markup says of it.

    `number` counts from 0 over the decoded text; `tag` is the nearest block element ("" in plain text);
    `link_share` is the share of the characters that stand inside links, 0 to 1.
    """

    number: int
    text: str
    tag: str = ""
    link_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Removed:
    """A piece of the decoded text that is not in the record's text.

    `line` is the number of the decoded line, `start` the code point in it where the piece begins, `by` the rule or
    method that took it, `score` how sure that method is, 0 to 1.
    """

    category: Category
    text: str
    line: int
    start: int
    by: str
    score: float
