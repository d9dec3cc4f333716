"""Everything that can be built from the manifests is what Kubernetes and the operators take."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import kubernetes_validate
import pytest

from tests.support.deploy.manifests import (
    BASE,
    COMPONENTS,
    OVERLAYS,
    base_with,
    built,
    checking_program,
    from_kustomize,
    one,
)

KUBERNETES = ("1.31", "1.33", "1.35")
# Strimzi's definitions are to be had from nowhere but its releases; test_strimzi.py has its own model read these.
UNCHECKED = {"KafkaTopic", "KafkaUser"}

# What kube-score asks for and we do not do, with why.
EXCEPTIONS = {
    "container-image-pull-policy": "images are named by version or digest, and neither ever changes",
    "container-resources": "no CPU limit: throttling in the middle of an item makes it miss its deadline",
    "deployment-replicas": "their number is KEDA's; in dev one is enough",
    "deployment-has-host-podantiaffinity": "topology spread constraints do that, and still run all pods on one host",
    "pod-networkpolicy": "a component, since clusters differ in who enforces it; production has it",
    "deployment-has-poddisruptionbudget": "a component, which production has",
}

Build = Callable[[Path], Path]


def all_components(folder: Path) -> Path:
    return base_with(folder, *COMPONENTS)


BUILDS: dict[str, Build] = {
    "base": lambda _: BASE,
    **{f"overlay-{path.name}": (lambda _, path=path: path) for path in OVERLAYS},  # type: ignore[misc]
    **{f"component-{path.name}": (lambda folder, path=path: base_with(folder, path)) for path in COMPONENTS},  # type: ignore[misc]
    "all-components": all_components,
}


@pytest.fixture(params=BUILDS)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A kustomization to build."""
    return BUILDS[request.param](tmp_path / "installation")


def test_there_are_the_overlays_and_components_that_the_readme_names() -> None:
    assert [path.name for path in OVERLAYS] == ["dev", "production"]
    assert {path.name for path in COMPONENTS} == {
        "keda", "monitoring", "network-policy", "pdb", "prometheus-operator", "strimzi",
    }  # fmt: skip


def test_kubernetes_own_kinds_are_valid_in_three_versions(folder: Path) -> None:
    for document in from_kustomize(folder):
        if ".k8s.io" in document["apiVersion"] or "." not in document["apiVersion"].split("/")[0]:
            for version in KUBERNETES:
                kubernetes_validate.validate(document, version, strict=True)


def test_custom_resources_are_valid_by_their_definitions(folder: Path, tmp_path: Path) -> None:
    checked = validated(folder, tmp_path)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_mistyped_field_of_a_custom_resource_would_be_found(tmp_path: Path) -> None:
    broken = base_with(tmp_path / "installation", *(path for path in COMPONENTS if path.name == "keda"))
    checked = validated(broken, tmp_path, ("maxReplicaCount: 24", "maxReplicaCount: many"))
    assert checked.returncode != 0
    assert "maxReplicaCount" in checked.stdout + checked.stderr


def validated(folder: Path, place: Path, change: tuple[str, str] = ("", "")) -> "subprocess.CompletedProcess[str]":
    """What kubectl-validate says of a build."""
    program = checking_program("kubectl-validate")
    definitions = [checking_program(name) for name in ("keda", "prometheus-operator")]
    known = place / "definitions"
    known.mkdir()
    for file in (path for definition in definitions for path in definition.glob("*.yaml")):
        (known / file.name).symlink_to(file)
    documents = [
        text for text in built(folder).split("\n---\n") if not any(f"kind: {kind}\n" in text for kind in UNCHECKED)
    ]
    manifest = place / "manifest.yaml"
    manifest.write_text("\n---\n".join(documents).replace(*change))
    command = [str(program), "--version", "1.30", "--local-crds", str(known), str(manifest)]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=600)


def test_kube_score_has_nothing_to_add_but_what_is_explained(folder: Path) -> None:
    program = checking_program("kube-score")
    ignored = [word for name in EXCEPTIONS for word in ("--ignore-test", name)]
    scored = subprocess.run(
        [str(program), "score", "--kubernetes-version", "v1.33", "--output-format", "ci", *ignored, "-"],
        input=built(folder), check=False, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    complaints = [line for line in scored.stdout.splitlines() if not line.startswith(("[OK]", "[SKIPPED]"))]
    assert (scored.returncode, complaints) == (0, [])


def test_exceptions_are_tests_that_kube_score_has() -> None:
    program = checking_program("kube-score")
    listed = subprocess.run([str(program), "list"], check=True, capture_output=True, text=True, timeout=600)
    assert EXCEPTIONS.keys() <= {line.split(",")[0] for line in listed.stdout.splitlines()}


def test_production_has_what_the_components_bring() -> None:
    documents = from_kustomize(OVERLAYS[1])
    kinds = {document["kind"] for document in documents}
    assert {
        "ScaledObject",
        "TriggerAuthentication",
        "PodMonitor",
        "PrometheusRule",
        "NetworkPolicy",
        "PodDisruptionBudget",
    } <= kinds
    assert {document["metadata"]["namespace"] for document in documents if document["kind"] != "Namespace"} == {
        "dateline"
    }


@pytest.mark.parametrize("overlay", OVERLAYS, ids=lambda path: str(path.name))
def test_namespaces_enforce_the_restricted_standard(overlay: Path) -> None:
    labels = one(from_kustomize(overlay), "Namespace")["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"
