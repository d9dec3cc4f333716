"""Real Kafka brokers in one KRaft quorum, each reachable directly and through a proxy."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient
from confluent_kafka.admin._config import AlterConfigOpType, ConfigEntry, ConfigResource

from tests.support.kafka.broker import KafkaBroker, Node
from tests.support.kafka.ports import free_port
from tests.support.kafka.proxy import Proxy
from tests.support.waiting import PATIENCE, until

REPLICAS_TIMEOUT = PATIENCE
# A killed broker may come back once the controller has given up its former self: after 9 s by default. Brokers that
# share two cores with all else need more than a second for a heartbeat now and then.
_FORGOTTEN_SOON = {"broker.session.timeout.ms": "5000", "broker.heartbeat.interval.ms": "500"}
# The default stops a broker five minutes later when its peers are gone.
_STOPS_SOON = {"controlled.shutdown.max.retries": "1"}


class Member(KafkaBroker):
    """One broker of a cluster."""

    def __init__(self, folder: Path, node: Node, quorum: Sequence[Node], more: Mapping[str, str]) -> None:
        self.target_port, self.proxied_port = free_port(), free_port()
        super().__init__(folder, _membership(node, quorum) | self._listeners(node) | dict(more))
        self._node = node

    @property
    def id(self) -> int:
        """As clients see it."""
        return self._node.id

    @property
    def data(self) -> Path:
        """Where its logs are."""
        return self._folder / "data"

    @property
    def is_up(self) -> bool:
        """Whether its process was started and not killed."""
        return self._process is not None

    def _listeners(self, node: Node) -> dict[str, str]:
        """A second listener, which tells its clients to come through the proxy."""
        direct, host = f"CLIENT://127.0.0.1:{node.client_port}", "127.0.0.1"
        return {
            "listeners": f"{direct},PROXIED://{host}:{self.target_port},CONTROLLER://{host}:{node.controller_port}",
            "advertised.listeners": f"{direct},PROXIED://{host}:{self.proxied_port}",
            "listener.security.protocol.map": "CLIENT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT",
        }


class Cluster:
    """Brokers and their proxy with all data in `folder`; up inside `with`."""

    def __init__(self, folder: Path, brokers: int, properties: Mapping[str, str] | None = None) -> None:
        quorum = [Node(id=number) for number in range(1, brokers + 1)]
        more = _FORGOTTEN_SOON | _STOPS_SOON | dict(properties or {})
        self.brokers = [Member(folder / f"broker-{node.id}", node, quorum, more) for node in quorum]
        self.proxy = Proxy({broker.proxied_port: broker.target_port for broker in self.brokers})
        self.admin = AdminClient({"bootstrap.servers": self.bootstrap, "reconnect.backoff.max.ms": 200, "log_level": 0})

    @property
    def bootstrap(self) -> str:
        """What clients connect to whose connections are to last."""
        return ",".join(broker.bootstrap for broker in self.brokers)

    @property
    def proxied(self) -> str:
        """What clients connect to whose connections are to be cut."""
        return ",".join(f"127.0.0.1:{broker.proxied_port}" for broker in self.brokers)

    def broker(self, number: int) -> Member:
        """The broker with this id."""
        return next(broker for broker in self.brokers if broker.id == number)

    def start(self) -> None:
        """Starts the brokers that are down, and returns once every partition has all its replicas."""
        _all_at_once([broker.start for broker in self.brokers if not broker.is_up])
        until(self.is_replicated, REPLICAS_TIMEOUT, "all replicas are in sync")

    def kill(self) -> None:
        """Ends all brokers at once (SIGKILL)."""
        _all_at_once([broker.kill for broker in self.brokers])

    def create_topic(self, name: str, partitions: int, config: Mapping[str, str] | None = None) -> None:
        """Makes a topic and waits until clients see all its partitions."""
        next(broker for broker in self.brokers if broker.is_up).create_topic(name, partitions, config)

    def delete_topic(self, name: str) -> None:
        """Returns once no client sees the topic anymore."""
        self.admin.delete_topics([name])[name].result(30)
        until(lambda: name not in self.admin.list_topics(timeout=10).topics, 30, f"{name} is gone")

    def limit_messages(self, topic: str, size: int) -> None:
        """Sets the most bytes that a message of the topic may have."""
        entry = ConfigEntry("max.message.bytes", str(size), incremental_operation=AlterConfigOpType.SET)
        resource = ConfigResource(ConfigResource.Type.TOPIC, topic, incremental_configs=[entry])
        self.admin.incremental_alter_configs([resource])[resource].result(30)

    def is_replicated(self) -> bool:
        """Whether each partition has a leader and all its replicas in sync."""
        try:
            found = self.admin.list_topics(timeout=10)
        except KafkaException:
            return False
        partitions = [partition for topic in found.topics.values() for partition in topic.partitions.values()]
        return len(found.brokers) == len(self.brokers) and all(
            partition.leader >= 0 and len(partition.isrs) == len(partition.replicas) for partition in partitions
        )

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.kill()
            raise
        self.proxy.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.proxy.__exit__(kind, error, trace)
        self.kill()


def _membership(node: Node, quorum: Sequence[Node]) -> dict[str, str]:
    replicas, in_sync = str(len(quorum)), str(len(quorum) // 2 + 1)
    topics = ("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")
    return {
        "node.id": str(node.id),
        "controller.quorum.voters": ",".join(f"{voter.id}@127.0.0.1:{voter.controller_port}" for voter in quorum),
        "default.replication.factor": replicas,
        "min.insync.replicas": in_sync,
        "transaction.state.log.min.isr": in_sync,
        "share.coordinator.state.topic.min.isr": in_sync,
        **{f"{topic}.replication.factor": replicas for topic in topics},
    }


def _all_at_once(actions: Sequence[Callable[[], None]]) -> None:
    if actions:
        with ThreadPoolExecutor(len(actions)) as pool:
            for done in [pool.submit(action) for action in actions]:
                done.result()
