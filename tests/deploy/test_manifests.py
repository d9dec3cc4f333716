"""The manifests are valid, and their parts fit each other."""

import tomllib

import kubernetes_validate
import pytest

from tests.support.deploy.manifests import BASE, PROJECT, Document, from_files, from_kustomize, has_kubectl, one

KUBERNETES = ("1.30", "1.31", "1.32", "1.33")
SETTINGS = {
    "DATELINE_BROKERS",
    "DATELINE_GROUP",
    "DATELINE_RAW_TOPICS",
    "DATELINE_ENRICHED_TOPIC",
    "DATELINE_DEAD_LETTER_TOPIC",
    "DATELINE_HTTP_PORT",
    "DATELINE_POOL_SIZE",
}


@pytest.fixture(scope="module", params=["files", "kustomize"])
def documents(request: pytest.FixtureRequest) -> list[Document]:
    """The base as written, and as kustomize renders it."""
    if request.param == "files":
        return from_files(BASE)
    if not has_kubectl():
        pytest.skip("needs kubectl: manifests not rendered by kustomize")
    return from_kustomize(BASE)


@pytest.fixture
def deployment(documents: list[Document]) -> Document:
    return one(documents, "Deployment")


@pytest.fixture
def pod(deployment: Document) -> Document:
    """The specification of the worker's pod."""
    spec: Document = deployment["spec"]["template"]["spec"]
    return spec


@pytest.fixture
def container(pod: Document) -> Document:
    (worker,) = pod["containers"]
    assert isinstance(worker, dict)
    return worker


@pytest.mark.parametrize("version", KUBERNETES)
def test_every_document_is_valid(documents: list[Document], version: str) -> None:
    for document in documents:
        assert kubernetes_validate.validate(document, version, strict=True) == version


@pytest.mark.parametrize("version", KUBERNETES)
def test_a_mistyped_field_would_be_found(deployment: Document, version: str) -> None:
    mistyped = deployment | {"spec": deployment["spec"] | {"replica": 2}}
    with pytest.raises(kubernetes_validate.ValidationError, match="replica"):
        kubernetes_validate.validate(mistyped, version, strict=True)


def test_every_file_is_named_in_the_kustomization() -> None:
    there = {path.name for path in BASE.glob("*.yaml")} - {"kustomization.yaml"}
    assert {f"{document['kind'].lower()}.yaml" for document in from_files(BASE)} == there


def test_every_document_has_a_name_and_the_common_labels(documents: list[Document]) -> None:
    for document in documents:
        labels = document["metadata"]["labels"]
        assert document["metadata"]["name"] == "dateline-worker"
        assert labels["app.kubernetes.io/name"] == "dateline"
        assert labels["app.kubernetes.io/component"] == "worker"


def test_selectors_match_the_pods_labels(documents: list[Document], deployment: Document, pod: Document) -> None:
    labels = deployment["spec"]["template"]["metadata"]["labels"].items()
    assert deployment["spec"]["selector"]["matchLabels"].items() <= labels
    assert one(documents, "Service")["spec"]["selector"].items() <= labels
    for spread in pod["topologySpreadConstraints"]:
        assert spread["labelSelector"]["matchLabels"].items() <= labels


def test_selectors_hold_no_label_that_may_change(documents: list[Document], deployment: Document) -> None:
    stable = {"app.kubernetes.io/name", "app.kubernetes.io/component"}
    assert deployment["spec"]["selector"]["matchLabels"].keys() == stable
    assert one(documents, "Service")["spec"]["selector"].keys() == stable


def test_pods_are_replaced_one_at_a_time_without_extra_ones(deployment: Document) -> None:
    assert deployment["spec"]["strategy"]["rollingUpdate"] == {"maxSurge": 0, "maxUnavailable": 1}


def test_pods_are_spread_over_zones_and_hosts(pod: Document) -> None:
    keys = {spread["topologyKey"] for spread in pod["topologySpreadConstraints"]}
    assert keys == {"topology.kubernetes.io/zone", "kubernetes.io/hostname"}


@pytest.mark.parametrize(
    ("probe", "path"),
    [
        ("startupProbe", "/healthz/ready"),
        ("readinessProbe", "/healthz/ready"),
        ("livenessProbe", "/healthz/live"),
    ],
)
def test_probes_ask_the_right_path_on_a_port_that_exists(container: Document, probe: str, path: str) -> None:
    asked = container[probe]["httpGet"]
    assert asked["path"] == path
    assert asked["port"] in {port["name"] for port in container["ports"]}


def test_the_port_is_the_same_everywhere(documents: list[Document], container: Document) -> None:
    (port,) = container["ports"]
    (served,) = one(documents, "Service")["spec"]["ports"]
    assert port["containerPort"] == served["port"] == 8080
    assert port["name"] == served["targetPort"] == served["name"] == "http-metrics"
    assert one(documents, "ConfigMap")["data"]["DATELINE_HTTP_PORT"] == str(port["containerPort"])


def test_the_metrics_of_each_pod_can_be_reached(documents: list[Document]) -> None:
    service = one(documents, "Service")["spec"]
    assert service["type"] == "ClusterIP"
    assert service["clusterIP"] == "None"


def test_settings_come_from_the_config_map_and_an_optional_secret(
    documents: list[Document], container: Document
) -> None:
    config = one(documents, "ConfigMap")
    settings, secrets = container["envFrom"]
    assert settings == {"configMapRef": {"name": config["metadata"]["name"]}}
    assert secrets == {"secretRef": {"name": "dateline-worker-secrets", "optional": True}}


def test_the_config_map_holds_the_settings_of_every_installation(documents: list[Document]) -> None:
    data = one(documents, "ConfigMap")["data"]
    assert data.keys() == SETTINGS
    assert all(name.startswith("DATELINE_") for name in data)
    assert all(isinstance(value, str) and value for value in data.values())


def test_services_add_no_variables_that_look_like_settings(pod: Document) -> None:
    assert pod["enableServiceLinks"] is False


def test_memory_is_promised_in_full_and_cpu_is_not_throttled(container: Document) -> None:
    requests, limits = container["resources"]["requests"], container["resources"]["limits"]
    assert limits["memory"] == requests["memory"]
    assert "cpu" in requests
    assert "cpu" not in limits


def test_the_pod_is_restricted(pod: Document, container: Document) -> None:
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] == 10001
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert not {"hostNetwork", "hostPID", "hostIPC"} & pod.keys()


def test_the_pod_has_no_token_for_the_api(documents: list[Document], pod: Document) -> None:
    account = one(documents, "ServiceAccount")
    assert pod["serviceAccountName"] == account["metadata"]["name"]
    assert pod["automountServiceAccountToken"] is False
    assert account["automountServiceAccountToken"] is False


def test_only_a_sized_tmp_can_be_written(pod: Document, container: Document) -> None:
    (volume,) = pod["volumes"]
    assert volume["emptyDir"]["sizeLimit"]
    assert container["volumeMounts"] == [{"name": volume["name"], "mountPath": "/tmp"}]


def test_the_image_is_this_version(container: Document) -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    assert container["image"] == f"{project['name']}:{project['version']}"
