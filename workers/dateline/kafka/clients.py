"""Producers for the brokers in the settings."""

from typing import Any

from aiokafka import AIOKafkaProducer

from dateline.kafka.security import aiokafka_security
from dateline.kafka.timeouts import MAX_RECORD_BYTES, OUTPUT_BATCH_BYTES, PRODUCE_REQUEST, TRANSACTION
from dateline.kafka.transactional_producer import TransactionalProducer
from dateline.settings import Settings

_LINGER_MS = 5
# Between attempts inside aiokafka, which also waits this long for the markers of the transaction before.
_BACKOFF_MS = 50


def producer(settings: Settings) -> AIOKafkaProducer:
    """Create a producer that waits for all replicas. Not idempotent: aiokafka's never recovers from a batch refused for its size."""
    return AIOKafkaProducer(
        acks="all",
        max_request_size=MAX_RECORD_BYTES,
        max_batch_size=OUTPUT_BATCH_BYTES,
        linger_ms=_LINGER_MS,
        compression_type="zstd",  # as in the batches of a transaction
        **_client(settings),
    )


def transactional_producer(settings: Settings, transactional_id: str) -> TransactionalProducer:
    """Create the producer of one transactional id; not started."""
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
        **aiokafka_security(settings),
    }
