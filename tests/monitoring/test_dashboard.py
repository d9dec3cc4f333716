"""The dashboard asks for metrics and labels that there are, and a person can read it."""

import json
from collections.abc import Iterator
from typing import Any

import promql_parser as promql
import pytest

from dateline.observe.metrics import Metrics
from monitoring.dashboard import dashboard
from monitoring.panel import Panel
from monitoring.panels import ROWS, panels
from monitoring.rules import groups, names
from tests.support.delivery.full_metrics import full_metrics
from tests.support.prometheus.server import filled

# What Prometheus and the scrape's configuration add to every series.
ADDED = {"job", "instance", "namespace", "__name__"}
BOARD = json.loads(dashboard())


def known() -> dict[str, set[str]]:
    """Labels of every series by its name, from a worker that has seen everything."""
    found: dict[str, set[str]] = {"up": set()}
    for family in full_metrics().registry.collect():
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
    recorded = {rule["record"] for group in groups() for rule in group["rules"] if "record" in rule}
    return found | {name: set() for name in recorded}


def walk(node: Any) -> Iterator[Any]:
    """The expression and everything inside it."""
    yield node
    inner = [getattr(node, name, None) for name in ("lhs", "rhs", "expr", "vector_selector")]
    for child in (*inner, *(getattr(node, "args", None) or ())):
        if child is not None:
            yield from walk(child)


def asked(expr: str) -> Iterator[tuple[str, set[str]]]:
    """Names of series in an expression, with the labels that it asks them for."""
    for node in walk(promql.parse(expr)):
        if isinstance(node, promql.VectorSelector):
            assert node.name is not None
            yield node.name, {matcher.name for matcher in node.matchers.matchers}
        if isinstance(node, promql.AggregateExpr):
            grouped = set(node.modifier.labels) if node.modifier else set()
            for inner in walk(node.expr):
                if isinstance(inner, promql.VectorSelector):
                    assert inner.name is not None
                    yield inner.name, grouped


EXPRESSIONS = [
    *(filled(query.expr, "5m") for panel in panels() for query in panel.queries),
    *(rule["expr"] for group in groups() for rule in group["rules"]),
]


@pytest.mark.parametrize("expr", EXPRESSIONS)
def test_expressions_parse_and_ask_for_what_there_is(expr: str) -> None:
    there = known()
    found = list(asked(expr))
    assert found
    for name, labels in found:
        assert name in there, f"no metric is named {name}"
        assert labels <= there[name] | ADDED, f"{name} has no label {labels - there[name] - ADDED}"


def test_a_metric_or_label_that_is_not_there_would_be_found() -> None:
    assert ("dateline_itens_total", {"topic"}) in list(asked('sum(rate(dateline_itens_total{topic="x"}[5m]))'))
    assert ("dateline_commits_total", {"source"}) in list(asked("sum by (source) (dateline_commits_total)"))


def test_every_metric_is_shown() -> None:
    shown = {name for expr in EXPRESSIONS for name, _ in asked(expr)}
    families = {family.name for family in Metrics().registry.collect() if family.name.startswith("dateline_")}
    assert not {name for name in families if not any(series.startswith(name) for series in shown)} - {
        "dateline_build"  # as dateline_build_info
    }


@pytest.mark.parametrize("panel", panels(), ids=lambda panel: str(panel.title))
def test_each_panel_says_what_it_shows_in_which_unit(panel: Panel) -> None:
    assert len(panel.description) > 15
    assert panel.unit in {"short", "s", "cps", "Bps", "bytes", "percentunit"}
    assert panel.kind in {"stat", "lines", "stacked"}
    assert panel.runbook is None or panel.runbook in names()
    if panel.kind == "stat":
        assert panel.thresholds


def test_every_alert_has_a_panel_that_leads_to_its_runbook() -> None:
    without = {"DatelineDeadLettersOverBudget", "DatelineWorkerDown"}  # beside the spike's and the last one's
    assert {panel.runbook for panel in panels() if panel.runbook} == set(names()) - without


def test_the_board_holds_all_of_it() -> None:
    there = [panel["title"] for panel in BOARD["panels"]]
    assert there == [title for row in ROWS for title in (row.title, *(panel.title for panel in row.panels))]
    assert len(set(there)) == len(there)
    assert [variable["name"] for variable in BOARD["templating"]["list"]] == ["source", "namespace", "job", "topic"]
    assert BOARD["uid"] == "dateline"
    for panel in BOARD["panels"]:
        if panel["type"] != "row":
            assert panel["datasource"] == {"type": "prometheus", "uid": "$source"}
            assert panel["description"]
            assert panel["fieldConfig"]["defaults"]["unit"]
            assert all(target["expr"] for target in panel["targets"])


def test_panels_lie_beside_and_below_each_other_and_not_upon() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in BOARD["panels"]:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken
        assert place["x"] + place["w"] <= 24
        taken |= cells
