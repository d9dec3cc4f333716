"""The compose file is one by its specification, and what it starts fits together."""

import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

from dateline.kafka import timeouts
from dateline.settings import PREFIX, Settings
from monitoring.dashboard import UID
from tests.support.deploy.manifests import BASE, KUBERNETES, PROJECT, checking_program, from_files, one
from tests.support.tools import needed

FILE = PROJECT / "deploy" / "compose.yaml"
COMPOSE: dict[str, Any] = yaml.safe_load(FILE.read_text())
SERVICES = COMPOSE["services"]
PROMETHEUS = FILE.parent / "compose" / "prometheus.yaml"


def mounted() -> dict[str, Path]:
    """Files of the project by where they are seen in a container."""
    volumes = [volume for service in SERVICES.values() for volume in service.get("volumes", ())]
    pairs = (volume.split(":") for volume in volumes if volume.startswith("./"))
    return {pair[1]: FILE.parent / pair[0] for pair in pairs}


def test_it_is_valid_by_the_specification() -> None:
    schema = json.loads(checking_program("compose-spec.json").read_text())
    assert list(jsonschema_rs.validator_for(schema).iter_errors(COMPOSE)) == []


def test_files_that_it_mounts_are_there() -> None:
    assert all(path.is_file() for path in mounted().values())


def test_ports_are_open_to_this_machine_alone() -> None:
    assert all(port.startswith("127.0.0.1:") for service in SERVICES.values() for port in service.get("ports", ()))


def test_the_worker_is_closed_in_as_in_a_cluster() -> None:
    (container,) = one(from_files(BASE), "Deployment")["spec"]["template"]["spec"]["containers"]
    worker = SERVICES["worker"]
    assert worker["read_only"] is container["securityContext"]["readOnlyRootFilesystem"] is True
    assert worker["cap_drop"] == container["securityContext"]["capabilities"]["drop"]
    assert worker["command"] == container["args"]
    assert worker["mem_limit"] == container["resources"]["limits"]["memory"].lower().removesuffix("i")
    assert int(worker["stop_grace_period"][:-1]) > timeouts.SHUTDOWN


def test_it_is_this_version_with_settings_that_there_are() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    assert SERVICES["worker"]["image"] == f"{project['name']}:{project['version']}"
    assert SERVICES["worker"]["environment"].keys() <= {PREFIX + name.upper() for name in Settings.model_fields}


def test_the_worker_waits_for_its_topics_and_these_for_the_broker() -> None:
    assert SERVICES["worker"]["depends_on"] == {"topics": {"condition": "service_completed_successfully"}}
    assert SERVICES["topics"]["depends_on"] == {"kafka": {"condition": "service_healthy"}}
    assert SERVICES["worker"]["environment"]["DATELINE_BROKERS"] == "kafka:9092"
    assert "PLAINTEXT://kafka:9092" in SERVICES["kafka"]["environment"]["KAFKA_ADVERTISED_LISTENERS"]


def test_prometheus_takes_its_configuration_and_scrapes_the_worker(tmp_path: Path) -> None:
    needed("promtool")
    config = yaml.safe_load(PROMETHEUS.read_text())
    (rules,) = config["rule_files"]
    for name, source in (("prometheus.yaml", PROMETHEUS), (rules, mounted()[f"/etc/prometheus/{rules}"])):
        (tmp_path / name).write_text(source.read_text())
    checked = subprocess.run(
        ["promtool", "check", "config", str(tmp_path / "prometheus.yaml")], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    (scrape,) = config["scrape_configs"]
    assert (scrape["job_name"], scrape["static_configs"][0]["targets"]) == ("dateline", ["worker:8080"])


def test_grafana_finds_prometheus_and_the_dashboard() -> None:
    files = mounted()
    (source,) = yaml.safe_load(files["/etc/grafana/provisioning/datasources/dateline.yaml"].read_text())["datasources"]
    assert (source["type"], source["url"]) == ("prometheus", "http://prometheus:9090")
    (provider,) = yaml.safe_load(files["/etc/grafana/provisioning/dashboards/dateline.yaml"].read_text())["providers"]
    board = files[f"{provider['options']['path']}/dateline.json"]
    assert board.samefile(KUBERNETES / "components" / "monitoring" / "dateline.json")
    assert re.search(rf"/d/{UID}\b", FILE.read_text())
    assert json.loads(board.read_text())["uid"] == UID
