"""Runs the Faust worker until it is told to stop."""

import asyncio
import gc
import os
import signal
import sys
import threading

import faust
import structlog
from aiokafka.errors import KafkaError

from workers.app import create_app
from workers.delivery.kafka import bootstrap
from workers.delivery.timings import RETRY_LONGEST, SHUTDOWN
from workers.observe.health import Health
from workers.observe.http import HttpServer
from workers.observe.logs import configure
from workers.observe.metrics import Metrics
from workers.pipeline import warm_up
from workers.settings import Settings


def run_worker(settings: Settings) -> None:
    """Serves /metrics and the probes, joins the group and works; SIGTERM ends it with exit status 0."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # until the loop's own handler takes over
    configure(settings.log_level, settings.log_format)
    metrics, health = Metrics(), Health()
    server = HttpServer(settings.http_host, settings.http_port, metrics, health)
    structlog.get_logger("dateline.worker").info("starting", **settings.public(), http_port_used=server.port)
    warm_up()
    asyncio.run(_wait_for_brokers(settings, health))
    gc.freeze()  # lexicons and automata live as long as the process; collections need not walk them
    app = create_app(settings, metrics, health)
    worker = _Worker(app, quiet=True, override_logging=False, redirect_stdouts=False, loglevel=settings.log_level)
    worker.spinner = None  # for terminals
    worker.execute_from_commandline()


class _Worker(faust.Worker):
    """Faust's worker, which SIGTERM ends in time even where Faust waits for a broker; what is not committed is done again."""

    def _on_sigterm(self) -> None:
        if self._signal_stop_time:
            os._exit(0)
        deadline = threading.Timer(SHUTDOWN, os._exit, (0,))
        deadline.daemon = True
        deadline.start()
        super()._on_sigterm()


async def _wait_for_brokers(settings: Settings, health: Health) -> None:
    """Waits until a broker answers: Faust ends where none does when it starts, and a restart would help nobody."""
    while True:
        health.beat()
        try:
            return await bootstrap(settings)
        except (KafkaError, OSError) as error:
            health.not_ready("no broker answers")
            structlog.get_logger("dateline.worker").warning(
                "no broker answers", error=str(error), pause_seconds=RETRY_LONGEST
            )
            await asyncio.sleep(RETRY_LONGEST)
