"""Faust's Kafka transport with the two things changed that delivery depends on, and clients with our security settings."""

from collections.abc import Mapping
from typing import Any

import aiokafka
import faust
from aiokafka import AIOKafkaProducer
from aiokafka.client import AIOKafkaClient
from faust.transport.drivers import aiokafka as driver
from faust.types import TP
from yarl import URL

from workers.delivery.timings import FETCH_WAIT, REQUEST
from workers.settings import Settings

# Records may be larger than raw items; whether one is too large is the broker's to say, with the topic's own limit.
_MAX_REQUEST_BYTES = 32 * 1024 * 1024
# Records of a few kilobytes travel some dozen to a request.
_BATCH_BYTES = 128 * 1024
_LINGER_MS = 5


class _ConsumerThread(driver.AIOKafkaConsumerThread):
    def _create_worker_consumer(self, transport: Any) -> aiokafka.AIOKafkaConsumer:
        """Reads committed records only, and answers sooner on quiet topics; Faust fixes both."""
        consumer = super()._create_worker_consumer(transport)
        consumer._isolation_level = "read_committed"
        consumer._fetch_max_wait_ms = int(FETCH_WAIT * 1000)
        return consumer


class Consumer(driver.Consumer):
    """Commits only what delivery says: Faust acknowledges an event when its agent is done with it, whatever came of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._delivered: dict[TP, int] = {}
        super().__init__(*args, **kwargs)

    def _new_consumer_thread(self) -> driver.AIOKafkaConsumerThread:
        return _ConsumerThread(self, loop=self.loop, beacon=self.beacon)

    async def _commit(self, offsets: Mapping[TP, int]) -> bool:  # noqa: ARG002 - Faust's, and beside the point here
        return True

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Begins where the group stands."""
        offsets = await super().seek_to_committed()
        self._delivered = {tp: offset or 0 for tp, offset in offsets.items()}
        return offsets

    async def commit_delivered(self, offsets: Mapping[tuple[str, int], int]) -> bool:
        """Commits offsets behind delivered items; False where the group has moved on."""
        committed = {TP(topic, partition): offset for (topic, partition), offset in offsets.items()}
        if not await self._thread.commit(committed):
            return False
        self._delivered.update(committed)
        return True

    def lag(self) -> dict[tuple[str, int], int]:
        """Items of each assigned partition that are appended but not committed, where both are known."""
        marks = {tp: self.highwater(tp) for tp in self.assignment()}
        return {
            (tp.topic, tp.partition): max(0, mark - self._delivered.get(tp, 0))
            for tp, mark in marks.items()
            if mark is not None
        }


class Transport(driver.Transport):
    """Faust's aiokafka transport with our consumer."""

    Consumer = Consumer


def transport(settings: Settings, app: faust.App) -> Transport:
    """The transport for the brokers in the settings."""
    return Transport([URL(f"kafka://{broker}") for broker in settings.brokers], app)


def credentials(settings: Settings) -> Any:
    """Faust's form of the security settings; None for plain text."""
    if settings.security_protocol.startswith("SASL"):
        password = settings.sasl_password.get_secret_value() if settings.sasl_password else None
        sasl = faust.SASLCredentials(
            username=settings.sasl_username,
            password=password,
            mechanism=settings.sasl_mechanism,
            ssl_context=settings.ssl_context,
        )
        if settings.ssl_context is None:
            sasl.protocol = faust.types.auth.AuthProtocol.SASL_PLAINTEXT
        return sasl
    return faust.SSLCredentials(settings.ssl_context) if settings.ssl_context is not None else None


def producer(settings: Settings) -> AIOKafkaProducer:
    """A producer that waits for all replicas. Not idempotent: aiokafka's never recovers from a batch refused for its size."""
    return AIOKafkaProducer(
        acks="all",
        max_request_size=_MAX_REQUEST_BYTES,
        max_batch_size=_BATCH_BYTES,
        linger_ms=_LINGER_MS,
        **_client(settings),
    )


async def bootstrap(settings: Settings) -> None:
    """Returns once a broker has answered. Raises KafkaError where none does."""
    client = AIOKafkaClient(**_client(settings))
    try:
        await client.bootstrap()
    finally:
        await client.close()


def _client(settings: Settings) -> dict[str, Any]:
    return {
        "bootstrap_servers": list(settings.brokers),
        "request_timeout_ms": int(REQUEST * 1000),
        "security_protocol": settings.security_protocol,
        "ssl_context": settings.ssl_context,
        "sasl_mechanism": settings.sasl_mechanism,
        "sasl_plain_username": settings.sasl_username,
        "sasl_plain_password": settings.sasl_password.get_secret_value() if settings.sasl_password else None,
    }
