"""Logs: structlog in front, the standard library's loggers (Faust, aiokafka) through the same renderer."""

import json
import logging
import sys
from collections.abc import Iterable
from time import monotonic
from typing import Any

import structlog

# These narrate every start, heartbeat and fetch at info; the last are Faust services by their module here.
_TALKATIVE = ("aiokafka", "faust", "mode", "kafka", "dateline.delivery.faust_transport")
# A broker that is away makes libraries say the same thing thousands of times; once in ten seconds tells as much.
_REPEAT_SECONDS = 10.0
_STARS = "**********"


def configure(level: str, form: str, secrets: Iterable[str] = ()) -> None:
    """JSON lines or text for people on stderr, at `level` and above; libraries from warning up. `secrets` never stand in them."""
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
        Masked(secrets),
    ]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=last, foreign_pre_chain=shared))
    handler.addFilter(Seldom(_REPEAT_SECONDS))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    logging.captureWarnings(True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


class Masked:
    """Puts stars where a secret would stand in a line, whichever library wrote it."""

    def __init__(self, secrets: Iterable[str]) -> None:
        # As it is, and as JSON writes it.
        self._forms = {form for secret in secrets if secret for form in (secret, json.dumps(secret)[1:-1])}

    def __call__(self, logger: Any, name: str, line: Any) -> str:  # noqa: ARG002 - as structlog calls it
        """The line without them."""
        for form in self._forms:
            line = line.replace(form, _STARS)
        return str(line)


class Seldom(logging.Filter):
    """Lets a message that repeats through once in so many seconds, with the number left out meanwhile.

    Libraries' messages are the same when their template is, ours when event, partition, stage and reason are.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds
        self._said: dict[tuple[object, ...], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is to be written."""
        if record.levelno < logging.WARNING:
            return True
        key, now = _kind(record), monotonic()
        last, left_out = self._said.get(key, (-self._seconds, 0))
        if now - last < self._seconds:
            self._said[key] = last, left_out + 1
            return False
        self._said[key] = now, 0
        if left_out:
            _add(record, f"{left_out} like this left out in the last {now - last:.0f} s")
        return True


def _kind(record: logging.LogRecord) -> tuple[object, ...]:
    if isinstance(record.msg, dict):
        return record.name, *(record.msg.get(name) for name in ("event", "partition", "stage", "reason"))
    return record.name, record.msg if isinstance(record.msg, str) else type(record.msg)


def _add(record: logging.LogRecord, note: str) -> None:
    if isinstance(record.msg, dict):
        record.msg["repeated"] = note
    else:
        record.msg, record.args = f"{record.getMessage()} ({note})", None
