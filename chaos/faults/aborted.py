"""Upstream transactions that are aborted: their items must never come out."""

from collections.abc import Callable
from functools import partial

from confluent_kafka import KafkaError, Message, Producer

from chaos.acknowledged import key_of
from chaos.fault import Fault
from chaos.scenario import Scenario, Size
from tests.support.items import envelope

OnDelivery = Callable[[KafkaError | None, Message], None] | None

IN_ONE_TRANSACTION = 10
SHARE = 0.2
TIMEOUT_SECONDS = 60


def run(scenario: Scenario) -> None:
    """Send transactions of ten while the worker works; every fifth or so is aborted."""
    scenario.fleet.start()
    scenario.wait(lambda: scenario.group.members() == 1, "the worker has the partitions")
    settings = {"bootstrap.servers": scenario.cluster.bootstrap, "transactional.id": f"upstream-{scenario.topics.raw}"}
    producer = Producer(settings | {"log_level": 0})
    producer.init_transactions(TIMEOUT_SECONDS)
    while len(scenario.sent) < scenario.size.items:
        producer.begin_transaction()
        if scenario.rng.random() < SHARE:
            scenario.result.times += _aborted(scenario, producer)
        else:
            _committed(scenario, producer)


def _committed(scenario: Scenario, producer: Producer) -> None:
    for number in range(len(scenario.sent), len(scenario.sent) + IN_ONE_TRANSACTION):
        _produce(scenario, producer, number, key_of(number), partial(_delivered, scenario, number))
    producer.commit_transaction(TIMEOUT_SECONDS)


def _aborted(scenario: Scenario, producer: Producer) -> int:
    for number in range(IN_ONE_TRANSACTION):
        _produce(scenario, producer, number, f"aborted-{scenario.result.times + number}".encode())
    producer.flush(TIMEOUT_SECONDS)
    producer.abort_transaction(TIMEOUT_SECONDS)
    return IN_ONE_TRANSACTION


def _produce(scenario: Scenario, producer: Producer, number: int, key: bytes, on_delivery: OnDelivery = None) -> None:
    value = envelope(f"The council of Lima met for the {number}th time.", id=key.decode())
    partition = scenario.sent.partition_of(number)
    producer.produce(scenario.topics.raw, value, key, partition, on_delivery)


def _delivered(scenario: Scenario, number: int, error: KafkaError | None, message: Message) -> None:
    if error is None and (offset := message.offset()) is not None:
        scenario.sent.acknowledge(number, offset)


ABORTED = Fault("aborted upstream transactions", run, Size(20, 160), Size(400, 1_600), Size(400, 1_600))
