"""A tagger that Dateline does not ship, held to its time and to one line at a time."""

from collections.abc import Sequence
from time import thread_time

from workers.domain.entity import Span
from workers.domain.fallback import FallbackReason
from workers.entities.backend import Document, Foreign
from workers.entities.pieces import joined, pieces


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

    def tag(self, texts: Sequence[Document]) -> list[list[Span]]:
        """The spans of each text. Raises FailedError."""
        backend, until = self._backend, thread_time() + self._seconds
        cut = [
            (number, start, Document(piece, text.language))
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

    def _tagged(self, some: Sequence[Document]) -> list[list[Span]]:
        try:
            return self._backend.tag(some)
        except Exception as error:
            raise FailedError(FallbackReason.ERROR, f"{type(error).__name__}: {error}") from error
