"""How long stages take, as metrics."""

from workers.delivery.made import Made
from workers.delivery.message import Incoming
from workers.observe.metrics import Metrics
from workers.observe.trace_context import exemplar


class StageTimes:
    """Records what the steps of items took, wherever they were taken."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def __call__(self, item: Incoming, made: Made) -> None:
        """An item has been through the pipeline."""
        self._metrics.item_seconds.observe(made.seconds, exemplar(item.headers))
        for step in made.steps:
            self._metrics.stage_seconds.labels(step.name).observe(step.seconds)
