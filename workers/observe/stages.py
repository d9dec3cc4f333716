"""The one wrapper that times and counts every stage."""

from time import perf_counter

from workers.domain.rejected import Rejected
from workers.domain.story import Story
from workers.observe.metrics import Metrics
from workers.pipeline import Stage, guarded, process


class ObservedPipeline:
    """The pipeline with the time of each stage and item recorded."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def __call__(self, story: Story) -> Story | Rejected:
        """What becomes of the story."""
        began = perf_counter()
        outcome = process(story, self._around)
        self._metrics.item_seconds.observe(perf_counter() - began)
        return outcome

    def _around(self, name: str, stage: Stage, story: Story) -> Story | Rejected:
        began = perf_counter()
        after = guarded(name, stage, story)
        self._metrics.stage_seconds.labels(name).observe(perf_counter() - began)
        return after
