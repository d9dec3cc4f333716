"""One real Kafka broker as a child process."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from types import TracebackType
from typing import Self

from confluent_kafka import KafkaException, TopicPartition
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from tests.support.kafka.jars import HERE, kafka_jars
from tests.support.kafka.ports import free_port
from tests.support.waiting import PATIENCE, until

START_TIMEOUT = PATIENCE
STOP_TIMEOUT = PATIENCE
CLUSTER_ID = "AAAAAAAAAAAAAAAAAAAAAA"
# C1 code only and the serial collector: the broker is up sooner and leaves the cores to what is tested.
JVM = ("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")


@dataclass(frozen=True)
class Node:
    """One member of the quorum and its ports."""

    id: int = 1
    client_port: int = field(default_factory=free_port)
    controller_port: int = field(default_factory=free_port)


def server_properties(node: Node, quorum: Sequence[Node], data: Path, more: Mapping[str, str]) -> str:
    """The broker's configuration; what is in `more` overrides the template."""
    filled = Template((HERE / "server.properties").read_text()).substitute(
        node=node.id,
        voters=",".join(f"{voter.id}@127.0.0.1:{voter.controller_port}" for voter in quorum),
        data=data,
        client_port=node.client_port,
        controller_port=node.controller_port,
        replicas=len(quorum),
        in_sync=len(quorum) // 2 + 1,
    )
    # In a properties file the last line with a key wins.
    return filled + "".join(f"{key}={value}\n" for key, value in more.items())


class KafkaBroker:
    """A broker, and its own controller, with its data and log in `folder`; up inside `with`."""

    def __init__(
        self,
        folder: Path,
        properties: Mapping[str, str] | None = None,
        node: Node | None = None,
        format_arguments: Sequence[str] = (),
    ) -> None:
        self._folder = folder
        self._more = properties or {}
        self._node = node or Node()
        self._format_arguments = format_arguments
        self._jars = kafka_jars()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def bootstrap(self) -> str:
        """What clients connect to."""
        return f"127.0.0.1:{self._node.client_port}"

    @property
    def log(self) -> Path:
        """All that the broker wrote, over all its starts."""
        return self._folder / "broker.log"

    def log_tail(self, lines: int = 40) -> str:
        """The end of the log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def start(self) -> None:
        """Formats the storage if it is new, starts the broker and waits until it answers."""
        assert self._process is None, "the broker runs already"
        data = self._folder / "data"
        if not (data / "meta.properties").exists():
            self._format(data)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._java("kafka.Kafka", str(self._properties)), stdout=log, stderr=subprocess.STDOUT
            )
        self._wait_ready()

    def stop(self) -> None:
        """Ends the broker in good order (SIGTERM)."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        self._process = None

    def kill(self) -> None:
        """Ends the broker at once (SIGKILL)."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def restart(self) -> None:
        """Stops the broker if it runs, and starts it on the same ports and data."""
        self.stop()
        self.start()

    def create_topic(self, name: str, partitions: int = 4, config: Mapping[str, str] | None = None) -> None:
        """Makes a topic and waits until clients see all its partitions."""
        admin = self._admin()
        admin.create_topics([NewTopic(name, partitions, config=dict(config or {}))])[name].result(30)
        until(lambda: self._has_leaders(admin, name, partitions), 30, f"leaders for {name}")

    def delete_before(self, topic: str, partition: int, offset: int) -> None:
        """Ends the keeping of what stands before an offset, as retention does."""
        admin, place = self._admin(), TopicPartition(topic, partition, offset)
        admin.delete_records([place])[place].result(30)

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def _properties(self) -> Path:
        return self._folder / "server.properties"

    def _format(self, data: Path) -> None:
        """Writes the configuration and makes an empty KRaft storage."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._properties.write_text(server_properties(self._node, [self._node], data, self._more))
        arguments = ("--cluster-id", CLUSTER_ID, "--config", str(self._properties), *self._format_arguments)
        command = self._java("kafka.tools.StorageTool", "format", *arguments)
        done = subprocess.run(
            command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=600
        )
        if done.returncode:
            raise RuntimeError(f"the storage could not be formatted:\n{done.stdout}")

    def _java(self, main: str, *arguments: str) -> list[str]:
        logging = f"-Dlog4j2.configurationFile={HERE / 'log4j2.xml'}"
        return ["java", *JVM, logging, "-cp", f"{self._jars}/*", main, *arguments]

    def _wait_ready(self) -> None:
        admin = self._admin()
        try:
            until(lambda: self._answers(admin), START_TIMEOUT, "the broker lists its topics")
        except TimeoutError as late:
            raise TimeoutError(f"{late}\n{self.log_tail()}") from None

    def _answers(self, admin: AdminClient) -> bool:
        """Whether a client gets the list of topics; raises if the broker has ended."""
        assert self._process is not None
        if (code := self._process.poll()) is not None:
            self._process = None
            raise RuntimeError(f"the broker ended with {code}:\n{self.log_tail()}")
        try:
            return bool(admin.list_topics(timeout=1).brokers)
        except KafkaException:
            return False

    def _has_leaders(self, admin: AdminClient, topic: str, partitions: int) -> bool:
        found = admin.list_topics(topic, timeout=10).topics[topic].partitions.values()
        return len(found) == partitions and all(partition.leader >= 0 for partition in found)

    def _admin(self) -> AdminClient:
        # Refused connections are expected here: try again soon, and say nothing.
        return AdminClient({"bootstrap.servers": self.bootstrap, "reconnect.backoff.max.ms": 200, "log_level": 0})
