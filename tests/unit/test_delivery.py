"""At least once: nothing is committed that no broker took, nothing is skipped, and messages say what they are."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any, cast

import orjson
import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.errors import (
    KafkaConnectionError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    NotLeaderForPartitionError,
    RecordListTooLargeError,
)

from tests.unit.test_messages import item
from workers.delivery import sink as sink_module
from workers.delivery.message import Incoming, Outgoing
from workers.delivery.outcome import Outcomes
from workers.delivery.sink import AtLeastOnceSink
from workers.domain.reason import Reason
from workers.domain.rejected import Rejected
from workers.domain.story import Story
from workers.observe.delivered import Delivered
from workers.observe.metrics import Metrics

Refusal = Callable[[Outgoing, int], Exception | None]
Offsets = dict[tuple[str, int], int]

BAD = b"bad"
AWAY: Exception = KafkaConnectionError("no broker")
MOVED: Exception = NotLeaderForPartitionError("the leader is another")
LATE: Exception = KafkaTimeoutError("no answer")
LARGE: Exception = MessageSizeTooLargeError("too much")


def quick(story: Story) -> Story | Rejected:
    """A pipeline for items whose content does not matter."""
    raw = story.raw or b""
    if raw == BAD:
        return Rejected("decode", Reason.INVALID_JSON, "bad")
    return replace(story, id=raw.decode(), source="wire", record={"text": raw.decode()})


def nothing_refused(message: Outgoing, attempt: int) -> Exception | None:  # noqa: ARG001 - one of several refusals
    return None


def what(message: Outgoing) -> str:
    """The item that a message is about."""
    value = message.value or b""
    return str(orjson.loads(value)["text"]) if message.topic == "enriched" else value.decode()


@dataclass
class Broker:
    """Takes or refuses messages. The log has what it acknowledged and was told to commit, in order.

    `late`: it refuses with the acknowledgement, not already when the producer is handed the message.
    """

    refusal: Refusal = nothing_refused
    late: bool = True
    assigned: set[tuple[str, int]] = field(default_factory=lambda: {("raw-items", 0), ("raw-items", 1)})
    commits_succeed: bool = True
    attempts: Counter[str] = field(default_factory=Counter)
    taken: list[Outgoing] = field(default_factory=list)
    log: list[str | Offsets] = field(default_factory=list)

    async def send(
        self, topic: str, value: bytes | None, key: bytes | None, headers: list[tuple[str, bytes]]
    ) -> asyncio.Future[None]:
        message = Outgoing(topic, key, value, tuple(headers))
        self.attempts[what(message)] += 1
        refused = self.refusal(message, self.attempts[what(message)])
        if refused is not None and not self.late:
            raise refused
        acknowledged: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_soon(self._answer, acknowledged, message, refused)
        return acknowledged

    def _answer(self, acknowledged: asyncio.Future[None], message: Outgoing, refused: Exception | None) -> None:
        if refused is not None:
            acknowledged.set_exception(refused)
            return
        self.taken.append(message)
        self.log.append(what(message))
        acknowledged.set_result(None)

    async def commit(self, offsets: Offsets) -> bool:
        self.log.append(offsets)
        return self.commits_succeed

    @property
    def committed(self) -> list[Offsets]:
        return [entry for entry in self.log if isinstance(entry, dict)]


@dataclass
class Delivery:
    """A sink in front of a broker."""

    broker: Broker
    metrics: Metrics = field(default_factory=Metrics)

    def deliver(self, *items: Incoming) -> None:
        run(self.sink().deliver(items))

    def sink(self) -> AtLeastOnceSink:
        return AtLeastOnceSink(
            Outcomes(quick, "enriched", "dead"),
            cast("AIOKafkaProducer", self.broker),
            self.broker.commit,
            lambda: self.broker.assigned,
            Delivered(self.metrics),
        )

    def counted(self, name: str, **labels: str) -> float:
        return self.metrics.registry.get_sample_value(f"dateline_{name}", labels) or 0


def run(work: Coroutine[Any, Any, None]) -> None:
    """Runs to the end, which must come soon: a sink that never gives up must not hang the tests."""
    asyncio.run(asyncio.wait_for(work, 20))


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sink_module, "RETRY_FIRST", 0.0)
    monkeypatch.setattr(sink_module, "RETRY_LONGEST", 0.0)


def test_each_partition_is_committed_behind_its_last_item_once_all_are_acknowledged() -> None:
    broker = Broker()
    Delivery(broker).deliver(item(4), item(6), item(17, partition=1), item(5))
    assert broker.log[-1] == {("raw-items", 0): 7, ("raw-items", 1): 18}
    assert sorted(map(str, broker.log[:-1])) == ["item 17 of 1", "item 4 of 0", "item 5 of 0", "item 6 of 0"]


def test_records_and_dead_letters_go_to_their_topics_and_both_are_committed_behind() -> None:
    broker = Broker()
    delivery = Delivery(broker)
    delivery.deliver(item(0), item(1, value=BAD))
    assert {(message.topic, what(message)) for message in broker.taken} == {
        ("enriched", "item 0 of 0"),
        ("dead", "bad"),
    }
    assert broker.committed == [{("raw-items", 0): 2}]
    assert delivery.counted("items_finished_total", outcome="published") == 1
    assert delivery.counted("items_finished_total", outcome="dead_lettered") == 1
    assert delivery.counted("dead_letters_total", stage="decode", reason="invalid_json") == 1


@pytest.mark.parametrize("late", [True, False])
@pytest.mark.parametrize(
    "error",
    [
        MOVED,
        LATE,
        AWAY,
        OSError("gone"),
        TimeoutError(),
        ValueError("no Kafka error at all"),
    ],
)
def test_a_failing_send_is_tried_again_until_it_is_taken_and_never_skipped(error: Exception, late: bool) -> None:
    broker = Broker(lambda message, attempt: error if what(message) == "item 1 of 0" and attempt <= 5 else None, late)
    delivery = Delivery(broker)
    delivery.deliver(item(0), item(1), item(2))
    assert broker.attempts == {"item 0 of 0": 1, "item 1 of 0": 6, "item 2 of 0": 1}
    assert broker.log[-2:] == ["item 1 of 0", {("raw-items", 0): 3}]
    assert broker.committed == [{("raw-items", 0): 3}]
    assert delivery.counted("produce_errors_total") == 5
    assert delivery.counted("items_finished_total", outcome="published") == 3
    assert delivery.counted("in_flight_items") == 0


def test_pauses_grow_up_to_the_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []

    async def noted(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr(sink_module, "RETRY_FIRST", 0.2)
    monkeypatch.setattr(sink_module, "RETRY_LONGEST", 1.0)
    monkeypatch.setattr(asyncio, "sleep", noted)
    Delivery(Broker(lambda _, attempt: LATE if attempt <= 5 else None)).deliver(item(0))
    assert pauses == [0.2, 0.4, 0.8, 1.0, 1.0]


def test_while_a_broker_is_away_nothing_is_committed_and_a_stop_leaves_it_so() -> None:
    trying, broker = asyncio.Event(), Broker()

    def away(message: Outgoing, attempt: int) -> Exception | None:  # noqa: ARG001 - as refusals are called
        if attempt == 3:
            trying.set()
        return AWAY

    async def stopped() -> None:
        delivering = asyncio.create_task(Delivery(broker).sink().deliver([item(0), item(1, value=BAD)]))
        await trying.wait()
        delivering.cancel()
        with pytest.raises(asyncio.CancelledError):
            await delivering

    broker.refusal = away
    run(stopped())
    assert broker.log == []


def test_a_refused_commit_is_not_counted_as_committed() -> None:
    broker = Broker(commits_succeed=False)
    delivery = Delivery(broker)
    delivery.deliver(item(8))
    assert broker.committed == [{("raw-items", 0): 9}]
    assert delivery.counted("commits_total") == 0
    assert delivery.counted("committed_offset", topic="raw-items", partition="0") == 0


def test_a_partition_that_goes_away_is_neither_sent_again_nor_committed() -> None:
    broker = Broker()

    def revoking(message: Outgoing, attempt: int) -> Exception | None:
        if message.value is not None and what(message) == "item 7 of 1":
            broker.assigned = {("raw-items", 0)}
            return MOVED
        return LATE if attempt == 1 else None

    broker.refusal = revoking
    delivery = Delivery(broker)
    delivery.deliver(item(3), item(7, partition=1))
    assert broker.log == ["item 3 of 0", {("raw-items", 0): 4}]
    assert broker.attempts["item 7 of 1"] == 1
    assert delivery.counted("items_finished_total", outcome="revoked") == 1
    assert delivery.counted("in_flight_items") == 0


def test_items_of_a_partition_that_is_gone_already_are_left_to_its_new_worker() -> None:
    broker = Broker(assigned=set())
    delivery = Delivery(broker)
    delivery.deliver(item(3), item(7, partition=1))
    assert broker.log == []
    assert not broker.attempts
    assert delivery.counted("items_finished_total", outcome="revoked") == 2


def test_items_sent_before_their_partition_went_away_are_not_committed_by_this_worker() -> None:
    broker = Broker()

    def revoked(message: Outgoing, attempt: int) -> Exception | None:  # noqa: ARG001 - as refusals are called
        broker.assigned = {("raw-items", 1)}
        return None

    broker.refusal = revoked
    Delivery(broker).deliver(item(3), item(7, partition=1))
    assert broker.committed == [{("raw-items", 1): 8}]


@pytest.mark.parametrize("late", [True, False])
@pytest.mark.parametrize("error", [LARGE, RecordListTooLargeError("too much")])
def test_a_record_that_is_too_large_becomes_a_dead_letter_and_its_neighbours_are_published(
    error: Exception, late: bool
) -> None:
    broker = Broker(
        lambda message, _: error if what(message) == "large" and message.topic == "enriched" else None, late
    )
    delivery = Delivery(broker)
    delivery.deliver(item(0), item(1, value=b"large"), item(2))
    assert {(message.topic, what(message)) for message in broker.taken} == {
        ("enriched", "item 0 of 0"),
        ("dead", "large"),
        ("enriched", "item 2 of 0"),
    }
    letter = next(message for message in broker.taken if message.topic == "dead")
    assert letter.value == b"large"
    told = dict(letter.headers)
    assert (told["dateline_stage"], told["dateline_reason"]) == (b"publish", b"output_too_large")
    assert b"too much" in told["dateline_detail"]
    assert broker.log[-1] == {("raw-items", 0): 3}
    assert delivery.counted("dead_letters_total", stage="publish", reason="output_too_large") == 1
    assert delivery.counted("produce_errors_total") == 0


def test_a_batch_that_is_refused_for_its_size_is_published_one_by_one() -> None:
    broker = Broker(lambda _, attempt: LARGE if attempt == 1 else None)
    Delivery(broker).deliver(item(0), item(1), item(2))
    assert [message.topic for message in broker.taken] == ["enriched"] * 3
    assert broker.log == ["item 0 of 0", "item 1 of 0", "item 2 of 0", {("raw-items", 0): 3}]


def test_the_dead_letter_of_a_large_record_is_tried_until_it_is_taken() -> None:
    def refusal(message: Outgoing, attempt: int) -> Exception | None:
        if message.topic == "enriched":
            return LARGE
        return LATE if attempt < 9 else None

    broker = Broker(refusal)
    Delivery(broker).deliver(item(0, value=b"large"))
    assert [message.topic for message in broker.taken] == ["dead"]
    assert broker.log == ["large", {("raw-items", 0): 1}]


def test_a_partition_that_went_away_for_a_moment_is_not_committed() -> None:
    broker = Broker()

    def away_once(message: Outgoing, attempt: int) -> Exception | None:
        if attempt > 1:
            broker.assigned = {("raw-items", 0), ("raw-items", 1)}
            return None
        broker.assigned = {("raw-items", 0)} if what(message) == "item 7 of 1" else broker.assigned
        return AWAY

    broker.refusal = away_once
    Delivery(broker).deliver(item(3), item(7, partition=1))
    assert "item 7 of 1" not in broker.log
    assert broker.committed == [{("raw-items", 0): 4}]
