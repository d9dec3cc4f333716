"""`dateline demo`: feeds the samples to a real worker on the embedded broker and shows what comes out."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any, cast

import orjson
from confluent_kafka import Consumer, Message, Producer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from workers.broker.embedded import EmbeddedBroker
from workers.demo.port import free_port
from workers.demo.samples import samples
from workers.demo.show import show_dead_letter, show_record

RAW, ENRICHED, DEAD = "raw-items", "enriched-items", "dead-letters"
# Models load in a few seconds and the group forms in two; a slow, busy machine takes ten times that.
_PATIENCE_SECONDS = 120.0
_POLL_SECONDS = 0.2
_FAILED = 1


def run_demo(keep: bool) -> int:
    """Runs the demo; returns its exit status."""
    console, items = Console(soft_wrap=True, highlight=False), samples()
    with EmbeddedBroker(RAW, ENRICHED, DEAD) as broker, tempfile.TemporaryDirectory() as folder:
        log, port = Path(folder) / "worker.log", free_port()
        console.print(f"broker   {broker.address} (embedded)\nmetrics  http://127.0.0.1:{port}/metrics\n")
        with _worker(broker.address, port, log) as worker:
            outputs = _through(broker.address, items, worker, console)
            if outputs is None:
                console.print(log.read_text("utf-8"), markup=False)
                return _FAILED
            _show(console, items, *outputs)
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
        "DATELINE_RAW_TOPICS": RAW,
        "DATELINE_ENRICHED_TOPIC": ENRICHED,
        "DATELINE_DEAD_LETTER_TOPIC": DEAD,
        "DATELINE_HTTP_PORT": str(port),
        "DATELINE_HTTP_HOST": "127.0.0.1",
    }
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "workers", "worker"], env=environment, stdout=stream, stderr=stream
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait()


def _through(
    brokers: str, items: list[bytes], worker: subprocess.Popen[bytes], console: Console
) -> tuple[list[Message], float] | None:
    """Feeds the items and gathers as many outputs, with the seconds from the first output to the last; None if some never come."""
    producer = Producer({"bootstrap.servers": brokers, "log_level": 0})
    for item in items:
        producer.produce(RAW, item)
    producer.flush()
    consumer = Consumer(
        {"bootstrap.servers": brokers, "group.id": "demo", "auto.offset.reset": "earliest", "log_level": 0}
    )
    consumer.subscribe([ENRICHED, DEAD])
    outputs: list[Message] = []
    deadline = monotonic() + _PATIENCE_SECONDS
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("items through the worker", total=len(items))
        while len(outputs) < len(items):
            if monotonic() > deadline or worker.poll() is not None:
                return None
            message = consumer.poll(_POLL_SECONDS)
            if message is not None and message.error() is None:
                outputs.append(message)
                progress.advance(task)
    consumer.close()
    return outputs, _worker_seconds(outputs)


def _worker_seconds(outputs: list[Message]) -> float:
    stamps = [message.timestamp()[1] for message in outputs]
    return max(0.001, (max(stamps) - min(stamps)) / 1000)


def _show(console: Console, items: list[bytes], outputs: list[Message], seconds: float) -> None:
    records = [orjson.loads(message.value() or b"") for message in outputs if message.topic() == ENRICHED]
    letters = [message for message in outputs if message.topic() == DEAD]
    for record in sorted(records, key=_by_source):
        show_record(console, record)
    for message in letters:
        show_dead_letter(console, _headers(message), message.value() or b"")
    console.rule()
    console.print(
        f"received {len(items)}   published {len(records)}   dead letters {len(letters)}   {len(items) / seconds:,.0f} items/s"
    )


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
