"""Outputs that a broker refuses, and topics that are deleted and made again: dead letter or stop, never silence."""

from collections.abc import Callable
from random import Random
from urllib.error import HTTPError
from urllib.request import urlopen

from chaos.acknowledged import key_of
from chaos.fault import Fault
from chaos.feeder import Item, story
from chaos.fleet import Running
from chaos.scenario import RAW_PARTITIONS, Scenario, Size
from tests.support.items import envelope
from tests.support.worker import Worker

LIMIT_BYTES = 20_000
EVERY = 25
"""One item in so many is too large for the lowered limit."""


def too_large(scenario: Scenario) -> None:
    """The enriched topic takes only smaller messages from now on: the larger records become dead letters."""
    _begun(scenario, scenario.size.items // 2)
    scenario.cluster.limit_messages(scenario.topics.enriched, LIMIT_BYTES)
    first = scenario.feeder.next
    scenario.feeder.source = lambda number: _long(number) if number % EVERY == 0 else story(number)
    scenario.feeder.finish(first + scenario.size.items // 2)
    expected = {number: "output_too_large" for number in range(first, scenario.feeder.next) if number % EVERY == 0}
    scenario.result.times = len(expected)
    scenario.settle()
    if scenario.is_ours and scenario.ledger.reasons != expected:
        scenario.problem(
            f"{len(scenario.ledger.reasons)} dead letters instead of {len(expected)}, or for other reasons"
        )


def output_deleted(scenario: Scenario) -> None:
    """The enriched topic goes: the worker says so and waits; when it is there again, all goes on."""
    (worker,) = _begun(scenario, scenario.size.items // 2)
    scenario.delete_output(scenario.topics.enriched)
    scenario.feeder.finish(scenario.feeder.next + scenario.size.items // 2)
    awaits_not_ready(scenario, worker)
    scenario.create_output(scenario.topics.enriched)
    scenario.resumed(scenario.moment().after(scenario.feeder.next - RAW_PARTITIONS))


def raw_deleted(scenario: Scenario) -> None:
    """The raw topic goes with all that was delivered, and comes again with new items, fewer than there were."""
    (worker,) = _begun(scenario, scenario.size.items * 3 // 4)
    scenario.group.topic_is_gone()
    scenario.cluster.delete_topic(scenario.topics.raw)
    if isinstance(worker, Worker):
        scenario.wait(lambda: bool(readiness(worker)), "the worker is not ready without its raw topic")
    scenario.sent.topic_is_gone()
    scenario.group.topic_is_gone()
    scenario.cluster.create_topic(scenario.topics.raw, RAW_PARTITIONS)
    moment = scenario.moment()
    scenario.feeder.finish(moment.number + scenario.size.items // 4)
    scenario.resumed(moment.after(scenario.feeder.next - RAW_PARTITIONS))


def awaits_not_ready(scenario: Scenario, worker: Running) -> None:
    """Ours must say that it is not ready, and why."""
    if isinstance(worker, Worker):
        scenario.wait(lambda: "deliver" in readiness(worker), "the worker is not ready and says that it can't deliver")


def readiness(worker: Worker) -> str:
    """Return what the readiness probe complains of; empty while it passes or nothing listens."""
    try:
        urlopen(f"http://127.0.0.1:{worker.port}/healthz/ready", timeout=5).close()
    except HTTPError as refused:
        return refused.read().decode()
    except OSError:
        return ""
    return ""


def _begun(scenario: Scenario, items: int) -> list[Running]:
    """Return a worker that has delivered all of so many items."""
    started = scenario.fleet.start()
    scenario.feeder.finish(items)
    scenario.settle()
    return started


def _long(number: int) -> Item:
    noise = Random(number)  # a text that compression does not make small
    text = "\n".join(f"London counted {noise.randbytes(40).hex()} today." for _ in range(900))
    return envelope(text, id=key_of(number).decode(), content_type="text/plain"), {}


def _fault(name: str, run: Callable[[Scenario], None]) -> Fault:
    return Fault(name, run, Size(1, 400), Size(1, 4_000), Size(1, 4_000))


TOO_LARGE = _fault("record too large", too_large)
OUTPUT_DELETED = _fault("output topic deleted", output_deleted)
RAW_DELETED = _fault("raw topic deleted", raw_deleted)
