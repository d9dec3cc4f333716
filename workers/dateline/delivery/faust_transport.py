"""Faust's consumer with batches instead of single messages, and with no commits, seeks or flow control of its own."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from time import monotonic
from typing import Any, cast

import aiokafka
import faust
import structlog
from aiokafka.errors import CommitFailedError, KafkaError
from aiokafka.structs import OffsetAndMetadata, TopicPartition
from faust import Event
from faust.transport.conductor import Conductor
from faust.transport.drivers import aiokafka as driver
from faust.types import TP, ConsumerMessage
from yarl import URL

from dateline.delivery.assignment import Partitions
from dateline.delivery.instrument.metrics import Delivered
from dateline.kafka.timeouts import FETCH_BYTES, FETCH_FIRST, FETCH_POLL, FETCH_RECORDS, FETCH_WAIT, RETRY_LONGEST
from dateline.messages.message import Fetched, Incoming, Partition
from dateline.observe.health import Health

_log = structlog.get_logger("dateline.consumer")
# A refused fetch is told with the next but one answer at the latest; without another by then it goes well again.
_QUIET_SECONDS = 2 * RETRY_LONGEST


class ConsumerThread(driver.AIOKafkaConsumerThread):
    """Runs aiokafka's consumer in a thread of its own, so that a busy worker still beats."""

    _assignment: object | None = None
    _fetches: Counter[Partition]

    def _create_worker_consumer(self, transport: Any) -> aiokafka.AIOKafkaConsumer:
        """Reads committed records only, and answers sooner on quiet topics; Faust fixes both."""
        consumer = super()._create_worker_consumer(transport)
        consumer._isolation_level = "read_committed"
        consumer._fetch_max_wait_ms = int(FETCH_WAIT * 1000)
        return consumer

    @property
    def current_assignment(self) -> object:
        """The assignment as an object that no other assignment shares."""
        return self._ensure_consumer()._subscription.subscription.assignment

    async def on_thread_stop(self) -> None:
        """Ends the consumer. A fetch that waits to be tried again is cancelled, which aiokafka takes for its own cancellation."""
        with suppress(asyncio.CancelledError):
            await super().on_thread_stop()

    async def fetch(self, full: set[Partition]) -> list[Fetched]:
        """What has arrived of the partitions that are not full; empty after a while without any."""
        return cast("list[Fetched]", await self.call_thread(self._fetch, full))

    async def _fetch(self, full: set[Partition]) -> list[Fetched]:
        """In the thread. Nothing is waited for between taking the records and naming their assignment."""
        consumer = self._ensure_consumer()
        timeout = FETCH_POLL if full else FETCH_WAIT
        wanted = {tp for tp in consumer.assignment() if (tp.topic, tp.partition) not in full}
        if not wanted:
            await asyncio.sleep(timeout)
            return []
        subscription, take = consumer._subscription, consumer._fetcher.fetched_records
        with subscription.fetch_context():
            records: dict[TopicPartition, list[Any]] = await take(wanted, timeout=timeout, max_records=FETCH_FIRST)
            further, room = records, Room()
            while further and (fit := room.after(further)) and not subscription.reassignment_in_progress:
                try:
                    further = await take(wanted, max_records=fit)
                except KafkaError:  # another partition's, whose next fetch tells it again
                    break
                for tp, messages in further.items():
                    records.setdefault(tp, []).extend(messages)
        return self._numbered(self.current_assignment, records)

    def _numbered(self, assignment: object, records: Mapping[TopicPartition, list[Any]]) -> list[Fetched]:
        if assignment is not self._assignment:
            self._assignment, self._fetches = assignment, Counter()
        fetched = []
        for tp, messages in records.items():
            partition = Partition(tp.topic, tp.partition)
            fetched.append(Fetched(partition, assignment, self._fetches[partition], [_incoming(m) for m in messages]))
            self._fetches[partition] += 1
        return fetched

    async def check(self) -> None:
        """Raises the KafkaError that keeps the group from being joined, if there is one."""
        if self._consumer is not None:
            await self.call_thread(self._check)

    async def _check(self) -> None:
        self._ensure_consumer()._coordinator.check_errors()

    def rejoin(self) -> None:
        """Has the group say anew which partitions are this worker's."""
        self.thread_loop.call_soon_threadsafe(self._ensure_consumer()._coordinator.request_rejoin)

    async def committed(self, partition: Partition) -> int:
        """The group's offset; 0 where it has none."""
        return await self.call_thread(self._ensure_consumer().committed, TopicPartition(*partition)) or 0

    async def log_end(self, partition: Partition) -> int:
        """The offset behind a partition's last message."""
        return (await self.log_range(partition))[1]

    async def log_range(self, partition: Partition) -> tuple[int, int]:
        """The offsets of a partition's first message that is still kept, and behind its last."""
        consumer, place = self._ensure_consumer(), TopicPartition(*partition)
        begins = await self.call_thread(consumer.beginning_offsets, [place])
        ends = await self.call_thread(consumer.end_offsets, [place])
        return int(begins[place]), int(ends[place])

    def fetches(self, partition: Partition) -> int:
        """How many fetches of a partition there were under the current assignment."""
        assignment = self._assignment
        return self._fetches[partition] if assignment is not None and assignment is self.current_assignment else 0

    async def commit_behind(self, partition: Partition, offset: int) -> bool:
        """Commits an offset; False where the group has moved on."""
        position = {TopicPartition(*partition): OffsetAndMetadata(offset, "")}
        try:
            await self.call_thread(self._ensure_consumer().commit, position)
        except CommitFailedError:
            return False
        return True


class Room:
    """How many more messages may be taken at once, by number and by bytes."""

    def __init__(self) -> None:
        self._messages = self._bytes = 0

    def after(self, taken: Mapping[TopicPartition, list[Any]]) -> int:
        """How many still fit after these, if they are about as large as all before them."""
        for messages in taken.values():
            self._messages += len(messages)
            self._bytes += sum(len(message.value or b"") for message in messages)
        of_this_size = self._messages * (FETCH_BYTES - self._bytes) // max(self._bytes, 1)
        return max(0, min(FETCH_RECORDS - self._messages, of_this_size))


class Consumer(driver.Consumer):
    """Brings the agent one event for each fetch of a partition, and keeps the lanes in step with the group."""

    _thread: ConsumerThread
    _failed_at = 0.0

    @property
    def _delivery(self) -> "Transport":
        return cast("Transport", self.transport)

    @property
    def _partitions(self) -> Partitions:
        return self._delivery.partitions

    @property
    def thread(self) -> ConsumerThread:
        """The thread that speaks with the brokers."""
        return self._thread

    def _new_consumer_thread(self) -> ConsumerThread:
        return ConsumerThread(self, loop=self.loop, beacon=self.beacon)

    def missing_topics(self) -> set[str]:
        """Raw topics that brokers don't know; empty until they have been asked."""
        consumer: Any = self._thread._consumer
        subscription = consumer and consumer._subscription.subscription
        if not subscription or not consumer._client.cluster._last_successful_refresh_ms:
            return set()
        known: set[str] = consumer._client.cluster.topics(exclude_internal_topics=False)
        return set(subscription.topics) - known

    def end_seen(self, partition: Partition) -> int | None:
        """The offset behind the last message, as the last fetch told it."""
        state = self._state(partition)
        return None if state is None else state.highwater

    def position_seen(self, partition: Partition) -> int | None:
        """The offset up to which messages have been fetched."""
        state = self._state(partition)
        return None if state is None else state._position

    def _state(self, partition: Partition) -> Any:
        """What aiokafka knows of an assigned partition; None while it is not assigned."""
        consumer = self._thread._consumer
        subscription = consumer and consumer._subscription.subscription
        assignment = subscription and subscription.assignment
        return assignment and assignment._tp_state.get(TopicPartition(*partition))

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Ends the lanes before the group hears that this worker is ready to join again."""
        self._delivery.delivered.rebalancing()
        await self._partitions.revoked()
        await super().on_partitions_revoked(revoked)

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        """Opens the lanes before Faust is told."""
        await self._partitions.assigned(self._thread.current_assignment, [Partition(*tp) for tp in assigned])
        await super().on_partitions_assigned(assigned, generation_id)

    async def perform_seek(self) -> None:
        """Nowhere: reading begins at the group's offset with every assignment, and what was read since is in the lanes."""

    async def _commit(self, offsets: Mapping[TP, int]) -> bool:  # noqa: ARG002 - Faust's, and beside the point here
        return True

    async def _drain_messages(self, fetcher: Any) -> None:
        """Fetches for as long as the worker runs. Partitions whose lanes are full wait; the others go on."""
        try:
            while not (self.should_stop or fetcher.should_stop):
                for fetched in await self._fetch():
                    await self._bring(fetched)
        except asyncio.CancelledError:
            if not self.app.should_stop:  # Faust takes a cancellation for a crash
                raise

    async def _fetch(self) -> list[Fetched]:
        """What has arrived; what keeps it from arriving is told."""
        health = self._delivery.health
        try:
            fetched = await self._thread.fetch(self._partitions.full())
        except KafkaError as error:
            self._failed_at = monotonic()
            health.trouble("fetch", f"can't fetch: {error!r}")
            _log.warning("fetch failed; trying again", error=repr(error), pause_seconds=RETRY_LONGEST)
            await self.sleep(RETRY_LONGEST)
            return []
        if fetched or monotonic() - self._failed_at > _QUIET_SECONDS:
            health.well("fetch")
        return fetched

    async def _bring(self, fetched: Fetched) -> None:
        """Puts an event before the topic's agents, once Faust has taken note of the assignment: sooner, its stream would drop it."""
        if not self.flow_active:
            await self.wait(self.can_resume_flow.wait())
        for channel in tuple(cast("Conductor", self.app.topics)._topic_name_index[fetched.partition.topic]):
            await channel.put(self._event(fetched))

    def _event(self, fetched: Fetched) -> Event:
        place, last = TP(*fetched.partition), fetched.items[-1]
        message = ConsumerMessage(
            place.topic, place.partition, last.offset, last.timestamp / 1000, 0, None, None, None, None,
            tp=place, generation_id=self.app.consumer_generation_id,
        )  # fmt: skip
        return Event(self.app, None, fetched, None, message)


class Transport(driver.Transport):
    """Faust's aiokafka transport with our consumer and the lanes that it serves."""

    Consumer = Consumer

    def __init__(self, url: list[URL], app: faust.App, health: Health, delivered: Delivered) -> None:
        super().__init__(url, app)
        self.partitions, self.health, self.delivered = Partitions(), health, delivered


def _incoming(record: Any) -> Incoming:
    return Incoming(
        record.topic, record.partition, record.offset, record.timestamp, record.key, record.value, record.headers
    )
