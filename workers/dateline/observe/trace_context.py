"""The trace that an item belongs to, by its headers (W3C Trace Context, section 3.2)."""

import re
from collections.abc import Iterable

TRACEPARENT = "traceparent"
_FORM = re.compile(rb"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?")


def trace_id(headers: Iterable[tuple[str, bytes | None]]) -> str | None:
    """Return the trace id, 32 hexadecimal digits; None if the headers contain no well-formed one."""
    for name, value in headers:
        if name == TRACEPARENT:
            match = _FORM.fullmatch(value or b"")
            return None if match is None else match[1].decode()
    return None


def exemplar(headers: Iterable[tuple[str, bytes | None]]) -> dict[str, str] | None:
    """Return the trace as a metric's exemplar (OpenMetrics 1.0); None if there is none."""
    trace = trace_id(headers)
    return None if trace is None else {"trace_id": trace}
