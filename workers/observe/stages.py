"""The one wrapper that times and counts every stage."""

from collections.abc import Callable
from time import perf_counter

from workers.domain.rejected import Rejected
from workers.domain.story import Story
from workers.observe.metrics import Metrics
from workers.observe.trace_context import exemplar
from workers.observe.traces import Traces
from workers.pipeline import Results, T, guarded, process


class ObservedPipeline:
    """The pipeline with the time of each step and item recorded."""

    def __init__(self, metrics: Metrics, traces: Traces | None = None) -> None:
        self._metrics, self._traces = metrics, traces

    def __call__(self, message: Story) -> Results:
        """What becomes of the message's stories."""
        began = perf_counter()
        results = process(message, self._around)
        self._metrics.item_seconds.observe(perf_counter() - began, exemplar(message.headers))
        return results

    def _around(self, name: str, step: Callable[[Story], T], story: Story) -> T | Rejected:
        began = perf_counter()
        after = guarded(name, step, story)
        seconds = perf_counter() - began
        self._metrics.stage_seconds.labels(name).observe(seconds)
        if self._traces is not None:
            self._traces.stage(name, seconds, after)
        return after
