"""`python -m benchmarks.minimal_worker NAME`: a worker with next to nothing to do, so that what is measured is the way in and out."""

import asyncio
import os
import signal
import sys

import aiokafka
import confluent_kafka
import faust
import orjson
from faust.types import StreamT

from dateline.app import create_app
from dateline.domain.story import Story
from dateline.observe.health import Health
from dateline.observe.http import HttpServer
from dateline.observe.logs import configure
from dateline.observe.metrics import Metrics
from dateline.pipeline.stage import Results, StageRunner
from dateline.pool.executor import InProcessExecutor
from dateline.pool.item_processor import ItemProcessor
from dateline.settings import Settings


def pipeline(story: Story, around: StageRunner) -> Results:  # noqa: ARG001 - as a pipeline is called
    """Take an item's id and discard the rest."""
    item = orjson.loads(story.raw or b"")
    return (Story(raw=story.raw, id=item["id"], source="bench", record={"id": item["id"]}),)


def dateline(settings: Settings) -> faust.App:
    """Return the product, exactly once."""
    metrics, health = Metrics(), Health()
    HttpServer(settings.http_host, settings.http_port, metrics, health)
    return create_app(settings, InProcessExecutor(ItemProcessor(pipeline, settings.enriched_topic)), metrics, health)


def plain(settings: Settings) -> faust.App:
    """Return a Faust agent as its documentation shows it, at its defaults: at least once."""
    app = faust.App(
        settings.group,
        broker=f"kafka://{settings.brokers[0]}",
        store="memory://",
        web_enabled=False,
        topic_disable_leader=True,
        topic_allow_declare=False,
        consumer_auto_offset_reset="earliest",
        value_serializer="raw",
    )
    out = app.topic(settings.enriched_topic)

    async def enrich(stream: StreamT[bytes]) -> None:
        async for value in stream:
            await out.send(value=orjson.dumps({"id": orjson.loads(value)["id"]}))

    app.agent(app.topic(*settings.raw_topics))(enrich)
    return app


def _faust(app: faust.App) -> None:
    os.environ.setdefault("F_DATADIR", "/tmp")
    worker = faust.Worker(app, quiet=True, override_logging=False, redirect_stdouts=False, loglevel="info")
    worker.spinner = None
    worker.execute_from_commandline()


async def _aiokafka(settings: Settings) -> None:
    """No Faust: what a fetch brings is sent as one batch and committed, at least once."""
    servers = list(settings.brokers)
    consumer = aiokafka.AIOKafkaConsumer(
        *settings.raw_topics,
        bootstrap_servers=servers,
        group_id=settings.group,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )
    async with consumer, aiokafka.AIOKafkaProducer(bootstrap_servers=servers) as producer:
        while True:
            fetched = await consumer.getmany(timeout_ms=200, max_records=settings.batch_items)
            sent = []
            for place, messages in fetched.items():
                batch = producer.create_batch()
                for message in messages:
                    batch.append(key=None, value=_record(message.value), timestamp=None)
                sent.append(await producer.send_batch(batch, settings.enriched_topic, partition=place.partition))
            if sent:
                await asyncio.gather(*sent)
                await consumer.commit()


def _confluent(settings: Settings) -> None:
    """librdkafka's own batches, committed once they are acknowledged, at least once."""
    servers = {"bootstrap.servers": ",".join(settings.brokers)}
    reading = {"group.id": settings.group, "auto.offset.reset": "earliest", "enable.auto.commit": False}
    consumer, producer = (
        confluent_kafka.Consumer(servers | reading),
        confluent_kafka.Producer(servers | {"linger.ms": 5}),
    )
    consumer.subscribe(list(settings.raw_topics))
    while True:
        messages = [
            message for message in consumer.consume(settings.batch_items, timeout=0.2) if message.error() is None
        ]
        for message in messages:
            producer.produce(settings.enriched_topic, _record(message.value() or b""))
        if messages:
            producer.flush()
            consumer.commit(asynchronous=False)


def _record(value: bytes) -> bytes:
    return orjson.dumps({"id": orjson.loads(value)["id"]})


def main() -> None:
    """Run until SIGTERM."""
    settings, name = Settings(), sys.argv[1]
    configure(settings.log_level, settings.log_format)
    if name in {"dateline", "plain"}:
        _faust((dateline if name == "dateline" else plain)(settings))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if name == "aiokafka":
        asyncio.run(_aiokafka(settings))
    _confluent(settings)


if __name__ == "__main__":
    main()
