"""The way back: items and the receipts of their letters, in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from time import monotonic

from confluent_kafka import KafkaError, KafkaException, Message, Producer

from dateline.replay.cluster import Connection
from dateline.replay.dead_letter import DeadLetter
from dateline.replay.errors import ReplayError
from dateline.replay.timeouts import ABORT, BATCH_BYTES, COMMIT, ITEM_BYTES, OPEN, SLICE, TRANSACTION

_FENCED = {KafkaError._FENCED, KafkaError.PRODUCER_FENCED, KafkaError.INVALID_PRODUCER_EPOCH}
_BY_KEY = -1  # librdkafka's way to say it


class ReplayProducer:
    """Sends dead letters back; `partitions` is the number of each topic's. One producer of a transactional id works at a time."""

    def __init__(
        self,
        connection: Connection,
        transactional_id: str,
        partitions: Mapping[str, int],
        checkpoint: Callable[[], None],
    ) -> None:
        self._connection, self._partitions, self._checkpoint = connection, partitions, checkpoint
        self._id = transactional_id
        self._refused: ReplayError | None = None
        self._producer = Producer(
            {
                **connection.configuration,
                "transactional.id": transactional_id,
                "transaction.timeout.ms": int(TRANSACTION * 1000),
                "batch.size": BATCH_BYTES,
                "message.max.bytes": ITEM_BYTES,
                "compression.type": "gzip",  # an item may have come compressed; this form every client reads
                "partitioner": "murmur2_random",  # as Java's clients place keys
            }
        )

    def open(self) -> None:
        """Fence a previous producer of this id and abort its open transaction. Raises ReplayError."""
        try:
            self._retry(self._producer.init_transactions, OPEN)
        except KafkaException as error:
            raise self._explain(error.args[0]) from error

    def send(self, letters: Sequence[DeadLetter]) -> None:
        """Send all of them back, or none; without an answer, their markers will tell. Raises ReplayError."""
        try:
            self._producer.begin_transaction()
            for letter in letters:
                self._produce(letter)
            self._checkpoint()
            self._retry(self._producer.commit_transaction, COMMIT)
        except KafkaException as error:
            self._abort()
            raise self._explain(error.args[0]) from error
        except BaseException:
            self._abort()
            raise

    def _produce(self, letter: DeadLetter) -> None:
        """Produce the item to the partition that it came from, timestamped now (retention counts from there), and its marker."""
        if letter.origin is None:
            raise ReplayError(f"{letter.place} names no topic that it came from")
        partition = letter.origin_partition
        self._producer.produce(
            letter.origin,
            value=letter.value,
            key=letter.key,
            partition=partition if partition in range(self._partitions[letter.origin]) else _BY_KEY,
            headers=list(letter.item_headers()),
            on_delivery=partial(self._on_delivery, letter),
        )
        self._producer.produce(
            letter.topic,
            value=None,
            key=letter.key or b"",
            partition=letter.partition,
            headers=list(letter.marker_headers()),
            on_delivery=partial(self._on_delivery, letter),
        )

    def _on_delivery(self, letter: DeadLetter, error: KafkaError | None, message: Message) -> None:
        """Keep the first refusal; later errors are only the purge that follows it."""
        if error is None or self._refused is not None:
            return
        if error.code() == KafkaError.MSG_SIZE_TOO_LARGE:
            self._refused = ReplayError(
                f"the item of {letter.place} ({len(letter.value or b'')} bytes) is too large for {message.topic()}"
            )
        elif error.code() not in (KafkaError._PURGE_QUEUE, KafkaError._PURGE_INFLIGHT, *_FENCED):
            self._refused = ReplayError(f"{message.topic()}: {error.str()}")

    def _retry(self, call: Callable[[float], None], limit: float) -> None:
        """Repeat a call that resumes after a time-out, so that signals are handled meanwhile."""
        deadline = monotonic() + limit
        while True:
            try:
                return call(SLICE)
            except KafkaException as error:
                if not error.args[0].retriable() or monotonic() > deadline:
                    raise
            self._checkpoint()

    def _abort(self) -> None:
        """Abort if possible: a fenced producer has nothing to abort, and without a broker the transaction times out."""
        with suppress(KafkaException):
            self._producer.abort_transaction(ABORT)

    def _explain(self, error: KafkaError) -> ReplayError:
        with suppress(KafkaException):  # a fatal error, which `error` tells of
            self._producer.poll(0)  # calls _on_delivery
        if error.code() in _FENCED:
            return ReplayError("another replay of this group began and goes on from here")
        if error.code() == KafkaError.TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
            return ReplayError(f"this user may not write with the transactional id {self._id}")
        if error.code() == KafkaError.TOPIC_AUTHORIZATION_FAILED:
            return ReplayError(f"this user may not write to all of {', '.join(self._partitions)}")
        return self._refused or self._connection.explain(error)
