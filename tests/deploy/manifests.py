"""The Kubernetes manifests as tests read them."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).parents[2]
BASE = PROJECT / "deploy" / "k8s" / "base"

Document = dict[str, Any]


def has_kubectl() -> bool:
    """Whether kustomize can be run here."""
    return shutil.which("kubectl") is not None


def from_files(folder: Path) -> list[Document]:
    """The documents of the files that the kustomization names, as written."""
    kustomization = yaml.safe_load((folder / "kustomization.yaml").read_text())
    return [
        document
        for name in kustomization["resources"]
        for document in yaml.safe_load_all((folder / name).read_text())
        if document
    ]


def from_kustomize(folder: Path) -> list[Document]:
    """The documents that would be applied."""
    done = subprocess.run(
        ["kubectl", "kustomize", str(folder)], check=False, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return list(yaml.safe_load_all(done.stdout))


def one(documents: list[Document], kind: str) -> Document:
    """The only document of its kind."""
    (found,) = (document for document in documents if document["kind"] == kind)
    return found
