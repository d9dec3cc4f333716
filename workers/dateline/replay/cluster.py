"""The replay's first questions to the brokers, and explanations of their errors."""

import asyncio
from logging import Logger, NullHandler
from time import monotonic
from typing import Any

from aiokafka.errors import KafkaError as ContactError
from confluent_kafka import Consumer, KafkaError, KafkaException, TopicPartition
from confluent_kafka.admin import AdminClient

from dateline.kafka.access_denied import AccessDeniedError
from dateline.kafka.connect import connect
from dateline.kafka.security import librdkafka_config
from dateline.replay.errors import ReplayError
from dateline.replay.timeouts import ANSWER, CONTACT
from dateline.settings import Settings

# The error that ends the replay says what the clients would print.
_SILENT = Logger("librdkafka")
_SILENT.addHandler(NullHandler())

# Errors whose cause only the connection knows.
_TIMEOUTS = {KafkaError._TIMED_OUT, KafkaError._TRANSPORT, KafkaError._ALL_BROKERS_DOWN}
_DENIED = {KafkaError._AUTHENTICATION, KafkaError._SSL}


class Connection:
    """The clients' configuration, and the last error of their connections: a call only knows that it timed out."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._last_error: KafkaError | None = None
        self.configuration: dict[str, Any] = {
            **librdkafka_config(settings),
            "logger": _SILENT,
            "error_cb": self._on_error,
        }

    @property
    def denied(self) -> bool:
        """Whether a broker denied a client access, so that waiting is useless."""
        return self._last_error is not None and self._last_error.code() in _DENIED

    def explain(self, error: KafkaError) -> ReplayError:
        """Return the error, or the connection error that caused it."""
        if error.code() not in _TIMEOUTS:
            return ReplayError(error.str())
        return ReplayError(f"no answer in time: {(self._last_error or error).str()}")

    def no_contact(self, error: KafkaError) -> ReplayError:
        """Return why no broker accepted us, with the variables to look at."""
        try:
            asyncio.run(connect(self._settings))
        except AccessDeniedError as denied:
            return ReplayError(str(denied))
        except (ContactError, OSError) as unavailable:
            return ReplayError(f"no broker answers: {unavailable}")
        return self.explain(error)

    def _on_error(self, error: KafkaError) -> None:
        if error.code() != KafkaError._ALL_BROKERS_DOWN:
            self._last_error = error


class Cluster:
    """The topics of the cluster."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def partitions(self, *topics: str) -> dict[str, int]:
        """Return the number of each topic's partitions. Raises ReplayError if no broker answers or a topic does not exist."""
        known = self._topics()
        for topic in topics:
            if topic not in known:
                raise ReplayError(f"topic {topic} does not exist, or this user may not see it")
        return {topic: known[topic] for topic in topics}

    def ends(self, topic: str, partitions: int) -> dict[int, int]:
        """Return each partition's high watermark, uncommitted messages included: a marker may come after an open transaction."""
        consumer = Consumer(
            {
                **self._connection.configuration,
                "group.id": topic,  # must be there; nothing joins it
                "isolation.level": "read_uncommitted",
            }
        )
        try:
            tps = {number: TopicPartition(topic, number) for number in range(partitions)}
            return {number: consumer.get_watermark_offsets(tp, ANSWER)[1] for number, tp in tps.items()}
        except KafkaException as error:
            raise self._connection.explain(error.args[0]) from error
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
                    admin.poll(0)  # calls _on_error
                    if self._connection.denied or monotonic() > deadline:
                        raise
        except KafkaException as error:
            raise self._connection.no_contact(error.args[0]) from error
