"""What probes and scrapes are told over HTTP."""

from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from time import monotonic

import pytest
from prometheus_client.parser import text_string_to_metric_families

from dateline.observe import health as health_module
from dateline.observe.health import SILENCE_SECONDS, Health
from dateline.observe.http import HttpServer
from dateline.observe.metrics import Metrics


@dataclass(frozen=True)
class Served:
    """A server with what it serves."""

    server: HttpServer
    metrics: Metrics
    health: Health

    def get(self, path: str) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8")
        finally:
            connection.close()


@pytest.fixture(name="served")
def _served() -> Iterator[Served]:
    metrics, health = Metrics(), Health()
    server = HttpServer("127.0.0.1", 0, metrics, health)
    yield Served(server, metrics, health)
    server.close()


def test_a_worker_is_not_ready_until_it_says_so_and_tells_what_it_waits_for(served: Served) -> None:
    assert served.get("/healthz/ready") == (503, "joining the consumer group\n")
    served.health.recovered("group")
    assert served.get("/healthz/ready") == (200, "ok\n")
    served.health.degraded("group", "no broker answers")
    assert served.get("/healthz/ready") == (503, "no broker answers\n")


def test_a_worker_that_waits_is_alive(served: Served) -> None:
    served.health.degraded("group", "no broker answers")
    assert served.get("/healthz/live") == (200, "ok\n")


def test_a_silent_loop_is_not_alive_until_it_beats_again(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    served.health.recovered("group")
    monkeypatch.setattr(health_module, "monotonic", lambda: monotonic() + SILENCE_SECONDS + 1)
    status, body = served.get("/healthz/live")
    assert (status, "no beat of the event loop" in body) == (503, True)
    assert served.get("/healthz/ready")[0] == 200
    served.health.beat()
    assert served.get("/healthz/live") == (200, "ok\n")


def test_metrics_parse_and_say_what_was_counted(served: Served) -> None:
    served.metrics.items_received.labels("raw-items").inc(3)
    served.metrics.stage_seconds.labels("decode").observe(0.002)
    status, body = served.get("/metrics")
    assert status == 200
    samples = [sample for family in text_string_to_metric_families(body) for sample in family.samples]
    values = {(sample.name, frozenset(sample.labels.items())): sample.value for sample in samples}
    assert values["dateline_items_received_total", frozenset({("topic", "raw-items")})] == 3
    assert values["dateline_stage_duration_seconds_count", frozenset({("stage", "decode")})] == 1
    assert "dateline_build_info" in {sample.name for sample in samples}


def test_one_workers_metrics_are_not_anothers(served: Served) -> None:
    Metrics().items_received.labels("raw-items").inc()
    assert 'dateline_items_received_total{topic="raw-items"}' not in served.get("/metrics")[1]


@pytest.mark.parametrize("path", ["/", "/healthz", "/metrics/", "/healthz/ready/now"])
def test_any_other_path_is_not_found_and_the_answer_lists_what_is(served: Served, path: str) -> None:
    status, body = served.get(path)
    assert status == 404
    assert all(known in body for known in ("/metrics", "/healthz/live", "/healthz/ready"))


def test_a_query_does_not_matter(served: Served) -> None:
    assert served.get("/healthz/live?verbose=1")[0] == 200


def test_a_port_in_use_is_an_error(served: Served) -> None:
    with pytest.raises(OSError, match="in use"):
        HttpServer("127.0.0.1", served.server.port, Metrics(), Health())


def test_a_closed_server_answers_no_more() -> None:
    served = Served(HttpServer("127.0.0.1", 0, Metrics(), Health()), Metrics(), Health())
    served.server.close()
    with pytest.raises(ConnectionRefusedError):
        served.get("/healthz/live")
