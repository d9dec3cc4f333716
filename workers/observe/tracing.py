"""Traces by OpenTelemetry: a span for a batch, one for an item, one for each of its stages (semantic conventions for messaging)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from time import time_ns

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBasedTraceIdRatio
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from workers import __version__
from workers.delivery.message import Incoming
from workers.delivery.record import TRACE_HEADERS
from workers.domain.rejected import Rejected

_propagator = TraceContextTextMapPropagator()


class Tracing:
    """Goes on with the traces that items bring, if these are sampled, and begins one for a share of the others."""

    def __init__(self, share: float, processor: SpanProcessor) -> None:
        resource = Resource.create({"service.name": "dateline", "service.version": __version__})
        provider = TracerProvider(sampler=ParentBasedTraceIdRatio(share), resource=resource)
        provider.add_span_processor(processor)
        self._tracer = provider.get_tracer("dateline", __version__)

    @classmethod
    def to_collector(cls, share: float) -> "Tracing":
        """Sends spans by OTLP over HTTP to where the variables OTEL_EXPORTER_OTLP_… say, in a thread of its own."""
        return cls(share, BatchSpanProcessor(OTLPSpanExporter()))

    @contextmanager
    def batch(self, items: Sequence[Incoming]) -> Iterator[None]:
        """A span around the processing and delivery of a batch."""
        attributes: dict[str, str | int] = {**_place(items[0]), "messaging.batch.message_count": len(items)}
        with self._tracer.start_as_current_span(
            f"process {items[0].topic}", kind=trace.SpanKind.CONSUMER, attributes=attributes
        ):
            yield

    @contextmanager
    def item(self, item: Incoming) -> Iterator[Incoming]:
        """A span around one item, linked to its batch's; the item goes on with headers that name the span."""
        carried = {name: value.decode("latin-1") for name, value in item.headers if name in TRACE_HEADERS and value}
        links = [trace.Link(trace.get_current_span().get_span_context())]
        with self._tracer.start_as_current_span(
            "enrich",
            _propagator.extract(carried, trace.set_span_in_context(trace.INVALID_SPAN)),
            kind=trace.SpanKind.CONSUMER,
            attributes={**_place(item), "messaging.kafka.offset": item.offset},
            links=links,
        ) as span:
            yield _carrying(item) if span.is_recording() else item

    def stage(self, name: str, seconds: float, after: object) -> None:
        """A span for a stage that has just ended."""
        if not trace.get_current_span().is_recording():
            return
        end = time_ns()
        span = self._tracer.start_span(name, start_time=end - int(seconds * 1e9))
        if isinstance(after, Rejected):
            span.set_status(trace.StatusCode.ERROR, f"{after.reason.value}: {after.detail}")
        span.end(end)


def _place(item: Incoming) -> dict[str, str]:
    return {
        "messaging.system": "kafka",
        "messaging.operation.type": "process",
        "messaging.destination.name": item.topic,
        "messaging.destination.partition.id": str(item.partition),
    }


def _carrying(item: Incoming) -> Incoming:
    """The item with the present span in its headers, so that whoever reads its outputs goes on from there."""
    carried: dict[str, str] = {}
    _propagator.inject(carried)
    others = tuple((name, value) for name, value in item.headers if name not in TRACE_HEADERS)
    return replace(item, headers=(*others, *((name, value.encode("latin-1")) for name, value in carried.items())))
