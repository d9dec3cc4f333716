"""Where a story's head and foot are: the lines before its first paragraph and behind its last."""

from collections.abc import Callable, Sequence

from workers.boilerplate.block import is_east_asian
from workers.boilerplate.sentence import ends_sentence

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
