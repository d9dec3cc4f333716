"""Spans of batches, items and stages; the trace that came in goes out again."""

import asyncio
import os
import subprocess
import sys
from typing import cast

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from dateline.delivery.instrument.opentelemetry import Tracing
from dateline.delivery.outcome import Outcome
from dateline.messages.message import Incoming
from dateline.pipeline.pipeline import STAGES, process
from tests.support.delivery.delivery_harness import Harness, item, outcome_of
from tests.support.delivery.mock_cluster import Cluster
from tests.support.items import envelope

TRACE_ID, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
RAW = envelope("Jakarta: Presiden Joko Widodo bertemu tamu di Jakarta pada hari Senin.", id="a")


def traceparent(sampled: bool) -> tuple[str, bytes]:
    return "traceparent", f"00-{TRACE_ID}-{PARENT}-0{int(sampled)}".encode()


class Traced:
    """Items through the real pipeline with tracing."""

    def __init__(self, share: float) -> None:
        self.memory = InMemorySpanExporter()
        self.tracing = Tracing(share, SimpleSpanProcessor(self.memory))

    def outcome_of(self, item: Incoming) -> Outcome:
        return outcome_of(item, process, self.tracing)

    def spans(self) -> list[ReadableSpan]:
        return list(self.memory.get_finished_spans())


def test_a_sampled_trace_goes_on_through_every_stage_and_out() -> None:
    traced = Traced(share=0)
    outcome = traced.outcome_of(item(7, RAW)._replace(headers=(traceparent(True), ("tracestate", b"a=b"), ("x", b"y"))))
    *stages, enrich = traced.spans()
    assert [span.name for span in stages] == ["decode", *STAGES]
    assert enrich.name == "enrich"
    assert enrich.context is not None
    assert f"{enrich.context.trace_id:032x}" == TRACE_ID
    assert enrich.parent is not None
    assert f"{enrich.parent.span_id:016x}" == PARENT
    assert all(span.parent and span.parent.span_id == enrich.context.span_id for span in stages)
    assert enrich.attributes is not None
    assert enrich.attributes["messaging.kafka.offset"] == 7
    headers = dict(outcome.messages[0].headers)
    assert headers["traceparent"] == f"00-{TRACE_ID}-{enrich.context.span_id:016x}-01".encode()
    assert headers["tracestate"] == b"a=b"
    assert dict(outcome.item.headers)["x"] == b"y"


def test_a_trace_that_is_not_sampled_is_handed_on_as_it_came() -> None:
    traced = Traced(share=1)
    outcome = traced.outcome_of(item(7, RAW)._replace(headers=(traceparent(False),)))
    assert traced.spans() == []
    assert dict(outcome.messages[0].headers)["traceparent"] == traceparent(False)[1]


@pytest.mark.parametrize(("share", "spans"), [(0, 0), (1, 1 + 1 + len(STAGES))])
def test_a_share_of_the_others_begins_a_trace(share: float, spans: int) -> None:
    traced = Traced(share)
    outcome = traced.outcome_of(item(7, RAW))
    assert len(traced.spans()) == spans
    assert ("traceparent" in dict(outcome.messages[0].headers)) is bool(share)


@pytest.mark.parametrize("value", [None, b"", b"\xff\x00", b"00-x-y-01"])
def test_a_header_that_names_no_trace_begins_one_or_is_left_alone(value: bytes | None) -> None:
    headers = cast("tuple[tuple[str, bytes], ...]", (("traceparent", value), ("tracestate", value)))
    traced = Traced(share=1)
    outcome = traced.outcome_of(item(7, RAW)._replace(headers=headers))
    (enrich,) = (span for span in traced.spans() if span.name == "enrich")
    assert enrich.context is not None
    assert enrich.parent is None
    assert f"{enrich.context.trace_id:032x}".encode() in dict(outcome.messages[0].headers)["traceparent"]


def test_the_record_is_the_same_with_a_trace_and_without() -> None:
    with_trace, without = (Traced(share).outcome_of(item(7, RAW)).messages[0].value for share in (1, 0))
    assert with_trace == without


def test_what_refused_an_item_is_marked() -> None:
    traced = Traced(share=1)
    outcome = traced.outcome_of(item(7, b"{broken"))
    decode, enrich = traced.spans()
    assert not decode.status.is_ok
    assert (decode.status.description or "").startswith("invalid_json")
    assert enrich.context is not None
    assert f"{enrich.context.trace_id:032x}".encode() in dict(outcome.messages[0].headers)["traceparent"]


def test_a_batch_has_a_span_to_which_its_items_are_linked_though_another_thread_processes_them() -> None:
    traced = Traced(share=1)
    items = [item(n, RAW) for n in range(3)]

    async def work() -> None:
        with traced.tracing.batch(items):
            await asyncio.to_thread(lambda: [traced.outcome_of(one) for one in items])

    asyncio.run(work())
    batch = traced.spans()[-1]
    assert batch.name == "process raw-items"
    assert batch.context is not None
    assert (batch.attributes or {})["messaging.batch.message_count"] == 3
    enriched = [span for span in traced.spans() if span.name == "enrich"]
    assert [[link.context.span_id for link in span.links] for span in enriched] == [[batch.context.span_id]] * 3
    assert len({span.context.trace_id for span in enriched if span.context}) == 3


def test_the_lane_opens_the_batchs_span_around_processing_and_delivery() -> None:
    traced = Traced(share=1)
    bench = Harness(Cluster(), batch_span=traced.tracing.batch, traces=traced.tracing)

    async def work() -> None:
        bench.worker.start()
        bench.fetch([item(0), item(1)])
        await asyncio.sleep(0.05)
        await bench.worker.stop(1)

    asyncio.run(work())
    names = [span.name for span in traced.spans()]
    assert names == ["enrich", "enrich", "process raw-items"]
    (link,) = traced.spans()[0].links
    batch = traced.spans()[-1].context
    assert batch is not None
    assert link.context.span_id == batch.span_id


def test_without_the_setting_nothing_of_it_is_loaded() -> None:
    code = "import sys, dateline.worker; sys.exit(any(name.startswith('opentelemetry') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_without_its_packages_the_worker_says_what_to_install() -> None:
    code = "import sys; sys.modules['opentelemetry'] = None; from dateline.cli import main; sys.argv = ['dateline', 'worker']; main()"
    environment = {"PATH": os.environ["PATH"], "DATELINE_TRACE_SHARE": "0.1", "DATELINE_HTTP_PORT": "0"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 2
    assert "dateline[otel]" in done.stderr
