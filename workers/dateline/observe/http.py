"""/metrics and the health probes, served from a thread so that a busy loop still answers."""

from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any, cast
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import make_wsgi_app

from dateline.observe.health import Health
from dateline.observe.metrics import Metrics

# Between looks at whether to stop: what closing the server takes. An idle look costs some microseconds.
_POLL_SECONDS = 0.1

StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class says so
        """Probes and scrapes come every few seconds and say nothing worth a line."""


class HttpServer:
    """Serves until closed. Raises OSError if the port is taken."""

    def __init__(self, host: str, port: int, metrics: Metrics, health: Health) -> None:
        self._metrics, self._health = make_wsgi_app(metrics.registry), health
        self._server = make_server(host, port, self._answer, server_class=_Server, handler_class=_Quiet)
        self.port: int = self._server.server_port
        self._thread = Thread(target=self._server.serve_forever, args=(_POLL_SECONDS,), name="http", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        match environ.get("PATH_INFO"):
            case "/metrics":
                return cast("Iterable[bytes]", self._metrics(environ, start))
            case "/healthz/live":
                return _probe(start, self._health.liveness())
            case "/healthz/ready":
                return _probe(start, self._health.readiness())
            case _:
                return _text(start, "404 Not Found", "here are /metrics, /healthz/live and /healthz/ready\n")


def _probe(start: StartResponse, problem: str | None) -> Iterable[bytes]:
    return _text(start, "200 OK" if problem is None else "503 Service Unavailable", (problem or "ok") + "\n")


def _text(start: StartResponse, status: str, body: str) -> Iterable[bytes]:
    start(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [body.encode()]
