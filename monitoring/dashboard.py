"""The panels as a dashboard for Grafana 11, by Grafana's own Foundation SDK."""

from collections.abc import Iterator

from grafana_foundation_sdk.builders import dashboard as build
from grafana_foundation_sdk.builders.common import GraphThresholdsStyleConfig, StackingConfig, VizLegendOptions
from grafana_foundation_sdk.builders.prometheus import Dataquery
from grafana_foundation_sdk.builders.stat import Panel as Stat
from grafana_foundation_sdk.builders.timeseries import Panel as TimeSeries
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models import dashboard as model
from grafana_foundation_sdk.models.common import (
    GraphThresholdsStyleMode,
    LegendDisplayMode,
    LegendPlacement,
    StackingMode,
)

from monitoring.panel import Panel, Query
from monitoring.panels import ROWS
from monitoring.rules import RUNBOOKS

UID = "dateline"
_SOURCE = model.DataSourceRef(type_val="prometheus", uid="$source")
# Grafana's grid is 24 wide.
_STAT_WIDTH, _LINES_WIDTH, _STAT_HEIGHT, _LINES_HEIGHT = 4, 6, 4, 8


def dashboard(runbooks: str = RUNBOOKS) -> str:
    """Return the dashboard's JSON, with links to where the alerts' pages are."""
    board = (
        build.Dashboard("Dateline")
        .uid(UID)
        .description(
            "Raw syndicated news in, clean and tagged records out: what comes, what goes, what waits, and what went wrong."
        )
        .tags(["dateline", "kafka"])
        .readonly()
        .time("now-3h", "now")
        .refresh("30s")
        .timezone("browser")
        .tooltip(model.DashboardCursorSync.CROSSHAIR)
        .link(_link("Runbooks", f"{runbooks}/README.md"))
    )
    for variable in _variables():
        board = board.with_variable(variable)
    for row in ROWS:
        board = board.with_row(build.Row(row.title))
        for panel in row.panels:
            board = board.with_panel(_stat(panel, runbooks) if panel.kind == "stat" else _lines(panel, runbooks))
    return JSONEncoder(sort_keys=True, indent=2).encode(board.build()) + "\n"


def _variables() -> Iterator[build.DatasourceVariable | build.QueryVariable]:
    yield build.DatasourceVariable("source").label("Prometheus").type("prometheus")
    yield _label("namespace", "Namespace", "label_values(dateline_build_info, namespace)")
    yield _label("job", "Job", 'label_values(dateline_build_info{namespace=~"$namespace"}, job)')
    yield _label(
        "topic", "Raw topic", 'label_values(dateline_items_received_total{namespace=~"$namespace", job=~"$job"}, topic)'
    )


def _label(name: str, label: str, query: str) -> build.QueryVariable:
    return (
        build.QueryVariable(name)
        .label(label)
        .datasource(_SOURCE)
        .query(query)
        .refresh(model.VariableRefresh.ON_TIME_RANGE_CHANGED)
        .sort(model.VariableSort.ALPHABETICAL_ASC)
        .multi(True)
        .include_all(True)
        # Also what has no such label, as where Prometheus runs outside Kubernetes.
        .all_value(".*")
        .current(model.VariableOption(selected=True, text="All", value="$__all"))
    )


def _stat(panel: Panel, runbooks: str) -> Stat:
    built = (
        Stat()
        .title(panel.title)
        .description(panel.description)
        .datasource(_SOURCE)
        .unit(panel.unit)
        .thresholds(_thresholds(panel))
        .height(_STAT_HEIGHT)
        .span(_STAT_WIDTH)
    )
    if panel.decimals is not None:
        built = built.decimals(panel.decimals)
    if panel.runbook:
        built = built.links([_link("What to do", f"{runbooks}/{panel.runbook}.md")])
    for number, query in enumerate(panel.queries):
        built = built.with_target(_target(query, number).instant())
    return built


def _lines(panel: Panel, runbooks: str) -> TimeSeries:
    stacked = panel.kind == "stacked"
    built = (
        TimeSeries()
        .title(panel.title)
        .description(panel.description)
        .datasource(_SOURCE)
        .unit(panel.unit)
        .min(0)
        .fill_opacity(30 if stacked else 5)
        .stacking(StackingConfig().mode(StackingMode.NORMAL if stacked else StackingMode.NONE))
        .legend(
            VizLegendOptions().display_mode(LegendDisplayMode.LIST).placement(LegendPlacement.BOTTOM).show_legend(True)
        )
        .height(_LINES_HEIGHT)
        .span(_LINES_WIDTH)
    )
    if panel.thresholds:
        built = built.thresholds(_thresholds(panel)).thresholds_style(_line_style())
    if panel.runbook:
        built = built.links([_link("What to do", f"{runbooks}/{panel.runbook}.md")])
    for number, query in enumerate(panel.queries):
        built = built.with_target(_target(query, number).range().exemplar(panel.exemplars))
    return built


def _target(query: Query, number: int) -> Dataquery:
    return Dataquery().expr(query.expr).legend_format(query.legend).ref_id(chr(ord("A") + number))


def _thresholds(panel: Panel) -> build.ThresholdsConfig:
    steps = [model.Threshold(color=panel.below)]
    steps += [model.Threshold(value=one.value, color=one.colour) for one in panel.thresholds]
    return build.ThresholdsConfig().mode(model.ThresholdsMode.ABSOLUTE).steps(steps)


def _line_style() -> GraphThresholdsStyleConfig:
    return GraphThresholdsStyleConfig().mode(GraphThresholdsStyleMode.DASHED)


def _link(title: str, url: str) -> build.DashboardLink:
    return build.DashboardLink(title).type(model.DashboardLinkType.LINK).url(url).target_blank(True)
