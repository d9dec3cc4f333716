"""What the worker may do with its topics, its group and its transactions, asked before it begins.

Without a permission it would only wait: its consumer goes on asking for a group or a topic that it is not shown.
None of the questions changes anything.
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

from dateline.kafka.metadata_v8 import TopicOperationsRequest
from dateline.kafka.refusal import RefusedError
from dateline.settings import Settings

# A producer or a generation that there is not.
_NOBODY = -1
# A broker's answer where it does not say, as for a topic that does not exist (KIP-430).
_UNTOLD = -(2**31)


class Operation(IntEnum):
    """Kafka's numbers for operations, which are also their places in a bit field (KIP-430)."""

    READ = 3
    WRITE = 4


async def ensure_permitted(connection: AIOKafkaConnection, settings: Settings) -> None:
    """Raises RefusedError naming all that is missing; KafkaError or OSError where the broker goes away meanwhile."""
    outputs = (settings.enriched_topic, settings.dead_letter_topic)
    missing = await _lacking(connection, Operation.READ, settings.raw_topics)
    missing += await _lacking(connection, Operation.WRITE, outputs)
    if not await _may_join(connection, settings.group):
        missing.append(f"READ on group {settings.group}")
    if settings.delivery == "exactly_once" and not await _may_commit(connection, settings):
        missing.append(f"WRITE on transactional ids that begin with {settings.group}/")
    if missing:
        raise RefusedError(f"not permitted: {', '.join(missing)}; see deploy/kafka/ACLS.md")


async def _lacking(connection: AIOKafkaConnection, operation: Operation, topics: Sequence[str]) -> list[str]:
    """Topics on which the operation is not permitted; brokers before version 2.3 can't tell."""
    try:
        answer = await connection.send(TopicOperationsRequest(topics))
    except (IncompatibleBrokerVersion, NotImplementedError):
        return []
    return [
        f"{operation.name} on topic {topic}"
        for error, topic, _, _, operations in answer.topics
        if for_code(error) is TopicAuthorizationFailedError
        or not (operations == _UNTOLD or operations >> operation & 1)
    ]


async def _may_join(connection: AIOKafkaConnection, group: str) -> bool:
    """Asks by a heartbeat of a member that there is not: brokers look at the permission first."""
    answer = await connection.send(HeartbeatRequest(group, _NOBODY, ""))
    return for_code(answer.error_code) is not GroupAuthorizationFailedError


async def _may_commit(connection: AIOKafkaConnection, settings: Settings) -> bool:
    """Asks by ending a transaction of a producer that there is not, likewise."""
    transactional_id = f"{settings.group}/{settings.raw_topics[0]}/0"
    answer = await connection.send(EndTxnRequest(transactional_id, _NOBODY, _NOBODY, False))
    return for_code(answer.error_code) is not TransactionalIdAuthorizationFailed
