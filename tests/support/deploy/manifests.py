"""The Kubernetes manifests as tests read them."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import yaml

from tests.support.tools import missing, needed

PROJECT = Path(__file__).parents[3]
KUBERNETES = PROJECT / "deploy" / "k8s"
BASE = KUBERNETES / "base"
OVERLAYS = sorted(path.parent for path in (KUBERNETES / "overlays").glob("*/kustomization.yaml"))
COMPONENTS = sorted(path.parent for path in (KUBERNETES / "components").glob("*/kustomization.yaml"))
CHECKS = PROJECT / ".cache" / "deploy"
"""Where `make deploy-tools` puts programs and definitions of custom resources."""

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
    return list(yaml.safe_load_all(built(folder)))


def built(folder: Path) -> str:
    """The same, as the text that kustomize prints."""
    needed("kubectl")
    done = subprocess.run(
        ["kubectl", "kustomize", str(folder)], check=False, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def base_with(folder: Path, *components: Path) -> Path:
    """A kustomization in `folder` of the base with components, as an installation's own overlay would be."""
    folder.mkdir(parents=True, exist_ok=True)
    places = [os.path.relpath(path, folder) for path in (BASE, *components)]
    text = {"resources": places[:1], "components": places[1:], "namespace": "dateline"}
    (folder / "kustomization.yaml").write_text(yaml.safe_dump(text))
    return folder


def checking_program(name: str) -> Path:
    """A program that `make deploy-tools` builds; the test is skipped, or fails, where it has not been."""
    path = CHECKS / name
    if not path.exists():
        missing(f"needs {name}: make deploy-tools")
    return path


def one(documents: list[Document], kind: str) -> Document:
    """The only document of its kind."""
    (found,) = (document for document in documents if document["kind"] == kind)
    return found
