"""Every panel has something to show from a real Prometheus that scrapes a worker under load."""

import math
import os
from collections.abc import Iterator
from pathlib import Path
from time import time

import orjson
import pytest

from dateline.demo.samples import samples
from monitoring.panel import Panel
from monitoring.panels import panels
from tests.support.formats.feed import Feed
from tests.support.kafka import KafkaBroker, Topics
from tests.support.kafka.client import Record
from tests.support.prometheus.pictures import draw
from tests.support.prometheus.server import Prometheus, filled
from tests.support.waiting import PATIENCE, until
from tests.support.worker import Worker

# `make dashboard-picture` sets where the picture goes; a longer load makes it worth looking at.
PICTURE = os.environ.get("DASHBOARD_PICTURE")
PICTURED_SECONDS = 240
TRACE = b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def news(first: int) -> list[Record]:
    """The demo's samples: sixteen forms and languages, and one that can't be read. More of them now and then."""
    many = 2 + round(1.5 + 1.5 * math.sin(first / 700))
    published = orjson.dumps({"source": "wire", "payload": _FEED, "content_type": "application/rss+xml"})
    return [(None, raw, {"traceparent": TRACE}) for raw in (*samples(), published) * many]


_FEED = (
    "<rss version='2.0'><channel><title>w</title><item><title>Port</title><pubDate>Mon, 04 Mar 2024 09:31:00 GMT</pubDate>"
    "<description>The port of Beirut reopened on Monday, officials said.</description></item></channel></rss>"
)


def _topics(kafka: KafkaBroker) -> Topics:
    """Fresh ones; in the picture they have their own names."""
    if not PICTURE:
        return Topics.create(kafka)
    topics = Topics("raw-items", "enriched-items", "dead-letters", "dateline")
    for name in (topics.raw, topics.enriched, topics.dead_letter):
        kafka.create_topic(name, 4)
    return topics


@pytest.fixture(scope="module")
def prometheus(kafka: KafkaBroker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    """Scrapes a worker that always has something to do."""
    folder, topics = tmp_path_factory.mktemp("dashboard"), _topics(kafka)
    with (
        Prometheus(folder / "prometheus") as prometheus,
        Worker(kafka.bootstrap, topics, folder) as worker,
        Feed(kafka, topics, news),
    ):
        prometheus.scrape(worker.port)
        worker.wait_ready()
        began = time()
        yield prometheus
        if PICTURE:
            until(lambda: time() - began > PICTURED_SECONDS, PICTURED_SECONDS * 2, "there is enough to draw", 1.0)
            draw(prometheus, Path(PICTURE), began, time())


def answers(prometheus: Prometheus, expr: str) -> bool:
    """Whether there is a value, and it is a number."""
    return any(not math.isnan(float(one["value"][1])) for one in prometheus.query(filled(expr)))


@pytest.mark.parametrize("panel", panels(), ids=lambda panel: str(panel.title))
def test_a_panel_has_something_to_show(prometheus: Prometheus, panel: Panel) -> None:
    for query in panel.queries:
        until(lambda query=query: answers(prometheus, query.expr), PATIENCE, f"{query.expr} has a value", 0.3)  # type: ignore[misc]


def test_a_panel_of_ages_leads_to_traces(prometheus: Prometheus) -> None:
    metric = "dateline_end_to_end_age_seconds_bucket"
    traces = until(lambda: prometheus.traces(metric), PATIENCE, "Prometheus has exemplars", 0.3)
    assert traces == {TRACE.split(b"-")[1].decode()}


def test_nothing_is_unaccounted_for_while_all_goes_well(prometheus: Prometheus) -> None:
    (unaccounted,) = (panel for panel in panels() if panel.title == "Unaccounted items")
    (value,) = prometheus.query(filled(unaccounted.queries[0].expr))
    assert float(value["value"][1]) == 0
