"""The Faust app: topics, the agent and the group's comings and goings; wiring only."""

import asyncio
from collections.abc import Collection, Iterable
from typing import Any, cast

import faust
import structlog
from faust import Stream
from faust.types import TP, EventT, StreamT

from workers.delivery import timings
from workers.delivery.kafka import Consumer, credentials, producer, transport
from workers.delivery.message import Incoming
from workers.delivery.outcome import Outcomes
from workers.delivery.sink import AtLeastOnceSink
from workers.observe.delivered import Delivered
from workers.observe.health import BEAT_SECONDS, Health
from workers.observe.metrics import Metrics
from workers.observe.stages import ObservedPipeline
from workers.settings import Settings

_log = structlog.get_logger("dateline.worker")


def create_app(settings: Settings, metrics: Metrics, health: Health) -> faust.App:
    """The worker's app: raw topics in, records and dead letters out."""
    app = faust.App(
        settings.group,
        broker=[f"kafka://{broker}" for broker in settings.brokers],
        broker_credentials=credentials(settings),
        broker_session_timeout=timings.SESSION,
        broker_heartbeat_interval=timings.HEARTBEAT,
        broker_rebalance_timeout=timings.REBALANCE,
        broker_request_timeout=timings.REQUEST,
        consumer_auto_offset_reset="earliest",
        topic_allow_declare=False,
        topic_disable_leader=True,
        store="memory://",
        web_enabled=False,
    )
    app.transport = transport(settings, app)
    _Worker(app, settings, metrics, health)
    return app


class _Worker:
    """Ties the app's events to delivery, health and metrics."""

    def __init__(self, app: faust.App, settings: Settings, metrics: Metrics, health: Health) -> None:
        self._app, self._settings, self._health = app, settings, health
        self._delivered = Delivered(metrics)
        self._outcomes = Outcomes(ObservedPipeline(metrics), settings.enriched_topic, settings.dead_letter_topic)
        self._sink: AtLeastOnceSink | None = None
        self._opening = asyncio.Lock()
        topic = app.topic(
            *settings.raw_topics, key_type=bytes, value_type=bytes, key_serializer="raw", value_serializer="raw"
        )
        app.agent(topic, name="enrich")(self._enrich)
        app.task(self._beat)
        app.on_partitions_assigned.connect(self._on_assigned, weak=False)
        app.on_partitions_revoked.connect(self._on_revoked, weak=False)

    async def _enrich(self, stream: StreamT[bytes]) -> None:
        """The agent. What fails in a batch is the sink's to settle; no exception leaves it."""
        sink = await self._open()
        async for events in cast("Stream[bytes]", stream).take_events(
            self._settings.batch_items, within=self._settings.batch_seconds
        ):
            await sink.deliver([_incoming(event) for event in events])

    @property
    def _consumer(self) -> Consumer:
        return cast("Consumer", self._app.consumer)

    async def _open(self) -> AtLeastOnceSink:
        """The sink, with its producer started; a broker that is away is waited for."""
        async with self._opening:
            while self._sink is None:
                client = producer(self._settings)
                try:
                    await client.start()
                except Exception as error:
                    await client.stop()
                    _log.warning("no producer yet", error=str(error), pause_seconds=timings.RETRY_LONGEST)
                    await asyncio.sleep(timings.RETRY_LONGEST)
                    continue
                self._sink = AtLeastOnceSink(
                    self._outcomes, client, self._consumer.commit_delivered, self._assigned, self._delivered
                )
            return self._sink

    def _assigned(self) -> set[tuple[str, int]]:
        return {(tp.topic, tp.partition) for tp in self._consumer.assignment()}

    async def _on_assigned(self, sender: Any, /, *sent: Collection[TP], **kwargs: Any) -> None:
        self._delivered.assigned()
        self._health.ready()
        _log.info("partitions assigned", partitions=sorted(f"{tp.topic}-{tp.partition}" for tp in sent[0]))

    async def _on_revoked(self, sender: Any, /, *sent: Collection[TP], **kwargs: Any) -> None:
        for tp in sent[0]:
            self._delivered.revoked(tp.topic, tp.partition)

    async def _beat(self) -> None:
        while not self._app.should_stop:
            self._health.beat()
            for (topic, partition), items in self._consumer.lag().items():
                self._delivered.lag(topic, partition, items)
            await self._app.sleep(BEAT_SECONDS)


def _incoming(event: EventT[bytes]) -> Incoming:
    message = event.message
    headers = message.headers or ()
    pairs = headers.items() if isinstance(headers, dict) else headers
    return Incoming(
        message.topic,
        message.partition,
        message.offset,
        round(message.timestamp * 1000),
        message.key,
        message.value,
        tuple((str(name), bytes(value or b"")) for name, value in cast("Iterable[tuple[str, bytes | None]]", pairs)),
    )
