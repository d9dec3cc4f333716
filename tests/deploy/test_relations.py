"""What no schema sees: numbers and names in one place that must fit those in another."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from confluent_kafka.admin._acl import AclOperation
from confluent_kafka.admin._resource import ResourcePatternType, ResourceType
from pydantic import SecretStr

from dateline.commands.health import _ANSWER_SECONDS
from dateline.domain.limits import MAX_ITEM_BYTES
from dateline.kafka import timeouts
from dateline.kafka.topics import DEAD_LETTER, HEADER_BYTES, PARTITIONS, RAW, topics
from dateline.observe.health import BEAT_SECONDS, SILENCE_SECONDS
from dateline.settings import PREFIX, Settings
from monitoring.rules import groups
from tests.support.delivery.full_metrics import SERIES_AT_MOST
from tests.support.deploy.acls import documented
from tests.support.deploy.manifests import (
    BASE,
    COMPONENTS,
    KUBERNETES,
    OVERLAYS,
    PROJECT,
    Document,
    base_with,
    checking_program,
    from_files,
    from_kustomize,
    one,
)

PRODUCTION = next(path for path in OVERLAYS if path.name == "production")
SETTINGS = {PREFIX + name.upper() for name in Settings.model_fields}
FROM_FILES = {f"{name}_FILE" for name in SETTINGS}
GRACE_ROOM = 10


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    """The base with every component."""
    return from_kustomize(base_with(tmp_path_factory.mktemp("everything"), *COMPONENTS))


@pytest.fixture(scope="module")
def production() -> list[Document]:
    return from_kustomize(PRODUCTION)


def pod_of(documents: list[Document]) -> Document:
    spec: Document = one(documents, "Deployment")["spec"]["template"]["spec"]
    return spec


def worker_of(documents: list[Document]) -> Document:
    (container,) = pod_of(documents)["containers"]
    assert isinstance(container, dict)
    return container


def size(text: str) -> int:
    """Bytes of a Kubernetes quantity."""
    number, unit = re.fullmatch(r"(\d+)(Ki|Mi|Gi)", text).groups()  # type: ignore[union-attr]
    return int(number) * {"Ki": 1024, "Mi": 1024**2, "Gi": 1024**3}[unit]


def test_the_grace_period_is_above_the_drain_and_the_session() -> None:
    grace = pod_of(from_files(BASE))["terminationGracePeriodSeconds"]
    assert grace >= timeouts.SHUTDOWN + timeouts.SESSION + GRACE_ROOM


def test_a_probe_is_answered_before_it_is_given_up_and_given_up_before_the_next() -> None:
    container = worker_of(from_files(BASE))
    for name in ("startupProbe", "readinessProbe", "livenessProbe"):
        probe = container[name]
        assert probe["timeoutSeconds"] < probe["periodSeconds"]
    check = re.search(r"HEALTHCHECK .*--timeout=(\d+)s", (PROJECT / "deploy" / "Dockerfile").read_text())
    assert check
    assert float(check[1]) > _ANSWER_SECONDS


def test_a_start_may_take_as_long_as_brokers_that_come_up_beside_it() -> None:
    probe = worker_of(from_files(BASE))["startupProbe"]
    assert probe["periodSeconds"] * probe["failureThreshold"] >= 5 * 60


def test_one_slow_answer_is_no_reason_for_a_restart() -> None:
    probe = worker_of(from_files(BASE))["livenessProbe"]
    patience = probe["periodSeconds"] * probe["failureThreshold"]
    assert patience > 2 * probe["periodSeconds"] > BEAT_SECONDS
    assert timeouts.STALLED > SILENCE_SECONDS > timeouts.DELIVERY


def test_memory_is_enough_for_a_warm_worker_and_the_largest_item_in_each_process_of_its_pool() -> None:
    processes = int(one_config_map(from_kustomize(BASE))["DATELINE_POOL_SIZE"])
    ours = subprocess.run(
        [sys.executable, "-m", "tests.support.deploy.memory", str(processes)],
        cwd=PROJECT,
        check=True,
        capture_output=True,
        text=True,
    )
    largest = processes * int(Settings().item_memory_bytes)
    assert size(worker_of(from_files(BASE))["resources"]["limits"]["memory"]) >= int(ours.stdout) + largest


def test_there_is_a_core_for_each_process_of_the_pool() -> None:
    processes = one_config_map(from_kustomize(BASE))["DATELINE_POOL_SIZE"]
    assert worker_of(from_files(BASE))["resources"]["requests"]["cpu"] == processes


def test_what_may_be_written_is_within_what_is_promised(production: list[Document]) -> None:
    for documents in (from_files(BASE), production):
        sized = [volume["emptyDir"]["sizeLimit"] for volume in pod_of(documents)["volumes"] if "emptyDir" in volume]
        assert sum(map(size, sized)) < size(worker_of(documents)["resources"]["limits"]["ephemeral-storage"])


@pytest.mark.parametrize("overlay", [BASE, *OVERLAYS], ids=lambda path: str(path.name))
def test_config_maps_hold_settings_that_there_are_with_values_that_they_take(
    overlay: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = one_config_map(from_kustomize(overlay))
    assert data.keys() <= SETTINGS | FROM_FILES
    assert not any(word in name for name in data for word in ("PASSWORD", "SECRET"))
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    for name, value in data.items():
        monkeypatch.setenv(name, value if not name.endswith("_FILE") else "")
    monkeypatch.delenv("DATELINE_SSL_CA_FILE", raising=False)
    settings = Settings(sasl_username="u", sasl_password=SecretStr("p"))
    told = settings.public()
    assert {name: told[name] for name in data if not name.endswith("_FILE")} == {
        name: value for name, value in data.items() if not name.endswith("_FILE")
    }


def one_config_map(documents: list[Document]) -> dict[str, str]:
    (found,) = (
        document["data"]
        for document in documents
        if document["kind"] == "ConfigMap" and document["metadata"]["name"] == "dateline-worker"
    )
    data: dict[str, str] = found
    return data


def test_files_that_settings_name_are_mounted(production: list[Document]) -> None:
    mounts = {mount["mountPath"]: mount["name"] for mount in worker_of(production)["volumeMounts"]}
    volumes = {volume["name"]: volume for volume in pod_of(production)["volumes"]}
    for name, value in one_config_map(production).items():
        if name.endswith("_FILE"):
            volume = volumes[mounts[str(Path(value).parent)]]
            assert Path(value).name in {item["path"] for item in volume["secret"]["items"]}


def test_keda_scales_the_deployment_between_one_and_as_many_as_there_are_partitions(everything: list[Document]) -> None:
    scaled = one(everything, "ScaledObject")["spec"]
    deployment = one(everything, "Deployment")
    assert scaled["scaleTargetRef"] == {"name": deployment["metadata"]["name"]}
    assert "replicas" not in deployment["spec"]
    assert 1 <= scaled["minReplicaCount"] <= scaled["maxReplicaCount"] == PARTITIONS
    behaviour = scaled["advanced"]["horizontalPodAutoscalerConfig"]["behavior"]
    assert behaviour["scaleDown"]["stabilizationWindowSeconds"] > behaviour["scaleUp"]["stabilizationWindowSeconds"]
    assert behaviour["scaleDown"]["policies"] == [{"type": "Pods", "value": 1, "periodSeconds": 300}]


def test_keda_knows_every_key_of_its_trigger(everything: list[Document]) -> None:
    source = (checking_program("keda") / "kafka_scaler.go").read_text()
    names = set(re.findall(r'TriggerMetadata\["(\w+)"\]', source)) | set(
        re.findall(r'MetricName\s*=\s*"(\w+)"', source)
    )
    (trigger,) = one(everything, "ScaledObject")["spec"]["triggers"]
    assert trigger["type"] == "kafka"
    assert trigger["metadata"].keys() <= names
    assert trigger["metadata"]["offsetResetPolicy"] == "earliest"
    parameters = set(re.findall(r'AuthParams\["(\w+)"\]', source))
    authentication = one(everything, "TriggerAuthentication")
    assert trigger["authenticationRef"]["name"] == authentication["metadata"]["name"]
    assert {reference["parameter"] for reference in authentication["spec"]["secretTargetRef"]} <= parameters
    for reference in authentication["spec"]["secretTargetRef"]:
        assert not reference["key"].startswith(PREFIX) or reference["key"] in SETTINGS


def test_keda_greets_the_brokers_as_the_worker_does(production: list[Document]) -> None:
    data = one_config_map(production)
    (trigger,) = one(production, "ScaledObject")["spec"]["triggers"]
    words = {"SCRAM-SHA-512": "scram_sha512", "SCRAM-SHA-256": "scram_sha256", "PLAIN": "plaintext"}
    assert trigger["metadata"]["sasl"] == words[data["DATELINE_SASL_MECHANISM"]]
    assert (trigger["metadata"]["tls"] == "enable") is data["DATELINE_SECURITY_PROTOCOL"].endswith("SSL")
    authority = {
        (reference["name"], reference["key"])
        for reference in one(production, "TriggerAuthentication")["spec"]["secretTargetRef"]
        if reference["parameter"] == "ca"
    }
    mounted = [volume["secret"] for volume in pod_of(production)["volumes"] if "secret" in volume]
    assert authority == {(secret["secretName"], item["key"]) for secret in mounted for item in secret["items"]}


def test_keda_asks_for_the_workers_own_brokers_group_and_topics(everything: list[Document]) -> None:
    data = one_config_map(everything)
    triggers = one(everything, "ScaledObject")["spec"]["triggers"]
    assert len(triggers) == len(data["DATELINE_RAW_TOPICS"].split(","))
    for trigger in triggers:
        assert {value for name, value in trigger["metadata"].items() if name.endswith("FromEnv")} <= data.keys()


@pytest.mark.parametrize("overlay", [BASE, *OVERLAYS], ids=lambda path: str(path.name))
def test_the_network_policy_lets_the_worker_reach_its_brokers_and_be_scraped(
    overlay: Path, everything: list[Document]
) -> None:
    policy = one(everything, "NetworkPolicy")["spec"]
    out = {port["port"] for rule in policy["egress"] for port in rule["ports"]}
    ports = {
        int(broker.rsplit(":", 1)[1])
        for broker in one_config_map(from_kustomize(overlay))["DATELINE_BROKERS"].split(",")
    }
    assert ports <= out
    assert 53 in out
    (into,) = policy["ingress"]
    assert {port["port"] for port in into["ports"]} == {port["name"] for port in worker_of(everything)["ports"]}
    assert set(policy["policyTypes"]) == {"Ingress", "Egress"}


def test_whatever_selects_pods_selects_the_workers(everything: list[Document]) -> None:
    labels = one(everything, "Deployment")["spec"]["template"]["metadata"]["labels"].items()
    assert one(everything, "PodDisruptionBudget")["spec"]["selector"]["matchLabels"].items() <= labels
    assert one(everything, "NetworkPolicy")["spec"]["podSelector"]["matchLabels"].items() <= labels
    assert one(everything, "PodMonitor")["spec"]["selector"]["matchLabels"].items() <= labels


def test_prometheus_scrapes_the_port_of_the_metrics_under_the_job_that_the_rules_know(
    everything: list[Document],
) -> None:
    monitor = one(everything, "PodMonitor")["spec"]
    (endpoint,) = monitor["podMetricsEndpoints"]
    assert endpoint["port"] in {port["name"] for port in worker_of(everything)["ports"]}
    assert int(endpoint["scrapeTimeout"][:-1]) < int(endpoint["interval"][:-1])
    assert monitor["sampleLimit"] > SERIES_AT_MOST
    job = one(everything, "Deployment")["spec"]["template"]["metadata"]["labels"][monitor["jobLabel"]]
    expressions = " ".join(rule["expr"] for group in groups() for rule in group["rules"])
    assert set(re.findall(r'job="(\w+)"', expressions)) == {job}


def test_the_rules_are_the_same_with_the_operator_and_without(everything: list[Document]) -> None:
    (plain,) = (document for document in everything if document["metadata"]["name"] == "dateline-rules")
    rules: Any = yaml.safe_load(plain["data"]["dateline.rules.yaml"])
    assert rules["groups"] == one(everything, "PrometheusRule")["spec"]["groups"] == groups()


def test_strimzis_users_may_do_what_the_documented_permissions_grant(everything: list[Document]) -> None:
    kinds = {ResourceType.TOPIC: "topic", ResourceType.GROUP: "group", ResourceType.TRANSACTIONAL_ID: "transactionalId"}
    patterns = {ResourcePatternType.LITERAL: "literal", ResourcePatternType.PREFIXED: "prefix"}
    words = {AclOperation.READ: "Read", AclOperation.WRITE: "Write", AclOperation.DESCRIBE_CONFIGS: "DescribeConfigs"}
    wanted = {
        user: {
            (
                kinds[cast("ResourceType", one.restype)],
                one.name,
                patterns[cast("ResourcePatternType", one.resource_pattern_type)],
                words[cast("AclOperation", one.operation)],
            )
            for one in granted
        }
        for user, granted in documented().items()
    }
    there = {
        document["metadata"]["name"]: {
            (acl["resource"]["type"], acl["resource"]["name"], acl["resource"]["patternType"], operation)
            for acl in document["spec"]["authorization"]["acls"]
            for operation in acl["operations"]
        }
        for document in everything
        if document["kind"] == "KafkaUser"
    }
    assert there == wanted


def test_topics_take_what_is_put_on_them() -> None:
    sizes = {topic.role: int(topic.settings["max.message.bytes"]) for topic in topics(Settings.model_construct())}
    assert sizes[RAW] >= MAX_ITEM_BYTES + HEADER_BYTES
    assert sizes[DEAD_LETTER] >= sizes[RAW] + HEADER_BYTES
    assert max(sizes.values()) <= timeouts.MAX_RECORD_BYTES


def test_dead_letters_are_never_compacted_away_and_outlive_the_items() -> None:
    settings = {topic.role: topic.settings for topic in topics(Settings.model_construct())}
    assert settings[DEAD_LETTER]["cleanup.policy"] == "delete"
    assert int(settings[DEAD_LETTER]["retention.ms"]) > int(settings[RAW]["retention.ms"])


def test_the_runbooks_name_the_retention_that_the_topics_have() -> None:
    retention = {topic.role: int(topic.settings["retention.ms"]) for topic in topics(Settings.model_construct())}
    assert retention[RAW] == 7 * 86_400_000
    assert "(seven days)" in (KUBERNETES / "runbooks" / "DatelineDown.md").read_text()
    assert retention[DEAD_LETTER] == 30 * 86_400_000
    assert "thirty days" in (KUBERNETES / "runbooks" / "DatelineDeadLetterSpike.md").read_text()
