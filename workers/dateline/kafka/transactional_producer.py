"""aiokafka's transactional producer, which can be discarded whatever the brokers do.

The one module that touches private attributes of aiokafka's producer; its tests fail if an upgrade removes one.
"""

import asyncio
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from aiokafka.producer.message_accumulator import BatchBuilder
from aiokafka.producer.sender import Sender

from dateline.kafka.errors import MissingTopicError
from dateline.kafka.timeouts import METADATA


class TransactionalProducer(AIOKafkaProducer):  # type: ignore[misc]
    """The producer of one transactional id, for the transactions of one input partition."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        # aiokafka creates its sender in the constructor and offers no way to choose it.
        self._sender = _CancellableSender(
            self.client,
            acks=-1,
            txn_manager=self._txn_manager,
            retry_backoff_ms=settings["retry_backoff_ms"],
            message_accumulator=self._message_accumulator,
            request_timeout_ms=settings["request_timeout_ms"],
        )

    async def partitions_for(self, topic: str) -> set[int]:
        """Return the topic's partitions. Raises MissingTopicError if no broker knows it."""
        try:
            async with asyncio.timeout(METADATA):
                partitions: set[int] = await super().partitions_for(topic)
        except (TimeoutError, KafkaError) as error:
            raise MissingTopicError(f"topic {topic} does not exist ({error!r})") from error
        return partitions

    async def send_closed(self, topic: str, partition: int, builder: BatchBuilder) -> "asyncio.Future[Any]":
        """Queue a closed batch; the future is done when a broker has acknowledged it."""
        acknowledged: asyncio.Future[Any] = await self.send_batch(builder, topic, partition=partition)
        return acknowledged

    async def abort_open(self) -> None:
        """Abort the open transaction, if there is one. May wait as long as its coordinator is unavailable."""
        if self._txn_manager.is_in_transaction():
            await self.abort_transaction()

    async def discard(self) -> None:
        """Cancel all tasks and close all connections. A broker may still accept requests that it has received."""
        self._closed = True
        await self._sender.end()
        await self.client.close()


class _CancellableSender(Sender):  # type: ignore[misc]
    """Keeps track of its tasks: aiokafka's own way to stop waits for requests that an unavailable broker never answers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._tasks: set[asyncio.Task[Any]] = set()

    def _maybe_do_transactional_request(self) -> Any:
        task = super()._maybe_do_transactional_request()
        if task is not None:
            self._keep(task)
        return task

    async def _send_produce_req(self, node_id: int, batches: Any) -> None:
        if (task := asyncio.current_task()) is not None:
            self._keep(task)
        await super()._send_produce_req(node_id, batches)

    async def end(self) -> None:
        """Cancel everything under way."""
        tasks = [task for task in (self._sender_task, *self._tasks) if task is not None and not task.done()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _keep(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
