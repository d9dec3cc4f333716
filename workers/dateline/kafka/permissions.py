"""Checks before the start that the worker may use its topics, its group and its transactional ids.

Without a permission it would only wait: its consumer goes on asking for a group or a topic that it may not see.
None of the requests changes anything.
"""

from collections.abc import Sequence
from enum import IntEnum

from aiokafka.conn import AIOKafkaConnection
from aiokafka.errors import (
    GroupAuthorizationFailedError,
    IncompatibleBrokerVersion,
    TopicAuthorizationFailedError,
    TransactionalIdAuthorizationFailed,
    for_code,
)
from aiokafka.protocol.group import HeartbeatRequest
from aiokafka.protocol.transaction import EndTxnRequest

from dateline.kafka.access_denied import AccessDeniedError
from dateline.kafka.metadata_v8 import TopicOperationsRequest
from dateline.settings import Settings

# A producer or a generation that does not exist.
_NOBODY = -1
# A broker's answer if it does not know, as for a topic that does not exist (KIP-430).
_UNKNOWN = -(2**31)


class Operation(IntEnum):
    """Kafka's numbers for operations, which are also their bits in a bit field (KIP-430)."""

    READ = 3
    WRITE = 4


async def ensure_permitted(connection: AIOKafkaConnection, settings: Settings) -> None:
    """Raise AccessDeniedError naming all missing permissions; KafkaError or OSError if the broker goes away meanwhile."""
    outputs = (settings.enriched_topic, settings.dead_letter_topic)
    missing = await _denied(connection, Operation.READ, settings.raw_topics)
    missing += await _denied(connection, Operation.WRITE, outputs)
    if not await _may_join(connection, settings.group):
        missing.append(f"READ on group {settings.group}")
    if settings.delivery == "exactly_once" and not await _may_commit(connection, settings):
        missing.append(f"WRITE on transactional ids that begin with {settings.group}/")
    if missing:
        raise AccessDeniedError(f"not permitted: {', '.join(missing)}; see deploy/kafka/ACLS.md")


async def _denied(connection: AIOKafkaConnection, operation: Operation, topics: Sequence[str]) -> list[str]:
    """Return the topics on which the operation is not permitted; brokers before version 2.3 can't tell."""
    try:
        answer = await connection.send(TopicOperationsRequest(topics))
    except (IncompatibleBrokerVersion, NotImplementedError):
        return []
    return [
        f"{operation.name} on topic {topic}"
        for error, topic, _, _, operations in answer.topics
        if for_code(error) is TopicAuthorizationFailedError
        or not (operations == _UNKNOWN or operations >> operation & 1)
    ]


async def _may_join(connection: AIOKafkaConnection, group: str) -> bool:
    """Ask by a heartbeat of a member that does not exist: brokers check the permission first."""
    answer = await connection.send(HeartbeatRequest(group, _NOBODY, ""))
    return for_code(answer.error_code) is not GroupAuthorizationFailedError


async def _may_commit(connection: AIOKafkaConnection, settings: Settings) -> bool:
    """Ask by ending a transaction of a producer that does not exist, likewise."""
    transactional_id = f"{settings.group}/{settings.raw_topics[0]}/0"
    answer = await connection.send(EndTxnRequest(transactional_id, _NOBODY, _NOBODY, False))
    return for_code(answer.error_code) is not TransactionalIdAuthorizationFailed
