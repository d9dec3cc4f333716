"""Runs the Faust worker until it is told to stop."""

import gc

import faust
import structlog

from workers.app import create_app
from workers.observe.health import Health
from workers.observe.http import HttpServer
from workers.observe.logs import configure
from workers.observe.metrics import Metrics
from workers.pipeline import warm_up
from workers.settings import Settings


def run_worker(settings: Settings) -> None:
    """Serves /metrics and the probes, joins the group and works; SIGTERM ends it with exit status 0."""
    configure(settings.log_level, settings.log_format)
    metrics, health = Metrics(), Health()
    server = HttpServer(settings.http_host, settings.http_port, metrics, health)
    structlog.get_logger("dateline.worker").info("starting", **settings.public(), http_port_used=server.port)
    warm_up()
    gc.freeze()  # lexicons and automata live as long as the process; collections need not walk them
    app = create_app(settings, metrics, health)
    worker = faust.Worker(app, quiet=True, override_logging=False, redirect_stdouts=False, loglevel=settings.log_level)
    worker.spinner = None  # for terminals
    worker.execute_from_commandline()
