"""A real Prometheus that scrapes what it is told to, every second."""

import json
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from time import time
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode
from urllib.request import urlopen

import yaml

from tests.support.kafka.ports import free_port
from tests.support.tools import needed
from tests.support.waiting import PATIENCE, until

START_TIMEOUT = PATIENCE
JOB = "dateline"


class Prometheus:
    """Up inside `with`, with its data in `folder`; `rules` are groups of rules."""

    def __init__(self, folder: Path, rules: list[dict[str, Any]] | None = None) -> None:
        needed("prometheus")
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._targets = folder, folder / "targets.json"
        self._address = f"127.0.0.1:{free_port()}"
        self.scrape()
        (folder / "rules.yaml").write_text(yaml.safe_dump({"groups": rules or []}))
        discovery = [{"files": [str(self._targets)], "refresh_interval": "1s"}]
        (folder / "prometheus.yaml").write_text(
            yaml.safe_dump(
                {
                    "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
                    "rule_files": [str(folder / "rules.yaml")],
                    "scrape_configs": [{"job_name": JOB, "file_sd_configs": discovery}],
                }
            )
        )

    def scrape(self, *ports: int) -> None:
        """From now on these and no other."""
        written = self._targets.with_suffix(".new")
        groups = [
            {"targets": [f"127.0.0.1:{port}"], "labels": {"namespace": "test", "instance": f"worker-{number}"}}
            for number, port in enumerate(ports, 1)
        ]
        written.write_text(json.dumps(groups))
        written.rename(self._targets)

    def query(self, expr: str) -> list[dict[str, Any]]:
        """The result now: a list of {"metric": labels, "value": [time, value]}."""
        return list(self._ask("query", {"query": expr})["result"])

    def query_range(self, expr: str, start: float, end: float, step: float = 1.0) -> list[dict[str, Any]]:
        """The result over a time: a list of {"metric": labels, "values": [[time, value], …]}."""
        asked = {"query": expr, "start": str(start), "end": str(end), "step": str(step)}
        return list(self._ask("query_range", asked)["result"])

    def traces(self, metric: str) -> set[str]:
        """Ids of the traces that are exemplars of a metric's series."""
        asked = {"query": metric, "start": str(time() - 600), "end": str(time() + 60)}
        with urlopen(f"http://{self._address}/api/v1/query_exemplars?{urlencode(asked)}", timeout=60) as answer:
            found = json.load(answer)["data"]
        return {exemplar["labels"]["trace_id"] for series in found for exemplar in series["exemplars"]}

    def firing(self) -> set[str]:
        """Names of the alerts that fire now."""
        return {
            alert["labels"]["alertname"] for alert in self._ask("alerts", {})["alerts"] if alert["state"] == "firing"
        }

    def __enter__(self) -> Self:
        with (self._folder / "prometheus.log").open("wb") as log:
            self._process = subprocess.Popen(
                [
                    "prometheus",
                    f"--config.file={self._folder / 'prometheus.yaml'}",
                    f"--storage.tsdb.path={self._folder / 'data'}",
                    f"--web.listen-address={self._address}",
                    "--enable-feature=exemplar-storage",
                ],
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            until(self._is_ready, START_TIMEOUT, "Prometheus is ready")
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        self._process.kill()
        self._process.wait()

    def _is_ready(self) -> bool:
        if (code := self._process.poll()) is not None:
            raise RuntimeError(
                f"Prometheus ended with {code}:\n{(self._folder / 'prometheus.log').read_text()[-2000:]}"
            )
        try:
            with urlopen(f"http://{self._address}/-/ready", timeout=60):
                return True
        except OSError:
            return False

    def _ask(self, what: str, asked: Mapping[str, str]) -> dict[str, Any]:
        with urlopen(f"http://{self._address}/api/v1/{what}?{urlencode(asked)}", timeout=60) as answer:
            data: dict[str, Any] = json.load(answer)["data"]
            return data


def filled(expr: str, interval: str = "10s", variables: Iterable[str] = ("namespace", "job", "topic")) -> str:
    """A dashboard's expression as Grafana would send it with every variable at All."""
    for variable in variables:
        expr = expr.replace(f"${variable}", ".*")
    return expr.replace("$__rate_interval", interval)
