"""Logging by structlog; the standard library's loggers (Faust, aiokafka) go through the same renderer."""

import json
import logging
import sys
from collections.abc import Iterable
from time import monotonic
from typing import Any

import structlog

# These log every start, heartbeat and fetch at info; the last one contains services of Faust.
_NOISY = ("aiokafka", "faust", "mode", "kafka", "dateline.delivery.faust_transport")
# An unavailable broker makes libraries log the same line thousands of times; once in ten seconds says as much.
_REPEAT_SECONDS = 10.0
_REDACTED = "**********"


def configure(level: str, form: str, secrets: Iterable[str] = ()) -> None:
    """Log JSON lines, or text for people, to stderr at `level` and above; noisy libraries from warning up. `secrets` are redacted."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler(sys.stderr)
    last: list[structlog.typing.Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        renderer,
        RedactSecrets(secrets),
    ]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=last, foreign_pre_chain=shared))
    handler.addFilter(RateLimitFilter(_REPEAT_SECONDS))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    logging.captureWarnings(True)
    for name in _NOISY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


class RedactSecrets:
    """Replaces secrets in a line by stars, whichever library wrote it."""

    def __init__(self, secrets: Iterable[str]) -> None:
        # As it is, and as JSON writes it.
        self._forms = {form for secret in secrets if secret for form in (secret, json.dumps(secret)[1:-1])}

    def __call__(self, logger: Any, name: str, line: Any) -> str:  # noqa: ARG002 - as structlog calls it
        """Return the line without secrets."""
        for form in self._forms:
            line = line.replace(form, _REDACTED)
        return str(line)


class RateLimitFilter(logging.Filter):
    """Passes a repeated message once in so many seconds, with the number suppressed meanwhile.

    Two messages of a library are the same if their template is; two of ours, if event, partition, stage and reason are.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds
        self._passed: dict[tuple[object, ...], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether to write the record."""
        if record.levelno < logging.WARNING:
            return True
        key, now = _key(record), monotonic()
        last, suppressed = self._passed.get(key, (-self._seconds, 0))
        if now - last < self._seconds:
            self._passed[key] = last, suppressed + 1
            return False
        self._passed[key] = now, 0
        if suppressed:
            _note(record, f"{suppressed} like this suppressed in the last {now - last:.0f} s")
        return True


def _key(record: logging.LogRecord) -> tuple[object, ...]:
    if isinstance(record.msg, dict):
        return record.name, *(record.msg.get(name) for name in ("event", "partition", "stage", "reason"))
    return record.name, record.msg if isinstance(record.msg, str) else type(record.msg)


def _note(record: logging.LogRecord, note: str) -> None:
    if isinstance(record.msg, dict):
        record.msg["repeated"] = note
    else:
        record.msg, record.args = f"{record.getMessage()} ({note})", None
