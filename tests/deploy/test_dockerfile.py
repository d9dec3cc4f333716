"""The Dockerfile takes what exists and leaves nothing in the image that the worker does not need."""

import json
import re

import pytest

from tests.support.deploy.dockerfile import BEFORE, BUILDER, FINAL, rest_of
from tests.support.deploy.manifests import BASE, PROJECT, from_files, one


def copied_from_the_project() -> list[str]:
    """The sources of every COPY that does not copy from another stage."""
    copies = [rest.split() for rest in rest_of(BUILDER + FINAL, "COPY") if not rest.startswith("--from")]
    return [source for *sources, _ in copies for source in sources]


def allowed_into_the_build() -> list[str]:
    """What .dockerignore lets through; it refuses all the rest."""
    lines = (PROJECT / ".dockerignore").read_text().splitlines()
    assert "*" in lines
    return [line[1:].rstrip("/") for line in lines if line.startswith("!")]


@pytest.mark.parametrize("source", copied_from_the_project())
def test_what_is_copied_exists(source: str) -> None:
    assert (PROJECT / source).exists()


@pytest.mark.parametrize("source", copied_from_the_project())
def test_what_is_copied_is_not_ignored(source: str) -> None:
    assert source.split("/", maxsplit=1)[0] in allowed_into_the_build()


def test_nothing_else_goes_to_the_build() -> None:
    tops = {source.split("/")[0] for source in copied_from_the_project()}
    assert set(allowed_into_the_build()) == tops


def test_both_stages_start_from_the_same_slim_python_by_its_digest() -> None:
    (base,) = (rest for instruction, rest in BEFORE if instruction == "ARG")
    assert re.fullmatch(r"PYTHON=python:3\.13-slim@sha256:[0-9a-f]{64}", base)
    assert rest_of(BUILDER, "FROM") == ["${PYTHON} AS builder"]
    assert rest_of(FINAL, "FROM") == ["${PYTHON}"]


def test_what_is_installed_is_locked() -> None:
    installs = [part for run in rest_of(BUILDER, "RUN") for part in run.split("&&") if " install " in part]
    assert len(installs) == 3
    assert all("--require-hashes" in install or "--no-deps --no-index" in install for install in installs)


def test_the_final_stage_installs_nothing() -> None:
    assert rest_of(FINAL, "RUN") == []
    assert not re.search(r"apt-get|gcc|build-essential", " ".join(rest for _, rest in FINAL))


def test_the_user_is_the_pods_user_and_stays_so() -> None:
    pod = one(from_files(BASE), "Deployment")["spec"]["template"]["spec"]["securityContext"]
    assert rest_of(FINAL, "USER") == [f"{pod['runAsUser']}:{pod['runAsGroup']}"] == ["10001:10001"]
    names = [name for name, _ in FINAL]
    assert "COPY" not in names[names.index("USER") :]


def test_it_starts_the_worker() -> None:
    assert [json.loads(rest) for rest in rest_of(FINAL, "ENTRYPOINT") + rest_of(FINAL, "CMD")] == [
        ["dateline"],
        ["worker"],
    ]


def test_the_health_check_asks_what_the_liveness_probe_asks() -> None:
    (container,) = one(from_files(BASE), "Deployment")["spec"]["template"]["spec"]["containers"]
    (check,) = rest_of(FINAL, "HEALTHCHECK")
    program, command, probe = json.loads(check.split("CMD", 1)[1])
    assert (program, command) == ("dateline", "health")
    assert container["livenessProbe"]["httpGet"]["path"] == f"/healthz/{probe}"


@pytest.mark.parametrize("label", ["title", "description", "licenses", "version", "revision"])
def test_the_image_is_labelled(label: str) -> None:
    assert f"org.opencontainers.image.{label}=" in " ".join(rest_of(FINAL, "LABEL"))
