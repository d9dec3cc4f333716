"""Runs the Faust worker until it is stopped."""

import asyncio
import gc
import os
import signal
import sys
import threading

import faust
import structlog
from aiokafka.errors import KafkaError

from dateline.app import create_app
from dateline.delivery.instrument.spans import Traces
from dateline.entities.backends.routes import LoadError
from dateline.kafka.access_denied import AccessDeniedError
from dateline.kafka.connect import connect
from dateline.kafka.permissions import ensure_permitted
from dateline.kafka.timeouts import RETRY_LONGEST, SHUTDOWN
from dateline.observe.health import BEAT_SECONDS, Health
from dateline.observe.http import HttpServer
from dateline.observe.logs import configure
from dateline.observe.metrics import Metrics
from dateline.pool.executor import Executor, InProcessExecutor
from dateline.pool.fork_protocol import ForkServer
from dateline.pool.item_processor import ItemProcessor
from dateline.pool.pool import Pool
from dateline.settings import Settings


def run_worker(settings: Settings, fork_server: ForkServer | None = None) -> None:
    """Serve /metrics and the probes, join the group and work until SIGTERM, which ends the process with exit status 0."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # until the loop's own handler takes over
    configure(settings.log_level, settings.log_format, settings.secrets())
    metrics, health, traces = Metrics(), Health(), _traces(settings)
    server = HttpServer(settings.http_host, settings.http_port, metrics, health)
    structlog.get_logger("dateline.worker").info("starting", **settings.public(), http_port_used=server.port)
    executor = _executor(settings, metrics, health, fork_server)
    asyncio.run(_wait_for_brokers(settings, health))
    app = create_app(settings, executor, metrics, health, traces)
    worker = _PunctualWorker(
        app, quiet=True, override_logging=False, redirect_stdouts=False, loglevel=settings.log_level
    )
    worker.spinner = None  # for terminals
    worker.execute_from_commandline()


def _executor(settings: Settings, metrics: Metrics, health: Health, fork_server: ForkServer | None) -> Executor:
    """Return a pool, which starts loading now unless it did before, or this process itself after loading."""
    if settings.pool_size:
        pool = Pool(settings.pool_size, metrics, health, fork_server)
        pool.start()
        return pool
    from dateline.pipeline.pipeline import load  # noqa: PLC0415 - a pool's parent needs none of its models

    try:
        pipeline = load(settings)
    except LoadError as error:
        structlog.get_logger("dateline.worker").error("entity backend can't be loaded", error=str(error))
        sys.exit(2)
    gc.freeze()  # lexicons and automata live as long as the process; collections need not walk them
    return InProcessExecutor(ItemProcessor(pipeline, settings.enriched_topic, settings.output_format))


def _traces(settings: Settings) -> Traces | None:
    """Set up tracing if it is on; exit with status 2 if its packages are missing."""
    if not settings.trace_share:
        return None
    try:
        from dateline.delivery.instrument.opentelemetry import Tracing  # noqa: PLC0415 - comes with the extra `otel`
    except ImportError as error:
        structlog.get_logger("dateline.worker").error(
            "DATELINE_TRACE_SHARE needs more packages: install dateline[otel]", error=str(error)
        )
        sys.exit(2)
    return Tracing.to_collector(settings.trace_share)


class _PunctualWorker(faust.Worker):
    """Faust's worker, except that SIGTERM stops it in time even if Faust waits for a broker; uncommitted items are processed again."""

    def _on_sigterm(self) -> None:
        if self._signal_stop_time:
            os._exit(0)
        deadline = threading.Timer(SHUTDOWN, os._exit, (0,))
        deadline.daemon = True
        deadline.start()
        super()._on_sigterm()


async def _wait_for_brokers(settings: Settings, health: Health) -> None:
    """Wait until a broker answers: Faust exits if none does when it starts, and a restart would help nobody."""
    beating = asyncio.create_task(_beat(health))
    while not await _brokers_answer(settings, health):
        await asyncio.sleep(RETRY_LONGEST)
    beating.cancel()


async def _brokers_answer(settings: Settings, health: Health) -> bool:
    """Return whether a broker accepts the worker. Exits with status 1 if they deny it access: waiting would help nobody."""
    log = structlog.get_logger("dateline.worker")
    try:
        await connect(settings, ensure_permitted)
    except AccessDeniedError as error:
        log.error("access denied", error=str(error))
        sys.exit(1)
    except (KafkaError, OSError) as error:
        health.degraded("broker", "no broker answers")
        log.warning("no broker answers", error=str(error), pause_seconds=RETRY_LONGEST)
        return False
    health.recovered("broker")
    return True


async def _beat(health: Health) -> None:
    """Send heartbeats to health while silent brokers are tried one after the other."""
    while True:
        health.beat()
        await asyncio.sleep(BEAT_SECONDS)
