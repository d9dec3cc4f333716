"""Texts cut to a length that any model takes, and the spans of the pieces put together again."""

from collections.abc import Iterable, Iterator, Sequence

from workers.domain.entity import Span
from workers.entities.overlaps import without_overlaps


def pieces(text: str, longest: int) -> Iterator[tuple[int, str]]:
    """(start, piece) of a text, without blanks around them; `longest` in code points. Cut behind a blank in a piece's second half,
    and where there is none, as in a megabyte without blanks, in the midst of whatever stands there.
    """
    start = 0
    while start < len(text):
        end = start + longest
        if end < len(text):
            end = text.rfind(" ", start + longest // 2, end) + 1 or end
        if piece := text[start:end].strip():
            yield text.index(piece, start), piece
        start = end


def joined(text: str, found: Iterable[tuple[int, Sequence[Span]]]) -> list[Span]:
    """The spans of a text's pieces as the text's: without blanks at their ends, inside the text, none over another."""
    moved = (Span(start + span.start, start + span.end, span.type) for start, spans in found for span in spans)
    return without_overlaps(trimmed for span in moved if (trimmed := _trimmed(text, span)))


def _trimmed(text: str, span: Span) -> Span | None:
    """Without blanks around it; None where nothing is left, or a line ends in it."""
    start, end = max(0, span.start), min(span.end, len(text))
    name = text[start:end]
    start += len(name) - len(name.lstrip())
    end = start + len(name.strip())
    return Span(start, end, span.type) if start < end and len(name.strip().splitlines()) == 1 else None
