"""The Faust app: topics, the agent and the consumer group's events; wiring only."""

from collections.abc import AsyncIterable, Collection
from typing import Any, cast

import faust
import structlog
from faust.types import TP, StreamT
from yarl import URL

from dateline.delivery.assignment import Assignment
from dateline.delivery.backlog import BatchSize
from dateline.delivery.faust_transport import Consumer, Transport
from dateline.delivery.instrument.metrics import DeliveryMetrics, StageMetrics
from dateline.delivery.instrument.spans import Traces, no_span
from dateline.delivery.outcome import OutcomeBuilder
from dateline.delivery.partition_worker import PartitionWorker, PartitionWorkerContext
from dateline.delivery.sinks.guarantee import AtLeastOnce, ExactlyOnce, Guarantee
from dateline.delivery.watchdog import Watchdog
from dateline.kafka import timeouts
from dateline.kafka.security import sasl_password, uses_sasl
from dateline.messages.message import Fetched, Partition
from dateline.observe.health import Health
from dateline.observe.metrics import Metrics
from dateline.pool.executor import Executor
from dateline.settings import Settings

_log = structlog.get_logger("dateline.worker")
# Faust's own buffer between the consumer and the agent, in fetches; the agent only passes them on.
_STREAM_BUFFER = 16


def create_app(
    settings: Settings, executor: Executor, metrics: Metrics, health: Health, traces: Traces | None = None
) -> faust.App:
    """Create the worker's app, which reads the raw topics and delivers what `executor` makes of their items."""
    app = faust.App(
        settings.group,
        broker=[f"kafka://{broker}" for broker in settings.brokers],
        broker_credentials=_credentials(settings),
        broker_session_timeout=timeouts.SESSION,
        broker_heartbeat_interval=timeouts.HEARTBEAT,
        broker_rebalance_timeout=timeouts.REBALANCE,
        broker_request_timeout=timeouts.REQUEST,
        consumer_auto_offset_reset="earliest",
        consumer_metadata_max_age_ms=int(timeouts.METADATA_AGE * 1000),
        stream_buffer_maxsize=_STREAM_BUFFER,
        topic_allow_declare=False,
        topic_disable_leader=True,
        store="memory://",
        web_enabled=False,
    )
    delivery = DeliveryMetrics(metrics, settings.raw_topics)
    app.transport = Transport([URL(f"kafka://{broker}") for broker in settings.brokers], app, health, delivery)
    _Wiring(app, settings, executor, delivery, health, StageMetrics(metrics), traces)
    return app


def _credentials(settings: Settings) -> Any:
    """Return Faust's form of the security settings; None for plain text."""
    if not uses_sasl(settings):
        return faust.SSLCredentials(settings.ssl_context) if settings.ssl_context is not None else None
    sasl = faust.SASLCredentials(
        username=settings.sasl_username,
        password=sasl_password(settings),
        mechanism=settings.sasl_mechanism,
        ssl_context=settings.ssl_context,
    )
    if settings.ssl_context is None:
        sasl.protocol = faust.types.auth.AuthProtocol.SASL_PLAINTEXT
    return sasl


class _Wiring:
    """Connects the app's events to delivery, health and metrics."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts that it connects
        self,
        app: faust.App,
        settings: Settings,
        executor: Executor,
        metrics: DeliveryMetrics,
        health: Health,
        stage_metrics: StageMetrics,
        traces: Traces | None,
    ) -> None:
        self._app, self._settings, self._executor = app, settings, executor
        self._metrics, self._health, self._stage_metrics, self._traces = metrics, health, stage_metrics, traces
        topic = app.topic(*settings.raw_topics, acks=False)
        app.agent(topic, name="enrich")(self._enrich)
        app.on_partitions_assigned.connect(self._on_assigned, weak=False)
        app.on_partitions_revoked.connect(self._on_revoked, weak=False)
        app.on_before_shutdown.connect(self._on_shutdown, weak=False)

    async def _enrich(self, stream: StreamT[Fetched]) -> None:
        """The agent: hand each partition's messages to its worker, which processes and delivers them in order."""
        self._start()
        async for fetched in cast("AsyncIterable[Fetched]", stream):
            await self._assignment.put(fetched)

    def _start(self) -> None:
        """Before the group is joined: set how partition workers are created, and start the watchdog."""
        settings, guarantee = self._settings, self._guarantee()
        context = PartitionWorkerContext(
            OutcomeBuilder(settings.dead_letter_topic, guarantee.limit, (self._stage_metrics,), self._traces),
            self._executor,
            BatchSize(settings.batch_items, settings.batch_bytes, settings.batch_seconds),
            self._metrics,
            self._health,
            guarantee.log_end,
            self._consumer.thread.rejoin,
            no_span if self._traces is None else self._traces.batch,
        )
        self._assignment.configure(lambda partition: PartitionWorker(partition, guarantee.sink(partition), context))
        for task in Watchdog(self._assignment, self._consumer, guarantee, self._metrics, self._health).tasks():
            self._app.add_future(task)

    def _guarantee(self) -> Guarantee:
        if self._settings.delivery == "exactly_once":
            return ExactlyOnce(self._settings)
        return AtLeastOnce(self._settings, lambda: self._consumer.thread)

    @property
    def _assignment(self) -> Assignment:
        return cast("Transport", self._app.transport).assignment

    @property
    def _consumer(self) -> Consumer:
        return cast("Consumer", self._app.consumer)

    async def _on_assigned(self, sender: Any, /, *sent: Collection[TP], **kwargs: Any) -> None:
        self._metrics.assigned()
        self._health.recovered("group")
        _log.info("partitions assigned", partitions=sorted(str(Partition(*tp)) for tp in sent[0]))

    async def _on_revoked(self, sender: Any, /, *sent: Collection[TP], **kwargs: Any) -> None:
        for tp in sent[0]:
            self._metrics.revoked(Partition(*tp))

    async def _on_shutdown(self, sender: Any, /, *sent: Any, **kwargs: Any) -> None:
        """Before the group is left, so that commits under way still count."""
        await self._assignment.close()
