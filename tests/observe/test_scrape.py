"""What Prometheus finds: well-formed, few enough series, exemplars where it asks for OpenMetrics."""

import subprocess
from urllib.request import Request, urlopen

import pytest
from prometheus_client.exposition import generate_latest

from dateline.observe.health import Health
from dateline.observe.http import HttpServer
from dateline.observe.metrics import OUTCOMES, Metrics
from tests.support.delivery.full_metrics import SERIES_AT_MOST, full_metrics
from tests.support.tools import needed


@pytest.fixture
def full() -> Metrics:
    return full_metrics()


def test_promtool_has_nothing_to_say(full: Metrics) -> None:
    needed("promtool")
    checked = subprocess.run(
        ["promtool", "check", "metrics"], input=generate_latest(full.registry), capture_output=True, check=False
    )
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, b"")


def test_series_stay_few(full: Metrics) -> None:
    series = sum(len(family.samples) for family in full.registry.collect())
    assert series <= SERIES_AT_MOST


def test_nothing_that_grows_with_the_news_is_a_label(full: Metrics) -> None:
    labels = {label for family in full.registry.collect() for sample in family.samples for label in sample.labels}
    assert labels == {
        "topic", "partition", "outcome", "stage", "reason", "le", "category", "type", "language", "backend", "version",
    }  # fmt: skip


def test_known_labels_are_there_at_zero_from_the_beginning() -> None:
    registry = Metrics().registry
    assert [registry.get_sample_value("dateline_items_finished_total", {"outcome": one}) for one in OUTCOMES] == [
        0,
        0,
        0,
    ]
    assert registry.get_sample_value("dateline_boilerplate_removed_lines_total", {"category": "related"}) == 0
    assert registry.get_sample_value("dateline_stage_duration_seconds_count", {"stage": "decode"}) == 0
    assert registry.get_sample_value("dateline_entity_fallbacks_total", {"backend": "onnx", "reason": "error"}) == 0


def test_exemplars_are_served_to_who_asks_for_openmetrics() -> None:
    metrics = Metrics()
    metrics.age_seconds.observe(1, {"trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"})
    server = HttpServer("127.0.0.1", 0, metrics, Health())
    try:
        address = f"http://127.0.0.1:{server.port}/metrics"
        asked = Request(address, headers={"Accept": "application/openmetrics-text; version=1.0.0"})
        with urlopen(asked, timeout=60) as answer:
            assert answer.headers["Content-Type"].startswith("application/openmetrics-text")
            text = answer.read().decode()
        assert '# {trace_id="4bf92f3577b34da6a3ce929d0e0e4736"} 1.0' in text
        assert text.endswith("# EOF\n")
        with urlopen(address, timeout=60) as answer:
            assert "trace_id" not in answer.read().decode()
    finally:
        server.close()


def test_the_process_is_measured_too() -> None:
    text = generate_latest(Metrics().registry).decode()
    assert "process_resident_memory_bytes" in text
    assert "process_cpu_seconds_total" in text
