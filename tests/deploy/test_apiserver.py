"""A real kube-apiserver takes everything, and lets no pod in that Pod Security's restricted standard forbids.

By hand: `make test-deploy APISERVER=1`.
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.support.deploy.manifests import (
    CHECKS,
    COMPONENTS,
    OVERLAYS,
    Document,
    base_with,
    built,
    checking_program,
    one,
)
from tests.support.kafka.ports import free_port
from tests.support.tools import needed
from tests.support.waiting import PATIENCE, until

START_TIMEOUT = PATIENCE
UNDEFINED = {"KafkaTopic", "KafkaUser"}  # Strimzi's definitions are to be had from nowhere but its releases

pytestmark = pytest.mark.skipif(os.environ.get("APISERVER") != "1", reason="by hand: make test-deploy APISERVER=1")


class ApiServer:
    """kube-apiserver on an etcd of its own, with keys, certificates and data in `folder`."""

    def __init__(self, folder: Path) -> None:
        needed("etcd", "openssl", "kubectl")
        self._folder, self._port, self._etcd_port = folder, free_port(), free_port()
        self._processes: list[subprocess.Popen[bytes]] = []

    def kubectl(self, *arguments: str, given: str | None = None) -> "subprocess.CompletedProcess[str]":
        """Runs kubectl against it."""
        access = ["--server", f"https://127.0.0.1:{self._port}", "--token", "admin", "--insecure-skip-tls-verify"]
        command = ["kubectl", *access, *arguments]
        return subprocess.run(command, input=given, capture_output=True, text=True, timeout=600, check=False)

    def apply(self, text: str, *arguments: str) -> str:
        """Applies documents, which must succeed."""
        done = self.kubectl("apply", "--validate=strict", *arguments, "-f", "-", given=text)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def start(self) -> None:
        """Returns once it is ready."""
        peer = free_port()
        self._run(
            "etcd",
            f"--data-dir={self._folder / 'etcd'}",
            f"--listen-client-urls=http://127.0.0.1:{self._etcd_port}",
            f"--advertise-client-urls=http://127.0.0.1:{self._etcd_port}",
            f"--listen-peer-urls=http://127.0.0.1:{peer}",
            f"--initial-advertise-peer-urls=http://127.0.0.1:{peer}",
            f"--initial-cluster=default=http://127.0.0.1:{peer}",
        )
        key = self._folder / "accounts.key"
        subprocess.run(["openssl", "genrsa", "-out", str(key), "2048"], check=True, capture_output=True)
        (self._folder / "tokens.csv").write_text('admin,admin,admin,"system:masters"\n')
        self._run(
            str(checking_program("kube-apiserver")),
            f"--etcd-servers=http://127.0.0.1:{self._etcd_port}",
            f"--secure-port={self._port}",
            "--bind-address=127.0.0.1",
            f"--cert-dir={self._folder / 'certificates'}",
            f"--token-auth-file={self._folder / 'tokens.csv'}",
            f"--service-account-key-file={key}",
            f"--service-account-signing-key-file={key}",
            "--service-account-issuer=https://kubernetes.default.svc",
            "--authorization-mode=RBAC",
            "--service-cluster-ip-range=10.0.0.0/24",
        )
        until(
            lambda: self.kubectl("get", "--raw", "/readyz").returncode == 0,
            START_TIMEOUT,
            "the API server is ready",
            0.5,
        )

    def stop(self) -> None:
        """Ends both."""
        for process in reversed(self._processes):
            process.kill()
            process.wait()

    def _run(self, *command: str) -> None:
        with (self._folder / f"{Path(command[0]).name}.log").open("wb") as log:
            self._processes.append(subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiServer]:
    """With the definitions of KEDA's and the Prometheus operator's resources."""
    server = ApiServer(tmp_path_factory.mktemp("apiserver"))
    try:
        server.start()
        names = (
            "keda.sh_scaledobjects",
            "keda.sh_triggerauthentications",
            "coreos.com_podmonitors",
            "coreos.com_prometheusrules",
        )
        for path in sorted([*CHECKS.glob("keda/*.yaml"), *CHECKS.glob("prometheus-operator/*.yaml")]):
            if path.stem.endswith(names):
                server.apply(path.read_text(), "--server-side")
        for kind in (
            "scaledobjects.keda.sh",
            "podmonitors.monitoring.coreos.com",
            "prometheusrules.monitoring.coreos.com",
        ):
            waited = server.kubectl("wait", "--for=condition=Established", f"crd/{kind}", "--timeout=60s")
            assert waited.returncode == 0, waited.stderr
        for overlay in OVERLAYS:
            documents = list(yaml.safe_load_all(built(overlay)))
            server.apply(yaml.safe_dump_all([one(documents, "Namespace"), one(documents, "ServiceAccount")]))
        yield server
    finally:
        server.stop()


def texts(folder: Path) -> str:
    """A build without what the server has no definition of."""
    return "\n---\n".join(
        text for text in built(folder).split("\n---\n") if not any(f"kind: {kind}\n" in text for kind in UNDEFINED)
    )


@pytest.mark.parametrize("overlay", OVERLAYS, ids=lambda path: str(path.name))
def test_an_overlay_is_taken_without_a_warning(server: ApiServer, overlay: Path) -> None:
    said = server.apply(texts(overlay), "--dry-run=server")
    assert "Warning" not in said
    assert said.count("(server dry run)") >= 5


def test_all_components_are_taken(server: ApiServer, tmp_path: Path) -> None:
    said = server.apply(texts(base_with(tmp_path / "all", *COMPONENTS)), "--dry-run=server")
    assert "Warning" not in said


@pytest.mark.parametrize("overlay", OVERLAYS, ids=lambda path: str(path.name))
def test_its_pods_are_let_in_under_the_restricted_standard(server: ApiServer, overlay: Path) -> None:
    server.apply(pod(overlay), "--dry-run=server")


def test_a_pod_that_may_run_as_root_is_not(server: ApiServer) -> None:
    loose = pod(OVERLAYS[0]).replace("runAsNonRoot: true", "runAsNonRoot: false")
    refused = server.kubectl("apply", "--dry-run=server", "-f", "-", given=loose)
    assert refused.returncode != 0
    assert "violates PodSecurity" in refused.stderr


def pod(overlay: Path) -> str:
    """A pod as the Deployment's controller would make it."""
    documents: list[Document] = list(yaml.safe_load_all(built(overlay)))
    deployment = one(documents, "Deployment")
    template = deployment["spec"]["template"]
    metadata = {
        "name": "worker",
        "namespace": deployment["metadata"]["namespace"],
        "labels": template["metadata"]["labels"],
    }
    return yaml.safe_dump({"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": template["spec"]})
