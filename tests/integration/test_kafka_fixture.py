"""The broker that the other tests rely on is a real one and behaves."""

from pathlib import Path

import pytest
from confluent_kafka import Consumer, Producer, TopicPartition

from tests.support.kafka import KafkaBroker, Topics, committed, consume, consume_all, produce

# A killed broker may come back once the controller has given up its former self: after 9 s by default.
FORGOTTEN_SOON = {"broker.session.timeout.ms": "3000", "broker.heartbeat.interval.ms": "500"}


def test_reads_back_what_was_produced(kafka: KafkaBroker, topics: Topics) -> None:
    produce(kafka.bootstrap, topics.raw, [(b"k", b"v", {"trace": b"1"}), (None, b"w", {})], partition=2)
    first, second = consume(kafka.bootstrap, topics.raw, 2)
    assert (first.topic, first.partition, first.offset) == (topics.raw, 2, 0)
    assert (first.key, first.value, first.headers) == (b"k", b"v", {"trace": b"1"})
    assert first.timestamp > 0
    assert (second.key, second.value, second.headers) == (None, b"w", {})


def test_reads_until_a_condition_holds(kafka: KafkaBroker, topics: Topics) -> None:
    produce(kafka.bootstrap, topics.raw, [(None, str(n).encode(), {}) for n in range(100)])
    found = consume(kafka.bootstrap, topics.raw, lambda messages: any(m.value == b"99" for m in messages))
    assert len(found) <= 100


def test_reads_all_four_partitions_to_their_end(kafka: KafkaBroker, topics: Topics) -> None:
    for partition in range(4):
        produce(kafka.bootstrap, topics.raw, [(None, b"x", {})] * 250, partition)
    found = consume_all(kafka.bootstrap, topics.raw)
    assert len(found) == 1000
    assert {message.partition for message in found} == {0, 1, 2, 3}


def test_says_how_far_it_came_when_messages_are_missing(kafka: KafkaBroker, topics: Topics) -> None:
    produce(kafka.bootstrap, topics.raw, [(None, b"x", {})])
    with pytest.raises(TimeoutError, match="1 messages came"):
        consume(kafka.bootstrap, topics.raw, 2, timeout=2)


def test_raises_when_the_broker_refuses(kafka: KafkaBroker) -> None:
    kafka.create_topic("small", 1, {"max.message.bytes": "1000"})
    with pytest.raises(RuntimeError, match="too large"):
        produce(kafka.bootstrap, "small", [(None, b"x" * 2000, {})])


def test_aborted_transactions_are_not_seen_and_committed_offsets_are(kafka: KafkaBroker, topics: Topics) -> None:
    assert committed(kafka.bootstrap, topics.group, topics.raw) == {}
    for value, offset, commit in ((b"aborted", 5, False), (b"kept", 7, True)):
        _transaction(kafka, topics, value, offset, commit)
    assert [message.value for message in consume_all(kafka.bootstrap, topics.enriched)] == [b"kept"]
    assert committed(kafka.bootstrap, topics.group, topics.raw) == {1: 7}


def test_a_restart_keeps_ports_and_data(tmp_path: Path, kafka: KafkaBroker) -> None:
    with KafkaBroker(tmp_path, FORGOTTEN_SOON) as broker:
        assert broker.bootstrap != kafka.bootstrap
        broker.create_topic("kept", 1)
        address = broker.bootstrap
        for end in (broker.stop, broker.kill):
            produce(broker.bootstrap, "kept", [(None, b"x", {})])
            end()
            broker.restart()
        assert broker.bootstrap == address
        assert [message.offset for message in consume_all(broker.bootstrap, "kept")] == [0, 1]


@pytest.mark.usefixtures("kafka")
def test_a_broker_that_cannot_start_shows_its_log(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"num\.partitions"), KafkaBroker(tmp_path, {"num.partitions": "none"}):
        pass


def _transaction(kafka: KafkaBroker, topics: Topics, value: bytes, offset: int, commit: bool) -> None:
    """Writes one value and one input offset in one transaction."""
    producer = Producer({"bootstrap.servers": kafka.bootstrap, "transactional.id": topics.group})
    producer.init_transactions(30)
    producer.begin_transaction()
    producer.produce(topics.enriched, value)
    group = Consumer({"bootstrap.servers": kafka.bootstrap, "group.id": topics.group}).consumer_group_metadata()
    producer.send_offsets_to_transaction([TopicPartition(topics.raw, 1, offset)], group, 30)
    if commit:
        producer.commit_transaction(30)
    else:
        producer.abort_transaction(30)
