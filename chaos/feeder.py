"""Keeps work coming while faults strike."""

from collections.abc import Callable
from functools import partial
from threading import Event
from time import monotonic
from typing import Self

from confluent_kafka import KafkaError, Message, Producer

from chaos.acknowledged import Acknowledged, key_of
from chaos.background import Background
from tests.support.items import envelope

Item = tuple[bytes | None, dict[str, bytes]]
Source = Callable[[int], Item]

STEP_SECONDS = 0.1
# Longer than any outage, so that the producer itself never gives an item up.
DELIVERY_SECONDS = 600
PLACES = ("Paris", "Nairobi", "Lima", "Jakarta", "Oslo")


def story(number: int) -> Item:
    """Return a short item that is published."""
    text = f"The council of {PLACES[number % len(PLACES)]} met for the {number}th time."
    return envelope(text, id=key_of(number).decode(), content_type="text/plain"), {}


class Feeder(Background):
    """Sends items round the partitions, `rate` of them a second, as an idempotent producer."""

    def __init__(self, bootstrap: str, topic: str, sent: Acknowledged, rate: float) -> None:
        super().__init__("feeder")
        self._topic, self._sent = topic, sent
        self.source: Source = story
        self._rate, self._owed, self._last = rate, 0.0, monotonic()
        self._wake = Event()
        self._refused: list[KafkaError] = []
        self.next = 0
        self._producer = Producer(
            {
                "bootstrap.servers": bootstrap,
                "enable.idempotence": True,
                "message.timeout.ms": DELIVERY_SECONDS * 1000,
                "message.max.bytes": 100_000_000,
                "linger.ms": 5,
                "topic.metadata.refresh.interval.ms": 2000,
                "log_level": 0,
            }
        )

    def __enter__(self) -> Self:
        self._last = monotonic()
        return super().__enter__()

    def step(self) -> None:
        """One burst."""
        self._owed += self._rate * (monotonic() - self._last)
        self._last = monotonic()
        while self._owed >= 1:
            self._owed -= 1
            self.send()
        self._producer.poll(0)
        self._raise_refused()
        self._wake.wait(STEP_SECONDS)
        self._wake.clear()

    def burst(self, items: int) -> None:
        """So many items at once, on top."""
        self._owed += items
        self._wake.set()

    def send(self) -> int:
        """Send the next item and return its number; not while the thread runs."""
        number, self.next = self.next, self.next + 1
        value, headers = self.source(number)
        self._producer.produce(
            self._topic,
            key=key_of(number),
            value=value,
            partition=self._sent.partition_of(number),
            headers=list(headers.items()),
            on_delivery=partial(self._delivered, number),
        )
        return number

    def flush(self) -> None:
        """Returns once a broker has every item."""
        if unsent := self._producer.flush(DELIVERY_SECONDS):
            raise TimeoutError(f"{unsent} items are not sent after {DELIVERY_SECONDS} s")
        self._raise_refused()

    def finish(self, items: int) -> None:
        """Ends the thread, and sends at full speed what is missing to so many items."""
        self.stop()
        self.check()
        while self.next < items:
            self.send()
            if self.next % 1000 == 0:
                self._producer.poll(0)
        self.flush()

    def _delivered(self, number: int, error: KafkaError | None, message: Message) -> None:
        if error is not None:
            self._refused.append(error)
        elif (offset := message.offset()) is not None:
            self._sent.acknowledge(number, offset)

    def _raise_refused(self) -> None:
        if self._refused:
            raise RuntimeError(f"the feeder's items were refused: {[str(error) for error in self._refused[:3]]}")
