"""Clients of the brokers in the settings, with their security."""

from typing import Any

import faust
from aiokafka import AIOKafkaProducer

from dateline.kafka.timeouts import MAX_RECORD_BYTES, OUTPUT_BATCH_BYTES, PRODUCE_REQUEST, TRANSACTION
from dateline.kafka.transactional_producer import TransactionalProducer
from dateline.settings import Settings

_LINGER_MS = 5
# Between attempts inside aiokafka: it also waits so long for the markers of the transaction before.
_BACKOFF_MS = 50


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
        max_request_size=MAX_RECORD_BYTES,
        max_batch_size=OUTPUT_BATCH_BYTES,
        linger_ms=_LINGER_MS,
        compression_type="zstd",  # as in the batches of a transaction
        **_client(settings),
    )


def transactional_producer(settings: Settings, transactional_id: str) -> TransactionalProducer:
    """The producer of one transactional id; not started."""
    return TransactionalProducer(
        transactional_id=transactional_id,
        transaction_timeout_ms=int(TRANSACTION * 1000),
        max_request_size=MAX_RECORD_BYTES,
        max_batch_size=OUTPUT_BATCH_BYTES,
        retry_backoff_ms=_BACKOFF_MS,
        **_client(settings),
    )


def _client(settings: Settings) -> dict[str, Any]:
    return {
        "bootstrap_servers": list(settings.brokers),
        "request_timeout_ms": int(PRODUCE_REQUEST * 1000),
        "security_protocol": settings.security_protocol,
        "ssl_context": settings.ssl_context,
        "sasl_mechanism": settings.sasl_mechanism,
        "sasl_plain_username": settings.sasl_username,
        "sasl_plain_password": settings.sasl_password.get_secret_value() if settings.sasl_password else None,
    }
