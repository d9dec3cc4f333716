"""Faust's aiokafka transport, adapted: it hands on fetches instead of single messages, and leaves commits, seeks and flow control to
delivery.

The one module that touches private attributes of aiokafka's consumer and of Faust; `tests/delivery/test_fetching.py` fails if an upgrade
removes one.
"""

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

from dateline.delivery.assignment import Assignment
from dateline.delivery.instrument.metrics import DeliveryMetrics
from dateline.kafka.timeouts import FETCH_BYTES, FETCH_FIRST, FETCH_POLL, FETCH_RECORDS, FETCH_WAIT, RETRY_LONGEST
from dateline.messages.message import Fetched, Incoming, Partition
from dateline.observe.health import Health

_log = structlog.get_logger("dateline.consumer")
# A refused fetch is reported with the next answer but one at the latest; without another by then, fetching works again.
_RECOVERED_SECONDS = 2 * RETRY_LONGEST


class ConsumerThread(driver.AIOKafkaConsumerThread):
    """Runs aiokafka's consumer in a thread of its own, so that a busy worker still sends heartbeats."""

    _assignment: object | None = None
    _fetches: Counter[Partition]

    def _create_worker_consumer(self, transport: Any) -> aiokafka.AIOKafkaConsumer:
        """Create a consumer that reads committed records only, and waits less on quiet topics."""
        # Faust passes neither option on; aiokafka reads both attributes when it starts.
        consumer = super()._create_worker_consumer(transport)
        consumer._isolation_level = "read_committed"
        consumer._fetch_max_wait_ms = int(FETCH_WAIT * 1000)
        return consumer

    @property
    def current_assignment(self) -> object:
        """The current assignment, as an object that no other assignment shares."""
        # aiokafka creates a new `Assignment` at each rebalance; its public API shows only the partitions.
        return self._ensure_consumer()._subscription.subscription.assignment

    async def on_thread_stop(self) -> None:
        """Stop the consumer. aiokafka takes the cancellation of a fetch that waits to be retried for its own."""
        with suppress(asyncio.CancelledError):
            await super().on_thread_stop()

    async def fetch(self, full: set[Partition]) -> list[Fetched]:
        """Return what has arrived of the partitions that are not full; nothing after a while without any."""
        return cast("list[Fetched]", await self.call_thread(self._fetch, full))

    async def _fetch(self, full: set[Partition]) -> list[Fetched]:
        """Take records, in the consumer's thread. Nothing is awaited between the last take and naming their assignment."""
        consumer = self._ensure_consumer()
        timeout = FETCH_POLL if full else FETCH_WAIT
        wanted = {tp for tp in consumer.assignment() if (tp.topic, tp.partition) not in full}
        if not wanted:
            await asyncio.sleep(timeout)
            return []
        # What `getmany` calls, with a second take at once for as many as the first shows to fit.
        subscription, take = consumer._subscription, consumer._fetcher.fetched_records
        with subscription.fetch_context():
            records: dict[TopicPartition, list[Any]] = await take(wanted, timeout=timeout, max_records=FETCH_FIRST)
            further, budget = records, FetchBudget()
            while further and (fit := budget.remaining(further)) and not subscription.reassignment_in_progress:
                try:
                    further = await take(wanted, max_records=fit)
                except KafkaError:  # another partition's, whose next fetch raises it again
                    break
                for tp, messages in further.items():
                    records.setdefault(tp, []).extend(messages)
        return self._sequenced(self.current_assignment, records)

    def _sequenced(self, assignment: object, records: Mapping[TopicPartition, list[Any]]) -> list[Fetched]:
        if assignment is not self._assignment:
            self._assignment, self._fetches = assignment, Counter()
        fetched = []
        for tp, messages in records.items():
            partition = Partition(tp.topic, tp.partition)
            fetched.append(Fetched(partition, assignment, self._fetches[partition], [_incoming(m) for m in messages]))
            self._fetches[partition] += 1
        return fetched

    async def check(self) -> None:
        """Raise the KafkaError that keeps the consumer from joining its group, if there is one."""
        if self._consumer is not None:
            await self.call_thread(self._check)

    async def _check(self) -> None:
        self._ensure_consumer()._coordinator.check_errors()

    def rejoin(self) -> None:
        """Make the consumer rejoin its group, which assigns partitions again."""
        self.thread_loop.call_soon_threadsafe(self._ensure_consumer()._coordinator.request_rejoin)

    async def committed(self, partition: Partition) -> int:
        """Return the committed offset; 0 if there is none."""
        return await self.call_thread(self._ensure_consumer().committed, TopicPartition(*partition)) or 0

    async def log_end(self, partition: Partition) -> int:
        """Return a partition's log end offset."""
        return (await self.watermarks(partition))[1]

    async def watermarks(self, partition: Partition) -> tuple[int, int]:
        """Return a partition's log start and log end offsets."""
        consumer, tp = self._ensure_consumer(), TopicPartition(*partition)
        starts = await self.call_thread(consumer.beginning_offsets, [tp])
        ends = await self.call_thread(consumer.end_offsets, [tp])
        return int(starts[tp]), int(ends[tp])

    def fetches(self, partition: Partition) -> int:
        """Return the number of a partition's fetches under the current assignment."""
        assignment = self._assignment
        return self._fetches[partition] if assignment is not None and assignment is self.current_assignment else 0

    async def commit_offset(self, partition: Partition, next_offset: int) -> bool:
        """Commit the next offset to be read; return False if the group's generation has moved on."""
        position = {TopicPartition(*partition): OffsetAndMetadata(next_offset, "")}
        try:
            await self.call_thread(self._ensure_consumer().commit, position)
        except CommitFailedError:
            return False
        return True


class FetchBudget:
    """The messages that one fetch may still take, by number and by bytes."""

    def __init__(self) -> None:
        self._messages = self._bytes = 0

    def remaining(self, taken: Mapping[TopicPartition, list[Any]]) -> int:
        """Subtract messages; return how many more fit if they are about as large as all before them."""
        for messages in taken.values():
            self._messages += len(messages)
            self._bytes += sum(len(message.value or b"") for message in messages)
        of_this_size = self._messages * (FETCH_BYTES - self._bytes) // max(self._bytes, 1)
        return max(0, min(FETCH_RECORDS - self._messages, of_this_size))


class Consumer(driver.Consumer):
    """Sends the agent one event per fetch of a partition, and tells the assignment what the group assigns and revokes."""

    _thread: ConsumerThread
    _failed_at = 0.0

    @property
    def _delivery(self) -> "Transport":
        return cast("Transport", self.transport)

    @property
    def _assignment(self) -> Assignment:
        return self._delivery.assignment

    @property
    def thread(self) -> ConsumerThread:
        """The thread that runs the client."""
        return self._thread

    def _new_consumer_thread(self) -> ConsumerThread:
        return ConsumerThread(self, loop=self.loop, beacon=self.beacon)

    def missing_topics(self) -> set[str]:
        """Return the raw topics that don't exist; none until metadata has been fetched."""
        consumer: Any = self._thread._consumer
        subscription = consumer and consumer._subscription.subscription
        if not subscription or not consumer._client.cluster._last_successful_refresh_ms:
            return set()
        known: set[str] = consumer._client.cluster.topics(exclude_internal_topics=False)
        return set(subscription.topics) - known

    def high_watermark(self, partition: Partition) -> int | None:
        """Return the high watermark of the last fetch."""
        state = self._state(partition)
        return None if state is None else state.highwater

    def fetch_position(self, partition: Partition) -> int | None:
        """Return the offset of the next fetch."""
        state = self._state(partition)
        return None if state is None else state._position

    def _state(self, partition: Partition) -> Any:
        """Return aiokafka's state of a partition, None while it is not assigned."""
        # The public `highwater` and `position` raise for a partition that was just revoked, and wait for one just assigned.
        consumer = self._thread._consumer
        subscription = consumer and consumer._subscription.subscription
        assignment = subscription and subscription.assignment
        return assignment and assignment._tp_state.get(TopicPartition(*partition))

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Stop the partition workers before the group hears that this member is ready to rejoin."""
        self._delivery.metrics.rebalancing()
        await self._assignment.revoked()
        await super().on_partitions_revoked(revoked)

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        """Start the partition workers before Faust is told."""
        await self._assignment.assigned(self._thread.current_assignment, [Partition(*tp) for tp in assigned])
        await super().on_partitions_assigned(assigned, generation_id)

    async def perform_seek(self) -> None:
        """No-op: every assignment starts at the committed offset, and later fetches are with the partition workers."""

    async def _commit(self, offsets: Mapping[TP, int]) -> bool:  # noqa: ARG002 - sinks commit, Faust does not
        return True

    async def _drain_messages(self, fetcher: Any) -> None:
        """Fetch for as long as the worker runs, except from partitions whose workers are full."""
        try:
            while not (self.should_stop or fetcher.should_stop):
                for fetched in await self._fetch():
                    await self._send(fetched)
        except asyncio.CancelledError:
            if not self.app.should_stop:  # Faust takes a cancellation for a crash
                raise

    async def _fetch(self) -> list[Fetched]:
        """Return what has arrived; report to health what keeps it from arriving."""
        health = self._delivery.health
        try:
            fetched = await self._thread.fetch(self._assignment.full())
        except KafkaError as error:
            self._failed_at = monotonic()
            health.degraded("fetch", f"can't fetch: {error!r}")
            _log.warning("fetch failed; retrying", error=repr(error), pause_seconds=RETRY_LONGEST)
            await self.sleep(RETRY_LONGEST)
            return []
        if fetched or monotonic() - self._failed_at > _RECOVERED_SECONDS:
            health.recovered("fetch")
        return fetched

    async def _send(self, fetched: Fetched) -> None:
        """Send an event to the topic's agents, once Faust has noted the assignment: earlier, its stream would drop it."""
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
    """Faust's aiokafka transport with our consumer and the assignment that it feeds."""

    Consumer = Consumer

    def __init__(self, url: list[URL], app: faust.App, health: Health, metrics: DeliveryMetrics) -> None:
        super().__init__(url, app)
        self.assignment, self.health, self.metrics = Assignment(), health, metrics


def _incoming(record: Any) -> Incoming:
    return Incoming(
        record.topic, record.partition, record.offset, record.timestamp, record.key, record.value, record.headers
    )
