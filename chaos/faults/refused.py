"""Outputs that a broker refuses, and topics that are deleted and made again: dead letter or stop, never silence."""

from collections.abc import Callable
from random import Random
from urllib.error import HTTPError
from urllib.request import urlopen

from chaos.fault import Fault
from chaos.feeder import Item, story
from chaos.fleet import Running
from chaos.scene import RAW_PARTITIONS, Scene, Size
from chaos.sent import key_of
from tests.support.items import envelope
from tests.support.worker import Worker

LIMIT_BYTES = 20_000
EVERY = 25
"""One item in so many is too large for the lowered limit."""


def too_large(scene: Scene) -> None:
    """The enriched topic takes only smaller messages from now on: the larger records become dead letters."""
    _begun(scene, scene.size.items // 2)
    scene.cluster.limit_messages(scene.topics.enriched, LIMIT_BYTES)
    first = scene.feeder.next
    scene.feeder.source = lambda number: _long(number) if number % EVERY == 0 else story(number)
    scene.feeder.finish(first + scene.size.items // 2)
    expected = {number: "output_too_large" for number in range(first, scene.feeder.next) if number % EVERY == 0}
    scene.result.times = len(expected)
    scene.settle()
    if scene.is_ours and scene.ledger.reasons != expected:
        scene.problem(f"{len(scene.ledger.reasons)} dead letters instead of {len(expected)}, or for other reasons")


def output_deleted(scene: Scene) -> None:
    """The enriched topic goes: the worker says so and waits; when it is there again, all goes on."""
    (worker,) = _begun(scene, scene.size.items // 2)
    scene.delete_output(scene.topics.enriched)
    scene.feeder.finish(scene.feeder.next + scene.size.items // 2)
    awaits_not_ready(scene, worker)
    scene.create_output(scene.topics.enriched)
    scene.resumed(scene.moment().after(scene.feeder.next - RAW_PARTITIONS))


def raw_deleted(scene: Scene) -> None:
    """The raw topic goes with all that was delivered, and comes again with new items, fewer than there were."""
    (worker,) = _begun(scene, scene.size.items * 3 // 4)
    scene.group.topic_is_gone()
    scene.cluster.delete_topic(scene.topics.raw)
    if isinstance(worker, Worker):
        scene.wait(lambda: bool(readiness(worker)), "the worker is not ready without its raw topic")
    scene.sent.topic_is_gone()
    scene.group.topic_is_gone()
    scene.cluster.create_topic(scene.topics.raw, RAW_PARTITIONS)
    moment = scene.moment()
    scene.feeder.finish(moment.number + scene.size.items // 4)
    scene.resumed(moment.after(scene.feeder.next - RAW_PARTITIONS))


def awaits_not_ready(scene: Scene, worker: Running) -> None:
    """Ours must say that it is not ready, and why."""
    if isinstance(worker, Worker):
        scene.wait(lambda: "deliver" in readiness(worker), "the worker is not ready and says that it can't deliver")


def readiness(worker: Worker) -> str:
    """Return what the readiness probe complains of; empty while it passes or nothing listens."""
    try:
        urlopen(f"http://127.0.0.1:{worker.port}/healthz/ready", timeout=5).close()
    except HTTPError as refused:
        return refused.read().decode()
    except OSError:
        return ""
    return ""


def _begun(scene: Scene, items: int) -> list[Running]:
    """Return a worker that has delivered all of so many items."""
    started = scene.fleet.start()
    scene.feeder.finish(items)
    scene.settle()
    return started


def _long(number: int) -> Item:
    noise = Random(number)  # a text that compression does not make small
    text = "\n".join(f"London counted {noise.randbytes(40).hex()} today." for _ in range(900))
    return envelope(text, id=key_of(number).decode(), content_type="text/plain"), {}


def _fault(name: str, run: Callable[[Scene], None]) -> Fault:
    return Fault(name, run, Size(1, 400), Size(1, 4_000), Size(1, 4_000))


TOO_LARGE = _fault("record too large", too_large)
OUTPUT_DELETED = _fault("output topic deleted", output_deleted)
RAW_DELETED = _fault("raw topic deleted", raw_deleted)
