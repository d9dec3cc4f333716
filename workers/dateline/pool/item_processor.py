"""Processes an item and renders its records, in a form that is cheap to send from one process to another."""

from collections.abc import Callable, Sequence
from time import perf_counter, time_ns
from typing import NamedTuple

from dateline.domain.entities import Fallback
from dateline.domain.rejection import Rejected, StageName
from dateline.domain.story import Story
from dateline.messages.cloudevents import record_message
from dateline.messages.message import Incoming, Outgoing, about
from dateline.pipeline.stage import StageRunner, StageTiming, TimedRunner
from dateline.record.formats import OutputFormat

Pipeline = Callable[[Story, StageRunner], Sequence[Story | Rejected]]


class RenderedRecord(NamedTuple):
    """A story's record as a message, with what the metrics count of it: when its source published it (RFC 3339), its language,
    categories of removals, types of entities, why a part may be missing, and why another backend than the configured one tagged it.
    """

    message: Outgoing
    position: int | None
    source_published: str | None
    language: str | None
    removed: tuple[str, ...]
    entities: tuple[str, ...]
    suspect: str | None
    fallback: Fallback | None


class Processed(NamedTuple):
    """An item's results, one per story, in order; its stage runs; its start in nanoseconds since 1970, and its duration in seconds."""

    results: tuple[RenderedRecord | Rejected, ...]
    stages: tuple[StageTiming, ...] = ()
    started_at: int = 0
    seconds: float = 0.0


class ItemProcessor:
    """Runs items through the pipeline and renders their records for `topic`; calls `on_stage` before every stage."""

    def __init__(
        self,
        pipeline: Pipeline,
        topic: str,
        form: OutputFormat = OutputFormat.RECORD,
        on_stage: Callable[[StageName], None] | None = None,
    ) -> None:
        self._pipeline, self._topic, self._form, self._on_stage = pipeline, topic, form, on_stage

    def __call__(self, item: Incoming) -> Processed:
        """Process the item."""
        runner, started_at, start = TimedRunner(self._on_stage), time_ns(), perf_counter()
        with about(item):
            results = tuple(self._render(item, result) for result in self._pipeline(item.story(), runner))
        return Processed(results, tuple(runner.timings), started_at, perf_counter() - start)

    def _render(self, item: Incoming, result: Story | Rejected) -> RenderedRecord | Rejected:
        if isinstance(result, Rejected):
            return result
        try:
            message = record_message(self._topic, item, result, self._form)
        except Exception as error:
            return Rejected.raised(StageName.PUBLISH, error, result.position)
        return RenderedRecord(
            message,
            result.position,
            None if result.published is None else result.published.value,
            result.language,
            tuple(piece.category.value for piece in result.removed),
            tuple(entity.type.value for entity in result.entities),
            None if result.suspect is None else result.suspect.value,
            result.fallback,
        )
