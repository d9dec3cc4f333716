"""Which broker has a role: the one whose death hurts most."""

import json

from chaos.scenario import RAW_PARTITIONS, Scenario

TRANSACTIONS = "__transaction_state"


def partition_leader(scenario: Scenario) -> int:
    """Return the leader of one of the raw partitions."""
    return leader(scenario, scenario.topics.raw, scenario.rng.randrange(RAW_PARTITIONS))


def group_coordinator(scenario: Scenario) -> int:
    """Return the broker that keeps the group and its offsets."""
    return scenario.group.coordinator()


def transaction_coordinator(scenario: Scenario) -> int:
    """Return the broker that keeps the transactions of one of the raw partitions."""
    partitions = len(scenario.cluster.admin.list_topics(timeout=10).topics[TRANSACTIONS].partitions)
    name = f"{scenario.topics.group}/{scenario.topics.raw}/{scenario.rng.randrange(RAW_PARTITIONS)}"
    return leader(scenario, TRANSACTIONS, java_hash(name) % partitions)


def active_controller(scenario: Scenario) -> int:
    """Return the leader of the quorum, as its members have noted it; clients are told any broker."""
    files = [broker.data / "__cluster_metadata-0" / "quorum-state" for broker in scenario.cluster.brokers]
    states = [json.loads(file.read_text()) for file in files]
    return int(max(states, key=lambda state: (state["leaderEpoch"], state["leaderId"]))["leaderId"])


def leader(scenario: Scenario, topic: str, partition: int) -> int:
    """Return the leader of a partition."""
    found = scenario.cluster.admin.list_topics(topic, timeout=10).topics[topic]
    return int(found.partitions[partition].leader)


def java_hash(text: str) -> int:
    """String.hashCode, made positive as Kafka does when it chooses a coordinator's partition."""
    value = 0
    for character in text:
        value = (31 * value + ord(character)) & 0xFFFFFFFF
    return value & 0x7FFFFFFF
