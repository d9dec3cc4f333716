"""Items that keep coming while a test looks at something else."""

from collections.abc import Callable
from threading import Event, Thread
from typing import Self

from tests.support.kafka import KafkaBroker, Topics, produce
from tests.support.kafka.client import Record

Make = Callable[[int], list[Record]]


class Feed:
    """Sends what `make` makes, given the number of the first, five times a second until told to end."""

    def __init__(self, kafka: KafkaBroker, topics: Topics, make: Make) -> None:
        self._kafka, self._topic, self.make = kafka, topics.raw, make
        self._ended = Event()
        self._thread = Thread(target=self._send)
        self.sent = 0

    def end(self) -> None:
        """Returns once the last is there."""
        self._ended.set()
        self._thread.join()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def _send(self) -> None:
        while not self._ended.wait(0.2):
            made = self.make(self.sent)
            produce(self._kafka.bootstrap, self._topic, made)
            self.sent += len(made)
