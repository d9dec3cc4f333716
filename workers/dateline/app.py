"""The Faust app: topics, the agent and the group's comings and goings; wiring only."""

from collections.abc import AsyncIterable, Collection
from typing import Any, cast

import faust
import structlog
from faust.types import TP, StreamT
from yarl import URL

from dateline.delivery.assignment import Partitions
from dateline.delivery.backlog import BatchSize
from dateline.delivery.faust_transport import Consumer, Transport
from dateline.delivery.instrument.metrics import Delivered, StageTimes
from dateline.delivery.instrument.spans import Traces, no_span
from dateline.delivery.outcome import Outcomes
from dateline.delivery.partition_worker import Lane, Workshop
from dateline.delivery.sinks.guarantee import AtLeastOnce, ExactlyOnce, Guarantee
from dateline.delivery.watchdog import Watch
from dateline.kafka import timeouts
from dateline.kafka.clients import credentials
from dateline.messages.message import Fetched, Partition
from dateline.observe.health import Health
from dateline.observe.metrics import Metrics
from dateline.pool.executor import Processing
from dateline.settings import Settings

_log = structlog.get_logger("dateline.worker")
# Faust's own buffer between the consumer and the agent, in fetches; the agent only hands them on.
_STREAM_BUFFER = 16


def create_app(
    settings: Settings, processing: Processing, metrics: Metrics, health: Health, traces: Traces | None = None
) -> faust.App:
    """The worker's app: raw topics in, what `processing` makes of them out."""
    app = faust.App(
        settings.group,
        broker=[f"kafka://{broker}" for broker in settings.brokers],
        broker_credentials=credentials(settings),
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
    delivered = Delivered(metrics, settings.raw_topics)
    app.transport = Transport([URL(f"kafka://{broker}") for broker in settings.brokers], app, health, delivered)
    _Worker(app, settings, processing, delivered, health, StageTimes(metrics), traces)
    return app


class _Worker:
    """Ties the app's events to delivery, health and metrics."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts that it ties together
        self,
        app: faust.App,
        settings: Settings,
        processing: Processing,
        delivered: Delivered,
        health: Health,
        times: StageTimes,
        traces: Traces | None,
    ) -> None:
        self._app, self._settings, self._processing = app, settings, processing
        self._delivered, self._health, self._times, self._traces = delivered, health, times, traces
        topic = app.topic(*settings.raw_topics, acks=False)
        app.agent(topic, name="enrich")(self._enrich)
        app.on_partitions_assigned.connect(self._on_assigned, weak=False)
        app.on_partitions_revoked.connect(self._on_revoked, weak=False)
        app.on_before_shutdown.connect(self._on_shutdown, weak=False)

    async def _enrich(self, stream: StreamT[Fetched]) -> None:
        """The agent: hands each partition's messages to its lane, where they are processed and delivered in order."""
        self._begin()
        async for fetched in cast("AsyncIterable[Fetched]", stream):
            await self._partitions.put(fetched)

    def _begin(self) -> None:
        """Before the group is joined: says how lanes are made, and keeps watch from now on."""
        settings, guarantee = self._settings, self._guarantee()
        shop = Workshop(
            Outcomes(settings.dead_letter_topic, guarantee.limit, (self._times,), self._traces),
            self._processing,
            BatchSize(settings.batch_items, settings.batch_bytes, settings.batch_seconds),
            self._delivered,
            self._health,
            guarantee.log_end,
            self._consumer.thread.rejoin,
            no_span if self._traces is None else self._traces.batch,
        )
        self._partitions.begin(lambda partition: Lane(partition, guarantee.sink(partition), shop))
        watch = Watch(self._partitions, self._consumer, guarantee, self._delivered, self._health)
        for duty in watch.duties():
            self._app.add_future(duty)

    def _guarantee(self) -> Guarantee:
        if self._settings.delivery == "exactly_once":
            return ExactlyOnce(self._settings)
        return AtLeastOnce(self._settings, lambda: self._consumer.thread)

    @property
    def _partitions(self) -> Partitions:
        return cast("Transport", self._app.transport).partitions

    @property
    def _consumer(self) -> Consumer:
        return cast("Consumer", self._app.consumer)

    async def _on_assigned(self, sender: Any, /, *sent: Collection[TP], **kwargs: Any) -> None:
        self._delivered.assigned()
        self._health.well("group")
        _log.info("partitions assigned", partitions=sorted(str(Partition(*tp)) for tp in sent[0]))

    async def _on_revoked(self, sender: Any, /, *sent: Collection[TP], **kwargs: Any) -> None:
        for tp in sent[0]:
            self._delivered.revoked(Partition(*tp))

    async def _on_shutdown(self, sender: Any, /, *sent: Any, **kwargs: Any) -> None:
        """Before the group is left, so that what is being committed still counts."""
        await self._partitions.close()
