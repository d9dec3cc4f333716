"""What the pipeline makes of an item, in a form that goes from one process to another for little."""

from collections.abc import Callable, Sequence
from time import perf_counter, time_ns
from typing import NamedTuple

from dateline.domain.entities import Fallback
from dateline.domain.rejection import Rejected, StageName
from dateline.domain.story import Story
from dateline.messages.cloudevents import published
from dateline.messages.message import Incoming, Outgoing, about
from dateline.pipeline.stage import StageRunner, StageTiming, TimedRunner
from dateline.record.formats import OutputFormat

Pipeline = Callable[[Story, StageRunner], Sequence[Story | Rejected]]


class Published(NamedTuple):
    """A story that has its record's message, and what the metrics count of it: categories of what was
    removed, types of entities, why a part of it may be missing, why its names are another tagger's than that which is set.
    """

    message: Outgoing
    position: int | None
    appeared: str | None
    language: str | None
    removed: tuple[str, ...]
    entities: tuple[str, ...]
    suspect: str | None
    fallback: Fallback | None


class Made(NamedTuple):
    """What an item's stories came to, in order, and the steps that they took: begun in nanoseconds since 1970, all in seconds."""

    results: tuple[Published | Rejected, ...]
    steps: tuple[StageTiming, ...] = ()
    began: int = 0
    seconds: float = 0.0


class Maker:
    """Sends items through the pipeline and writes their records for `topic`; `begins` hears of every step."""

    def __init__(
        self,
        pipeline: Pipeline,
        topic: str,
        form: OutputFormat = OutputFormat.RECORD,
        begins: Callable[[StageName], None] | None = None,
    ) -> None:
        self._pipeline, self._topic, self._form, self._begins = pipeline, topic, form, begins

    def __call__(self, item: Incoming) -> Made:
        """What becomes of the item."""
        timed, began, start = TimedRunner(self._begins), time_ns(), perf_counter()
        with about(item):
            results = tuple(self._published(item, result) for result in self._pipeline(item.story(), timed))
        return Made(results, tuple(timed.timings), began, perf_counter() - start)

    def _published(self, item: Incoming, result: Story | Rejected) -> Published | Rejected:
        if isinstance(result, Rejected):
            return result
        try:
            message = published(self._topic, item, result, self._form)
        except Exception as error:
            return Rejected.raised(StageName.PUBLISH, error, result.position)
        return Published(
            message,
            result.position,
            None if result.published is None else result.published.value,
            result.language,
            tuple(piece.category.value for piece in result.removed),
            tuple(entity.type.value for entity in result.entities),
            None if result.suspect is None else result.suspect.value,
            result.fallback,
        )
