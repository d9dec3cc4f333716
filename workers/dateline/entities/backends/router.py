"""Routes each story to the tagger configured for its language, and to the built-in one if that fails."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, Self, TypeVar

from dateline.domain.entities import Fallback, Span
from dateline.domain.rejection import Rejected
from dateline.domain.story import Story
from dateline.entities.backends.base import Backend, ExternalBackend, Passage
from dateline.entities.backends.routes import LoadError, Route
from dateline.entities.backends.time_limited import BackendFailedError, TimeLimited
from dateline.entities.tag import DEFAULT, spans, tag
from dateline.text.languages import base_language

T = TypeVar("T")


class Tagged(NamedTuple):
    """The names of a text, and what kept the tagger that is set from finding them."""

    spans: list[Span]
    fallback: Fallback | None


class Tagger:
    """The tagging stage with other taggers in it than the built-in one."""

    def __init__(self, default: Backend = DEFAULT, by_language: Mapping[str, Backend] | None = None) -> None:
        self._default, self._by_language = default, dict(by_language or {})

    @classmethod
    def load(cls, routes: Sequence[Route], seconds: float) -> Self:
        """Load every model, each once, and have it read a word. Raises LoadError naming the route."""
        loaded: dict[tuple[str, Path], Backend] = {}
        by_language: dict[str | None, Backend] = {}
        for route in routes:
            if route.path is None:
                by_language[route.language] = DEFAULT
                continue
            if (route.kind, route.path) not in loaded:
                loaded[route.kind, route.path] = TimeLimited(_loaded(route), seconds)
            by_language[route.language] = loaded[route.kind, route.path]
        default = by_language.pop(None, DEFAULT)
        return cls(default, {language: one for language, one in by_language.items() if language is not None})

    def __call__(self, story: Story) -> Story | Rejected:
        """Return the story with its entities, and the kind of tagger that found them."""
        tagged, fallback = self._by(story.language, lambda backend: tag(story, backend))
        return replace(tagged, fallback=fallback) if isinstance(tagged, Story) else tagged

    def spans(self, text: str, language: str | None) -> Tagged:
        """Return the names in a text."""
        return Tagged(*self._by(language, lambda backend: spans(text, language, backend)))

    def _by(self, language: str | None, work: Callable[[Backend], T]) -> tuple[T, Fallback | None]:
        """Return the work by the language's tagger, or by the built-in one and why."""
        backend = self._by_language.get(base_language(language) or "", self._default)
        try:
            return work(backend), None
        except BackendFailedError as error:
            return work(DEFAULT), Fallback(backend.name, error.reason, error.detail)


def _loaded(route: Route) -> ExternalBackend:
    """Return a route's tagger, which has read a word. Raises LoadError."""
    if problem := route.problem():
        raise LoadError(problem)
    module = import_module(f"dateline.entities.backends.{route.kind}")
    try:
        backend: ExternalBackend = getattr(module, route.kind.capitalize()).load(route.path)
        backend.tag([Passage("Jakarta", route.language)])
    except LoadError as error:
        raise LoadError(f"{route.kind}:{route.path}: {error}") from error
    return backend
