"""What a header has to look like to name a trace (W3C Trace Context, section 3.2.2)."""

import pytest

from dateline.observe.trace_context import exemplar, trace_id

ID = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.mark.parametrize("rest", [b"-01", b"-00", b"-01-of-a-later-version"])
def test_a_well_formed_header_names_its_trace(rest: bytes) -> None:
    headers = [("other", b"x"), ("traceparent", b"00-" + ID.encode() + b"-00f067aa0ba902b7" + rest)]
    assert trace_id(headers) == ID
    assert exemplar(headers) == {"trace_id": ID}


@pytest.mark.parametrize(
    "value",
    [
        None,
        b"",
        b"00-" + b"0" * 32 + b"-00f067aa0ba902b7-01",
        b"00-" + ID.encode() + b"-0000000000000000-01",
        b"ff-" + ID.encode() + b"-00f067aa0ba902b7-01",
        b"00-" + ID.upper().encode() + b"-00f067aa0ba902b7-01",
        b"00-" + ID.encode() + b"-00f067aa0ba902b7",
        b'00-"} 1\n-00f067aa0ba902b7-01',
    ],
)
def test_any_other_names_none(value: bytes | None) -> None:
    assert trace_id([("traceparent", value)]) is None
    assert exemplar([("traceparent", value)]) is None


def test_no_header_names_none() -> None:
    assert trace_id([("tracestate", b"x")]) is None
