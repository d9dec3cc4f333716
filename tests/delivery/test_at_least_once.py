"""At least once: nothing is committed that no broker took, nothing is skipped."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaConnectionError, MessageSizeTooLargeError, RecordListTooLargeError

from dateline.delivery.outcome import Outcome
from dateline.delivery.sinks.at_least_once import AtLeastOnceSink
from dateline.kafka.errors import FencedError, TooLargeError
from dateline.messages.message import Partition
from tests.support.delivery.delivery_harness import BAD, item, outcome_of
from tests.support.delivery.mock_cluster import RAW

Refusal = Callable[[bytes, int], Exception | None]


def outcomes(*numbers: int) -> list[Outcome]:
    return [outcome_of(item(number)) for number in numbers]


@dataclass
class Broker:
    """Takes or refuses messages; the log has what it acknowledged and was told to commit, in order."""

    refusal: Refusal = lambda value, attempt: None  # noqa: ARG005 - one of several refusals
    commits_succeed: bool = True
    attempts: dict[bytes, int] = field(default_factory=dict)
    log: list[bytes | int] = field(default_factory=list)

    async def send(self, topic: str, value: bytes, key: bytes, headers: Any) -> "asyncio.Future[None]":  # noqa: ARG002
        name = key if topic == "enriched" else value
        self.attempts[name] = self.attempts.get(name, 0) + 1
        answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if (refused := self.refusal(name, self.attempts[name])) is not None:
            answer.set_exception(refused)
        else:
            self.log.append(name)
            answer.set_result(None)
        return answer

    async def commit(self, partition: Partition, offset: int) -> bool:
        assert partition == RAW
        self.log.append(offset)
        return self.commits_succeed

    async def sink(self) -> AtLeastOnceSink:
        async def producer() -> AIOKafkaProducer:
            return cast("AIOKafkaProducer", self)

        async def committed(partition: Partition) -> int:  # noqa: ARG001 - of the only one
            return 4

        sink = AtLeastOnceSink(RAW, producer, committed, self.commit)
        assert await sink.open() == 4
        return sink


def test_the_offset_is_committed_once_all_are_acknowledged() -> None:
    async def scenario(broker: Broker) -> None:
        await (await broker.sink()).deliver([*outcomes(4, 5), outcome_of(item(6, BAD))])

    broker = Broker()
    asyncio.run(scenario(broker))
    assert sorted(map(str, broker.log[:-1])) == ["b'bad'", "b'item 4'", "b'item 5'"]
    assert broker.log[-1] == 7


def test_after_a_failure_only_what_no_broker_took_is_sent_again() -> None:
    async def scenario(broker: Broker) -> None:
        sink = await broker.sink()
        with pytest.raises(KafkaConnectionError):
            await sink.deliver(outcomes(4, 5, 6))
        await sink.deliver(outcomes(4, 5, 6))

    away = KafkaConnectionError("no broker")
    broker = Broker(lambda name, attempt: away if name == b"item 5" and attempt == 1 else None)
    asyncio.run(scenario(broker))
    assert broker.attempts == {b"item 4": 1, b"item 5": 2, b"item 6": 1}
    assert broker.log == [b"item 4", b"item 6", b"item 5", 7]


@pytest.mark.parametrize("error", [MessageSizeTooLargeError("much"), RecordListTooLargeError("much")])
def test_a_refusal_for_size_is_told_apart_from_other_failures(error: Exception) -> None:
    async def scenario(broker: Broker) -> None:
        with pytest.raises(TooLargeError, match="much"):
            await (await broker.sink()).deliver(outcomes(4, 5))

    other = KafkaConnectionError("no broker")
    asyncio.run(scenario(Broker(lambda name, _: error if name == b"item 5" else other)))


def test_a_refused_commit_means_that_the_group_has_moved_on() -> None:
    async def scenario(broker: Broker) -> None:
        with pytest.raises(FencedError):
            await (await broker.sink()).deliver(outcomes(4))

    asyncio.run(scenario(Broker(commits_succeed=False)))
