"""The worker's consumer group as the brokers see it, watched all along."""

from typing import Any

from confluent_kafka import Consumer, ConsumerGroupState, KafkaException, TopicPartition
from confluent_kafka.admin import AdminClient

from chaos.background import Background
from tests.support.waiting import until

SAMPLE_SECONDS = 0.3
ANSWER_SECONDS = 2.0
COORDINATOR_SECONDS = 60.0


class Group(Background):
    """Samples the committed offsets, which may only grow; tells the group's state."""

    def __init__(self, bootstrap: str, name: str, topic: str, partitions: int) -> None:
        super().__init__("group")
        self.name = name
        self._settings: dict[str, str | int | float | bool] = {"bootstrap.servers": bootstrap, "log_level": 0}
        self._admin = AdminClient(self._settings)
        self._places = [TopicPartition(topic, partition) for partition in range(partitions)]
        # Stable offsets only (KIP-447): after a crash of all brokers others are for a moment older than they were.
        self._consumer = Consumer({**self._settings, "group.id": name, "isolation.level": "read_committed"})
        self.committed: dict[int, int] = {}
        self.went_back: list[str] = []
        self._only_grow = True

    def step(self) -> None:
        """One sample of each partition; none while no broker answers, or where a transaction is open over it."""
        for place in self._places:
            if self.stopping.is_set():
                return
            try:
                (found,) = self._consumer.committed([place], timeout=ANSWER_SECONDS)
            except KafkaException:
                continue
            self._note(found)
        self.stopping.wait(SAMPLE_SECONDS)

    def topic_is_gone(self) -> None:
        """The raw topic was deleted: its offsets begin anew."""
        self._only_grow = False
        self.committed.clear()

    def members(self) -> int | None:
        """Return how many workers share the partitions; None while the group is in flux or no broker answers."""
        found = self._described()
        return len(found.members) if found is not None and found.state == ConsumerGroupState.STABLE else None

    def coordinator(self) -> int:
        """Return the broker that leads the group, once there is one."""
        return int(until(self._described, COORDINATOR_SECONDS, f"a broker leads the group {self.name}").coordinator.id)

    def __exit__(self, *error: Any) -> None:
        super().__exit__(*error)
        self._consumer.close()

    def _described(self) -> Any:
        try:
            return self._admin.describe_consumer_groups([self.name], request_timeout=5)[self.name].result(10)
        except KafkaException:
            # librdkafka's never finds the coordinator again once all brokers were away.
            self._admin = AdminClient(self._settings)
            return None

    def _note(self, place: TopicPartition) -> None:
        before = self.committed.get(place.partition)
        if place.error is not None or (place.offset < 0 and before is None):
            return
        if before is not None and place.offset < before and self._only_grow:
            self.went_back.append(f"partition {place.partition}: from {before} to {place.offset}")
        self.committed[place.partition] = place.offset
