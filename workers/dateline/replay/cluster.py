"""What a replay asks the brokers first, and what it makes of their errors."""

import asyncio
from logging import Logger, NullHandler
from time import monotonic
from typing import Any

from aiokafka.errors import KafkaError as ContactError
from confluent_kafka import Consumer, KafkaError, KafkaException, TopicPartition
from confluent_kafka.admin import AdminClient

from dateline.kafka.connect import connect
from dateline.kafka.librdkafka import librdkafka
from dateline.kafka.refusal import RefusedError
from dateline.replay.errors import ReplayError
from dateline.replay.timeouts import ANSWER, CONTACT
from dateline.settings import Settings

# What the clients would print is told by the error that ends the replay.
_SILENT = Logger("librdkafka")
_SILENT.addHandler(NullHandler())

# Errors that may have another cause, which only the connection knows.
_ONLY_LATE = {KafkaError._TIMED_OUT, KafkaError._TRANSPORT, KafkaError._ALL_BROKERS_DOWN}
_REFUSED = {KafkaError._AUTHENTICATION, KafkaError._SSL}


class Connection:
    """The configuration of clients, and what they last said of their connections: a call only knows that it took too long."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._trouble: KafkaError | None = None
        self.configuration: dict[str, Any] = {**librdkafka(settings), "logger": _SILENT, "error_cb": self._heard}

    @property
    def refused(self) -> bool:
        """Whether a broker turned a client away, so that there is nothing to wait for."""
        return self._trouble is not None and self._trouble.code() in _REFUSED

    def explained(self, error: KafkaError) -> ReplayError:
        """The error, or the one behind it."""
        if error.code() not in _ONLY_LATE:
            return ReplayError(error.str())
        return ReplayError(f"no answer in time: {(self._trouble or error).str()}")

    def no_contact(self, error: KafkaError) -> ReplayError:
        """Why nobody let us in, with the variables to look at."""
        try:
            asyncio.run(connect(self._settings))
        except RefusedError as refused:
            return ReplayError(str(refused))
        except (ContactError, OSError) as away:
            return ReplayError(f"no broker answers: {away}")
        return self.explained(error)

    def _heard(self, error: KafkaError) -> None:
        if error.code() != KafkaError._ALL_BROKERS_DOWN:
            self._trouble = error


class Cluster:
    """Topics as the brokers have them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def partitions(self, *topics: str) -> dict[str, int]:
        """How many partitions each topic has. Raises ReplayError where no broker answers or a topic is not there."""
        known = self._topics()
        for topic in topics:
            if topic not in known:
                raise ReplayError(f"topic {topic} does not exist, or this user may not see it")
        return {topic: known[topic] for topic in topics}

    def ends(self, topic: str, partitions: int) -> dict[int, int]:
        """Where each partition ends now, what is not yet committed included: a receipt may stand behind an open transaction."""
        consumer = Consumer(
            {
                **self._connection.configuration,
                "group.id": topic,  # must be there; nothing joins it
                "isolation.level": "read_uncommitted",
            }
        )
        try:
            places = {number: TopicPartition(topic, number) for number in range(partitions)}
            return {number: consumer.get_watermark_offsets(place, ANSWER)[1] for number, place in places.items()}
        except KafkaException as error:
            raise self._connection.explained(error.args[0]) from error
        finally:
            consumer.close()

    def _topics(self) -> dict[str, int]:
        deadline = monotonic() + ANSWER
        try:
            admin = AdminClient(self._connection.configuration)
            while True:
                try:
                    known = admin.list_topics(timeout=CONTACT).topics
                    return {name: len(topic.partitions) for name, topic in known.items()}
                except KafkaException:
                    admin.poll(0)  # where the cause is heard
                    if self._connection.refused or monotonic() > deadline:
                        raise
        except KafkaException as error:
            raise self._connection.no_contact(error.args[0]) from error
