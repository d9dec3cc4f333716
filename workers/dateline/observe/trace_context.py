"""The trace that an item belongs to, as its headers say (W3C Trace Context, section 3.2)."""

import re
from collections.abc import Iterable

TRACEPARENT = "traceparent"
_FORM = re.compile(rb"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?")


def trace_id(headers: Iterable[tuple[str, bytes | None]]) -> str | None:
    """The id of the trace, 32 hexadecimal digits; None where the headers name none that is well-formed."""
    for name, value in headers:
        if name == TRACEPARENT:
            match = _FORM.fullmatch(value or b"")
            return None if match is None else match[1].decode()
    return None


def exemplar(headers: Iterable[tuple[str, bytes | None]]) -> dict[str, str] | None:
    """The trace as an exemplar of a metric (OpenMetrics 1.0); None where there is none."""
    found = trace_id(headers)
    return None if found is None else {"trace_id": found}
