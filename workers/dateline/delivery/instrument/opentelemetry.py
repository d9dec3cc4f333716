"""Traces by OpenTelemetry: a span per batch, item and stage (semantic conventions for messaging)."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBasedTraceIdRatio
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from dateline import __version__
from dateline.messages.cloudevents import TRACE_HEADERS
from dateline.messages.message import Incoming
from dateline.pool.item_processor import Processed

_propagator = TraceContextTextMapPropagator()


class Tracing:
    """Continues the traces of items that carry a sampled one, and starts a trace for a share of the others."""

    def __init__(self, share: float, processor: SpanProcessor) -> None:
        resource = Resource.create({"service.name": "dateline", "service.version": __version__})
        provider = TracerProvider(sampler=ParentBasedTraceIdRatio(share), resource=resource)
        provider.add_span_processor(processor)
        self._tracer = provider.get_tracer("dateline", __version__)

    @classmethod
    def to_collector(cls, share: float) -> "Tracing":
        """Export spans by OTLP over HTTP as the variables OTEL_EXPORTER_OTLP_… say, in a thread of its own."""
        return cls(share, BatchSpanProcessor(OTLPSpanExporter()))

    @contextmanager
    def batch(self, items: Sequence[Incoming]) -> Iterator[None]:
        """Create a span around the processing and delivery of a batch."""
        attributes: dict[str, str | int] = {**_place(items[0]), "messaging.batch.message_count": len(items)}
        with self._tracer.start_as_current_span(
            f"process {items[0].topic}", kind=trace.SpanKind.CONSUMER, attributes=attributes
        ):
            yield

    def start(self, item: Incoming) -> tuple[Incoming, Callable[[Processed], None]]:
        """Start a span for one item, linked to its batch's; the returned item's headers name the span."""
        carried = {name: value.decode("latin-1") for name, value in item.headers if name in TRACE_HEADERS and value}
        span = self._tracer.start_span(
            "enrich",
            _propagator.extract(carried, trace.set_span_in_context(trace.INVALID_SPAN)),
            kind=trace.SpanKind.CONSUMER,
            attributes={**_place(item), "messaging.kafka.offset": item.offset},
            links=[trace.Link(trace.get_current_span().get_span_context())],
        )
        inside = trace.set_span_in_context(span)
        if not span.is_recording():
            return item, lambda processed: None  # noqa: ARG005 - called with the result
        return _carrying(item, inside), lambda processed: self._end(span, inside, processed)

    def _end(self, span: trace.Span, inside: Context, processed: Processed) -> None:
        """End the item's span after adding one for each stage, each starting when the one before it ended."""
        nanoseconds = processed.started_at
        for stage in processed.stages:
            stage_span = self._tracer.start_span(stage.name, inside, start_time=nanoseconds)
            if stage.rejection is not None:
                stage_span.set_status(trace.StatusCode.ERROR, stage.rejection)
            nanoseconds += int(stage.seconds * 1e9)
            stage_span.end(nanoseconds)
        span.end()


def _place(item: Incoming) -> dict[str, str]:
    return {
        "messaging.system": "kafka",
        "messaging.operation.type": "process",
        "messaging.destination.name": item.topic,
        "messaging.destination.partition.id": str(item.partition),
    }


def _carrying(item: Incoming, inside: Context) -> Incoming:
    """Put the item's span in its headers, so that consumers of its outputs continue from there."""
    carried: dict[str, str] = {}
    _propagator.inject(carried, inside)
    others = tuple((name, value) for name, value in item.headers if name not in TRACE_HEADERS)
    return item._replace(headers=(*others, *((name, value.encode("latin-1")) for name, value in carried.items())))
