"""The worker on a broker that wants credentials and permissions."""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest
from confluent_kafka.admin._acl import AclBinding, AclOperation

from dateline.kafka.access_denied import AccessDeniedError
from dateline.kafka.connect import connect
from dateline.kafka.permissions import ensure_permitted
from dateline.settings import Settings
from tests.support.deploy.acls import documented
from tests.support.items import envelope
from tests.support.kafka import Message, Topics, consume, consume_all, produce
from tests.support.kafka.certificates import Authority
from tests.support.kafka.ports import free_port
from tests.support.kafka.security import SecureBroker
from tests.support.refusals import ALSO_REFUSED, REFUSED, WRONG
from tests.support.security_setups import KEY_PASSWORD, USERS, Environment, Ways
from tests.support.waiting import PATIENCE
from tests.support.worker import PROJECT, Worker

REFUSED_WITHIN = 30.0
# The names of the document, which are the settings' own.
TOPICS = Topics("raw-items", "enriched-items", "dead-letters", "dateline")
WAYS: dict[str, Callable[[Ways], Environment]] = {
    "SCRAM": Ways.sasl,
    "PLAIN": lambda ways: ways.sasl("PLAIN"),
    "certificate": Ways.mutual,
}


@pytest.fixture(scope="module")
def ways(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ways]:
    """One broker for the module, with the topics and the permissions of the document."""
    request.getfixturevalue("kafka")  # skips or fails where there is no Java
    folder = tmp_path_factory.mktemp("secure")
    with SecureBroker(folder, USERS) as broker:
        for topic in (TOPICS.raw, TOPICS.enriched, TOPICS.dead_letter):
            broker.create_topic(topic)
        for permissions in documented().values():
            broker.grant(permissions)
        yield Ways(broker, Authority(folder / "stranger"), folder)


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Callable[[Environment], Settings]:
    """Settings out of an environment."""

    def of(environment: Environment) -> Settings:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return Settings()

    return of


@pytest.mark.parametrize(
    ("way", "delivery"),
    [
        ("SCRAM", "exactly_once"),
        ("SCRAM", "at_least_once"),
        ("certificate", "exactly_once"),
        ("certificate", "at_least_once"),
        ("PLAIN", "exactly_once"),
    ],
)
def test_records_and_dead_letters_pass_with_the_documented_permissions(
    ways: Ways, way: str, delivery: str, tmp_path: Path
) -> None:
    good, bad = f"{way} {delivery}".encode(), f"{{{way} {delivery}".encode()
    raw = envelope("Jakarta: Presiden Joko Widodo bertemu tamu di Jakarta.", id=good.decode())
    produce(ways.broker.bootstrap, TOPICS.raw, [(None, raw, {}), (None, bad, {})])
    with Worker(ways.broker.sasl, TOPICS, tmp_path, WAYS[way](ways) | {"DATELINE_DELIVERY": delivery}) as worker:
        consume(ways.broker.bootstrap, TOPICS.enriched, lambda records: good in _keys(records), PATIENCE)
        consume(ways.broker.bootstrap, TOPICS.dead_letter, lambda letters: bad in _values(letters), PATIENCE)
        assert worker.terminate() == 0


@pytest.mark.parametrize("case", REFUSED)
def test_a_worker_that_is_refused_says_why_in_one_line_and_ends(ways: Ways, case: str, tmp_path: Path) -> None:
    environment, said = REFUSED[case][0](ways), REFUSED[case][1]
    with Worker(environment["DATELINE_BROKERS"], TOPICS, tmp_path, environment) as worker:
        assert worker.process.wait(REFUSED_WITHIN) == 1
        log = worker.log.read_text()
    starting, refused = map(orjson.loads, log.splitlines())
    assert (starting["event"], refused["level"]) == ("starting", "error")
    assert refused["error"] == f"{environment['DATELINE_BROKERS']}: {said}"
    assert not [secret for secret in (*USERS.values(), KEY_PASSWORD, WRONG) if secret in log]


@pytest.mark.parametrize("case", ALSO_REFUSED)
def test_every_other_refusal_names_what_to_look_at(
    ways: Ways, case: str, settings: Callable[[Environment], Settings]
) -> None:
    environment, said = ALSO_REFUSED[case]
    with pytest.raises(AccessDeniedError) as refused:
        asyncio.run(connect(settings(environment(ways))))
    assert said in str(refused.value)
    assert WRONG not in str(refused.value)


def test_one_broker_that_lets_the_worker_in_is_enough(ways: Ways, settings: Callable[[Environment], Settings]) -> None:
    wrong_name = ways.broker.sasl.replace("localhost", "127.0.0.1")
    brokers = f"127.0.0.1:{free_port()},{wrong_name},{ways.broker.sasl}"
    asyncio.run(connect(settings(ways.sasl() | {"DATELINE_BROKERS": brokers}), ensure_permitted))


def test_refused_by_one_broker_and_let_in_by_none_is_refused(
    ways: Ways, settings: Callable[[Environment], Settings]
) -> None:
    brokers = f"127.0.0.1:{free_port()},{ways.broker.sasl}"
    with pytest.raises(AccessDeniedError, match="DATELINE_SASL_PASSWORD"):
        asyncio.run(connect(settings(ways.sasl() | {"DATELINE_BROKERS": brokers, "DATELINE_SASL_PASSWORD": WRONG})))


@pytest.mark.parametrize(
    "missing",
    [p for p in documented()["dateline"] if p.operation != AclOperation.DESCRIBE_CONFIGS],
    ids=lambda permission: f"{_operation(permission)} {permission.name}",
)
def test_each_permission_is_needed_and_missed_by_name(
    ways: Ways, missing: AclBinding, settings: Callable[[Environment], Settings]
) -> None:
    ways.broker.revoke([missing])
    try:
        with pytest.raises(AccessDeniedError) as refused:
            asyncio.run(connect(settings(ways.sasl()), ensure_permitted))
    finally:
        ways.broker.grant([missing])
    assert f"not permitted: {_operation(missing)} on " in str(refused.value)
    assert f" {missing.name}; see deploy/kafka/ACLS.md" in str(refused.value)


def test_a_worker_without_permissions_names_them_all_and_ends(ways: Ways, tmp_path: Path) -> None:
    forbidden = Topics(TOPICS.raw, TOPICS.enriched, TOPICS.dead_letter, "another-group")
    with Worker(ways.broker.sasl, forbidden, tmp_path, ways.sasl(user="dateline-replay")) as worker:
        assert worker.process.wait(REFUSED_WITHIN) == 1
        _, refused = map(orjson.loads, worker.log.read_text().splitlines())
    for part in (
        "READ on topic raw-items",
        "WRITE on topic enriched-items",
        "READ on group another-group",
        "WRITE on transactional ids that begin with another-group/",
    ):
        assert part in refused["error"]
    assert "dead-letters" not in refused["error"]


def test_replay_puts_back_with_the_documented_permissions(ways: Ways, tmp_path: Path) -> None:
    raw = envelope("Jakarta: Presiden Joko Widodo bertemu tamu di Jakarta.", id="to be replayed")
    headers = {"dateline_stage": b"tag", "dateline_reason": b"stage_exception", "dateline_topic": TOPICS.raw.encode()}
    produce(ways.broker.bootstrap, TOPICS.dead_letter, [(None, raw, headers)])
    done = subprocess.run(
        [sys.executable, "-m", "dateline", "replay", "--apply"],
        check=False,
        env={"PYTHONPATH": str(PROJECT), **ways.sasl(user="dateline-replay")},
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        timeout=PATIENCE,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert raw in _values(consume_all(ways.broker.bootstrap, TOPICS.raw))


def _operation(permission: AclBinding) -> str:
    return AclOperation(permission.operation).name


def _keys(messages: list[Message]) -> list[bytes | None]:
    return [message.key for message in messages]


def _values(messages: list[Message]) -> list[bytes | None]:
    return [message.value for message in messages]
