"""`dateline demo`: feeds the samples to a real worker on the embedded broker and shows what comes out."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any, Self, cast

import orjson
from confluent_kafka import Consumer, Message, Producer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from dateline.broker.embedded import EmbeddedBroker
from dateline.demo.samples import samples
from dateline.demo.show import show_dead_letter, show_record


def free_port() -> int:
    """Return a port that nothing on this machine listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


RAW, ENRICHED, DEAD = "raw-items", "enriched-items", "dead-letters"
# Models load in a few seconds and the group forms in two; a slow, busy machine takes ten times that.
_PATIENCE_SECONDS = 120.0
_POLL_SECONDS = 0.2
_FAILED = 1
# Times the samples go through once more, so that the speed is not that of the first fetch.
_ROUNDS = 20


def run_demo(keep: bool) -> int:
    """Run the demo; return its exit status."""
    console, items = Console(soft_wrap=True, highlight=False), samples()
    with EmbeddedBroker(RAW, ENRICHED, DEAD) as broker, tempfile.TemporaryDirectory() as folder:
        log, port = Path(folder) / "worker.log", free_port()
        console.print(f"broker   {broker.address} (embedded)\nmetrics  http://127.0.0.1:{port}/metrics\n")
        with _worker(broker.address, port, log) as worker, _Loop(broker.address, worker, console) as loop:
            try:
                outputs, _ = loop.through(items, "sample items through the worker")
                _show(console, outputs)
                _, seconds = loop.through(items * _ROUNDS, "the same again, for its speed")
            except _WorkerFailedError:
                console.print(log.read_text("utf-8"), markup=False)
                return _FAILED
            _summary(console, outputs, len(items) * _ROUNDS / seconds)
            console.print(f"metrics  http://127.0.0.1:{port}/metrics")
            if keep:
                _stay(console, worker)
    return 0


@contextmanager
def _worker(brokers: str, port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker process that is ended, and waited for, on the way out."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
    environment = {
        **inherited,
        "DATELINE_BROKERS": brokers,
        "DATELINE_DELIVERY": "at_least_once",  # the embedded broker knows no transactions
        "DATELINE_RAW_TOPICS": RAW,
        "DATELINE_ENRICHED_TOPIC": ENRICHED,
        "DATELINE_DEAD_LETTER_TOPIC": DEAD,
        "DATELINE_HTTP_PORT": str(port),
        "DATELINE_HTTP_HOST": "127.0.0.1",
    }
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "dateline", "worker"], env=environment, stdout=stream, stderr=stream
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait()


class _WorkerFailedError(Exception):
    """The worker ended, or did not answer in time."""


class _Loop:
    """Puts items on the raw topic and gathers what the worker makes of them."""

    def __init__(self, brokers: str, worker: subprocess.Popen[bytes], console: Console) -> None:
        self._worker, self._console = worker, console
        self._producer = Producer({"bootstrap.servers": brokers, "log_level": 0})
        self._consumer = Consumer(
            {"bootstrap.servers": brokers, "group.id": "demo", "auto.offset.reset": "earliest", "log_level": 0}
        )

    def __enter__(self) -> Self:
        self._consumer.subscribe([ENRICHED, DEAD])
        return self

    def __exit__(self, *_: object) -> None:
        self._consumer.close()

    def through(self, items: list[bytes], what: str) -> tuple[list[Message], float]:
        """As many outputs as there are items, and the seconds it took. Raises _WorkerFailedError."""
        began = monotonic()
        for item in items:
            self._producer.produce(RAW, item)
        self._producer.flush()
        outputs: list[Message] = []
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self._console) as progress:
            task = progress.add_task(what, total=len(items))
            while len(outputs) < len(items):
                if monotonic() - began > _PATIENCE_SECONDS or self._worker.poll() is not None:
                    raise _WorkerFailedError
                message = self._consumer.poll(_POLL_SECONDS)
                if message is not None and message.error() is None:
                    outputs.append(message)
                    progress.advance(task)
        return outputs, monotonic() - began


def _show(console: Console, outputs: list[Message]) -> None:
    records = [orjson.loads(message.value() or b"") for message in outputs if message.topic() == ENRICHED]
    for record in sorted(records, key=_by_source):
        show_record(console, record)
    for message in outputs:
        if message.topic() == DEAD:
            show_dead_letter(console, _headers(message), message.value() or b"")
    console.rule()


def _summary(console: Console, outputs: list[Message], rate: float) -> None:
    published = sum(message.topic() == ENRICHED for message in outputs)
    dead = len(outputs) - published
    console.print(f"received {len(outputs)}   published {published}   dead letters {dead}   {rate:,.0f} items/s")


def _headers(message: Message) -> dict[str, str]:
    pairs = cast("list[tuple[str, bytes | None]]", message.headers() or [])
    return {name: (value or b"").decode("utf-8", "replace") for name, value in pairs}


def _by_source(record: dict[str, Any]) -> tuple[str, str]:
    return record["source"], record["id"]


def _stay(console: Console, worker: subprocess.Popen[bytes]) -> None:
    console.print("still up; Ctrl-C ends it")
    try:
        worker.wait()
    except KeyboardInterrupt:
        console.print("ending")
