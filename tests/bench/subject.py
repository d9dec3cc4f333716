"""`python -m tests.bench.subject NAME`: a worker with next to nothing to do, so that what is measured is the way in and out."""

import os
import sys

import faust
import orjson
from faust.types import StreamT

from workers.app import create_app
from workers.delivery.made import Maker
from workers.delivery.processing import Inline
from workers.domain.story import Story
from workers.observe.health import Health
from workers.observe.http import HttpServer
from workers.observe.logs import configure
from workers.observe.metrics import Metrics
from workers.settings import Settings
from workers.step import Around, Results


def pipeline(story: Story, around: Around) -> Results:  # noqa: ARG001 - as a pipeline is called
    """Takes an item's id and throws the rest away."""
    item = orjson.loads(story.raw or b"")
    return (Story(raw=story.raw, id=item["id"], source="bench", record={"id": item["id"]}),)


def dateline(settings: Settings) -> faust.App:
    """The product, exactly once."""
    metrics, health = Metrics(), Health()
    HttpServer(settings.http_host, settings.http_port, metrics, health)
    return create_app(settings, Inline(Maker(pipeline, settings.enriched_topic)), metrics, health)


def plain(settings: Settings) -> faust.App:
    """A Faust agent as its documentation shows it, at its defaults: at least once."""
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


def main() -> None:
    """Runs until SIGTERM."""
    settings = Settings()
    configure(settings.log_level, settings.log_format)
    os.environ.setdefault("F_DATADIR", "/tmp")
    app = {"dateline": dateline, "plain": plain}[sys.argv[1]](settings)
    worker = faust.Worker(app, quiet=True, override_logging=False, redirect_stdouts=False, loglevel="info")
    worker.spinner = None
    worker.execute_from_commandline()


if __name__ == "__main__":
    main()
