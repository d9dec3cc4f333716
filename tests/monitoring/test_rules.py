"""The rules hold in Prometheus's own tool; every alert has a test that it fires, one that it is silent, and a runbook."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from promql_parser import parse

from dateline.observe.metrics import Metrics
from monitoring.objectives import BURNS, DEAD_LETTERED_AT_MOST, PUBLISHED_IN_TIME, PUBLISHED_WITHIN_SECONDS, duration
from monitoring.rules import groups, names
from tests.support.tools import needed

PROJECT = Path(__file__).parents[2]
RULES = PROJECT / "deploy" / "k8s" / "components" / "monitoring" / "dateline.rules.yaml"
TESTS = Path(__file__).with_name("dateline.rules.test.yaml")
RUNBOOKS = PROJECT / "deploy" / "k8s" / "runbooks"


def promtool(*arguments: str) -> None:
    needed("promtool")
    done = subprocess.run(["promtool", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def rules(hurry: float = 1) -> list[dict[str, Any]]:
    return [rule for group in groups(hurry) for rule in group["rules"]]


def alerts_tested(silent: bool) -> set[str]:
    cases = [case for test in yaml.safe_load(TESTS.read_text())["tests"] for case in test["alert_rule_test"]]
    return {case["alertname"] for case in cases if silent is not bool(case["exp_alerts"])}


def test_prometheus_takes_the_rules() -> None:
    promtool("check", "rules", str(RULES))


def test_alerts_fire_and_are_silent_as_they_should() -> None:
    promtool("test", "rules", str(TESTS))


def test_each_alert_has_a_test_that_it_fires_and_one_that_it_is_silent() -> None:
    assert alerts_tested(silent=False) == alerts_tested(silent=True) == set(names())


@pytest.mark.parametrize("name", names())
def test_each_alert_has_a_runbook_that_says_what_it_means_and_what_to_do(name: str) -> None:
    text = (RUNBOOKS / f"{name}.md").read_text()
    assert text.startswith(f"# {name}\n")
    for heading in ("## What it means", "## What to look at", "## What to do"):
        assert heading in text


def test_there_is_no_runbook_without_an_alert() -> None:
    assert {path.stem for path in RUNBOOKS.glob("*.md")} == {*names(), "README"}
    overview = (RUNBOOKS / "README.md").read_text()
    assert all(f"({name}.md)" in overview for name in names())


def test_each_alert_says_how_bad_it_is_what_it_is_and_where_to_read_on() -> None:
    for rule in rules():
        if "alert" in rule:
            assert rule["labels"]["severity"] in {"critical", "warning"}
            assert rule["annotations"].keys() == {"summary", "description", "runbook_url"}
            assert (PROJECT / rule["annotations"]["runbook_url"]).is_file()


def test_expressions_parse_whatever_the_windows() -> None:
    for rule in (*rules(), *rules(hurry=60)):
        parse(rule["expr"])


@pytest.mark.parametrize(
    ("seconds", "text"), [(259_200, "3d"), (3600, "1h"), (5400, "90m"), (300, "5m"), (90, "90s"), (0.5, "500ms")]
)
def test_spans_are_written_as_prometheus_does(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_objectives_stand_on_edges_and_windows_on_the_month() -> None:
    assert PUBLISHED_WITHIN_SECONDS in Metrics().age_seconds._upper_bounds
    assert 0 < DEAD_LETTERED_AT_MOST < 1 - PUBLISHED_IN_TIME < 1
    for burn in BURNS:
        assert burn.long == 12 * burn.short
