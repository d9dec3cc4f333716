"""A worker's spans arrive at a collector, and whoever reads the record goes on with the trace."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from dateline.pipeline.pipeline import STAGES
from tests.support.items import envelope
from tests.support.kafka import KafkaBroker, Topics, consume, produce
from tests.support.waiting import PATIENCE, until
from tests.support.worker import Worker

TRACE_ID, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
TRACEPARENT = f"00-{TRACE_ID}-{PARENT}-01".encode()


class Collector:
    """Takes OTLP over HTTP, as a collector does, and keeps the spans."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.services: set[str] = set()
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sent = ExportTraceServiceRequest.FromString(self.rfile.read(int(self.headers["Content-Length"])))
                collector.take(sent)
                self.send_response(200)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class says so
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, sent: ExportTraceServiceRequest) -> None:
        for resource in sent.resource_spans:
            named = (pair.value.string_value for pair in resource.resource.attributes if pair.key == "service.name")
            self.services.update(named)
            self.spans += [span for scope in resource.scope_spans for span in scope.spans]


@pytest.fixture
def collector() -> Iterator[Collector]:
    collector = Collector()
    yield collector
    collector.server.shutdown()
    collector.server.server_close()


def test_spans_arrive_and_the_record_names_the_items_own(
    kafka: KafkaBroker, topics: Topics, tmp_path: Path, collector: Collector
) -> None:
    text = "Jakarta: Presiden Joko Widodo bertemu tamu di Jakarta pada hari Senin."
    produce(kafka.bootstrap, topics.raw, [(None, envelope(text, id="a"), {"traceparent": TRACEPARENT})])
    environment = {
        "DATELINE_TRACE_SHARE": "0.000001",
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.server.server_port}",
        "OTEL_BSP_SCHEDULE_DELAY": "200",
    }
    with Worker(kafka.bootstrap, topics, tmp_path, environment) as worker:
        (record,) = consume(kafka.bootstrap, topics.enriched, 1, PATIENCE)

        def arrived() -> list[Span]:
            return [span for span in collector.spans if span.name == "enrich"]

        (enrich,) = until(arrived, PATIENCE, "the item's span arrives")
        assert worker.terminate() == 0
    assert (enrich.trace_id.hex(), enrich.parent_span_id.hex()) == (TRACE_ID, PARENT)
    assert record.headers["traceparent"] == f"00-{TRACE_ID}-{enrich.span_id.hex()}-01".encode()
    stages = [span.name for span in collector.spans if span.parent_span_id == enrich.span_id]
    assert stages == ["decode", *STAGES]
    assert collector.services == {"dateline"}
