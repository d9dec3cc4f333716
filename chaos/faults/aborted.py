"""Upstream transactions that are aborted: their items must never come out."""

from collections.abc import Callable
from functools import partial

from confluent_kafka import KafkaError, Message, Producer

from chaos.fault import Fault
from chaos.scene import Scene, Size
from chaos.sent import key_of
from tests.support.items import envelope

OnDelivery = Callable[[KafkaError | None, Message], None] | None

IN_ONE_TRANSACTION = 10
SHARE = 0.2
TIMEOUT_SECONDS = 60


def run(scene: Scene) -> None:
    """Send transactions of ten while the worker works; every fifth or so is aborted."""
    scene.fleet.start()
    scene.wait(lambda: scene.group.members() == 1, "the worker has the partitions")
    settings = {"bootstrap.servers": scene.cluster.bootstrap, "transactional.id": f"upstream-{scene.topics.raw}"}
    producer = Producer(settings | {"log_level": 0})
    producer.init_transactions(TIMEOUT_SECONDS)
    while len(scene.sent) < scene.size.items:
        producer.begin_transaction()
        if scene.rng.random() < SHARE:
            scene.result.times += _aborted(scene, producer)
        else:
            _committed(scene, producer)


def _committed(scene: Scene, producer: Producer) -> None:
    for number in range(len(scene.sent), len(scene.sent) + IN_ONE_TRANSACTION):
        _produce(scene, producer, number, key_of(number), partial(_delivered, scene, number))
    producer.commit_transaction(TIMEOUT_SECONDS)


def _aborted(scene: Scene, producer: Producer) -> int:
    for number in range(IN_ONE_TRANSACTION):
        _produce(scene, producer, number, f"aborted-{scene.result.times + number}".encode())
    producer.flush(TIMEOUT_SECONDS)
    producer.abort_transaction(TIMEOUT_SECONDS)
    return IN_ONE_TRANSACTION


def _produce(scene: Scene, producer: Producer, number: int, key: bytes, on_delivery: OnDelivery = None) -> None:
    value = envelope(f"The council of Lima met for the {number}th time.", id=key.decode())
    partition = scene.sent.partition_of(number)
    producer.produce(scene.topics.raw, value, key, partition, on_delivery)


def _delivered(scene: Scene, number: int, error: KafkaError | None, message: Message) -> None:
    if error is None and (offset := message.offset()) is not None:
        scene.sent.acknowledge(number, offset)


ABORTED = Fault("aborted upstream transactions", run, Size(20, 160), Size(400, 1_600), Size(400, 1_600))
