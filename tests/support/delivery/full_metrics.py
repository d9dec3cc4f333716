"""A worker that has seen everything."""

from dateline.delivery.instrument.metrics import LANGUAGES
from dateline.domain.entities import EXTERNAL_BACKENDS, EntityType, FallbackReason
from dateline.domain.rejection import Reason, StageName
from dateline.domain.story import Category, Suspicion
from dateline.observe.metrics import OUTCOMES, Metrics

PARTITIONS = 24


def full_metrics() -> Metrics:
    """A worker with 24 partitions that has seen everything that its labels can say."""
    metrics = Metrics()
    for partition in range(PARTITIONS):
        for gauge in (metrics.lag, metrics.committed, metrics.oldest_seconds):
            gauge.labels("raw-items", str(partition)).set(1)
    for counter in (metrics.items_received, metrics.received_bytes):
        counter.labels("raw-items").inc()
    for outcome in OUTCOMES:
        metrics.items_finished.labels(outcome).inc()
    for stage in StageName:
        metrics.stage_seconds.labels(stage.value).observe(1)
        for reason in Reason:
            metrics.dead_letters.labels(stage.value, reason.value).inc()
    _records(metrics)
    return metrics


def _records(metrics: Metrics) -> None:
    for category in Category:
        metrics.removed_lines.labels(category.value).inc()
    for entity in EntityType:
        metrics.entities.labels(entity.value).inc()
    for suspicion in Suspicion:
        metrics.suspects.labels(suspicion.value).inc()
    for reason in (Reason.DEADLINE, Reason.MEMORY, Reason.CRASH):
        metrics.pool_restarts.labels(reason.value).inc()
    for backend in EXTERNAL_BACKENDS:
        for why in FallbackReason:
            metrics.fallbacks.labels(backend, why.value).inc()
    for language in (*LANGUAGES, "other"):
        metrics.languages.labels(language).inc()


SERIES_AT_MOST = 1500
