"""Runs an external tagger on windows of a text, within a limit of CPU time."""

from collections.abc import Iterable, Iterator, Sequence
from time import thread_time

from dateline.domain.entities import FallbackReason, Span
from dateline.entities.backends.base import ExternalBackend, Passage
from dateline.entities.document.overlaps import without_overlaps


def windows(text: str, max_chars: int) -> Iterator[tuple[int, str]]:
    """Yield (start, window) of a text, of at most `max_chars` code points and stripped of blanks.

    A window ends after the last blank in its second half or, if there is none, as in a megabyte without blanks, at `max_chars`.
    """
    start = 0
    while start < len(text):
        end = start + max_chars
        if end < len(text):
            end = text.rfind(" ", start + max_chars // 2, end) + 1 or end
        if window := text[start:end].strip():
            yield text.index(window, start), window
        start = end


def merged(text: str, found: Iterable[tuple[int, Sequence[Span]]]) -> list[Span]:
    """Return the spans of a text's windows as spans of the text: trimmed of blanks, inside it, without overlaps."""
    moved = (Span(start + span.start, start + span.end, span.type) for start, spans in found for span in spans)
    return without_overlaps(trimmed for span in moved if (trimmed := _trimmed(text, span)))


def _trimmed(text: str, span: Span) -> Span | None:
    """Trim a span of blanks; None if nothing is left, or if it crosses a line end."""
    start, end = max(0, span.start), min(span.end, len(text))
    name = text[start:end]
    start += len(name) - len(name.lstrip())
    end = start + len(name.strip())
    return Span(start, end, span.type) if start < end and len(name.strip().splitlines()) == 1 else None


class BackendFailedError(Exception):
    """A tagger failed or ran out of time; `reason` and `detail` say why."""

    def __init__(self, reason: FallbackReason, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


class TimeLimited:
    """Wraps a tagger: splits texts into windows, and gives up after `seconds` of CPU time.

    A single call can't be interrupted here; one that never returns is ended by the worker pool.
    """

    def __init__(self, backend: ExternalBackend, seconds: float) -> None:
        self.name = backend.name
        self._backend, self._seconds = backend, seconds

    def tag(self, texts: Sequence[Passage]) -> list[list[Span]]:
        """Return the spans of each text. Raises BackendFailedError."""
        backend, deadline = self._backend, thread_time() + self._seconds
        inputs = [
            (number, start, Passage(window, text.language))
            for number, text in enumerate(texts)
            for start, window in windows(text.text, backend.max_chars)
        ]
        found: list[list[tuple[int, Sequence[Span]]]] = [[] for _ in texts]
        for begin in range(0, len(inputs), backend.batch_size):
            if thread_time() > deadline:
                raise BackendFailedError(FallbackReason.DEADLINE, f"not done after {self._seconds:g} s of CPU time")
            batch = inputs[begin : begin + backend.batch_size]
            for (number, start, _), spans in zip(batch, self._tag_batch([window for *_, window in batch]), strict=True):
                found[number].append((start, spans))
        return [merged(text.text, spans) for text, spans in zip(texts, found, strict=True)]

    def _tag_batch(self, batch: Sequence[Passage]) -> list[list[Span]]:
        try:
            return self._backend.tag(batch)
        except Exception as error:
            raise BackendFailedError(FallbackReason.ERROR, f"{type(error).__name__}: {error}") from error
