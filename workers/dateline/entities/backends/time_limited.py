"""A tagger that Dateline does not ship, held to its time and to one line at a time."""

from collections.abc import Iterable, Iterator, Sequence
from time import thread_time

from dateline.domain.entities import FallbackReason, Span
from dateline.entities.backends.base import Foreign, Passage
from dateline.entities.document.overlaps import without_overlaps


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
    """Return the spans of a text's pieces as the text's: without blanks at their ends, inside the text, none over another."""
    moved = (Span(start + span.start, start + span.end, span.type) for start, spans in found for span in spans)
    return without_overlaps(trimmed for span in moved if (trimmed := _trimmed(text, span)))


def _trimmed(text: str, span: Span) -> Span | None:
    """Without blanks around it; None if nothing is left, or a line ends in it."""
    start, end = max(0, span.start), min(span.end, len(text))
    name = text[start:end]
    start += len(name) - len(name.lstrip())
    end = start + len(name.strip())
    return Span(start, end, span.type) if start < end and len(name.strip().splitlines()) == 1 else None


class FailedError(Exception):
    """The tagger did not do its work; `reason` and `detail` say why."""

    def __init__(self, reason: FallbackReason, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


class Timely:
    """Gives the lines of a story to the tagger in short pieces, and gives up where they take more than `seconds` of CPU time.

    What a tagger can't be stopped at, one call, is the pool's to end.
    """

    def __init__(self, backend: Foreign, seconds: float) -> None:
        self.name = backend.name
        self._backend, self._seconds = backend, seconds

    def tag(self, texts: Sequence[Passage]) -> list[list[Span]]:
        """Return the spans of each text. Raises FailedError."""
        backend, until = self._backend, thread_time() + self._seconds
        cut = [
            (number, start, Passage(piece, text.language))
            for number, text in enumerate(texts)
            for start, piece in pieces(text.text, backend.longest)
        ]
        found: list[list[tuple[int, Sequence[Span]]]] = [[] for _ in texts]
        for begin in range(0, len(cut), backend.at_once):
            if thread_time() > until:
                raise FailedError(FallbackReason.DEADLINE, f"not done after {self._seconds:g} s of CPU time")
            some = cut[begin : begin + backend.at_once]
            for (number, start, _), spans in zip(some, self._tagged([piece for *_, piece in some]), strict=True):
                found[number].append((start, spans))
        return [joined(text.text, spans) for text, spans in zip(texts, found, strict=True)]

    def _tagged(self, some: Sequence[Passage]) -> list[list[Span]]:
        try:
            return self._backend.tag(some)
        except Exception as error:
            raise FailedError(FallbackReason.ERROR, f"{type(error).__name__}: {error}") from error
