"""The dashboard's panels as a picture, drawn from what Prometheus answers to their own queries."""

import math
import re
from io import StringIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from monitoring.panel import Panel
from monitoring.panels import ROWS
from tests.support.prometheus.server import Prometheus, filled

_UNITS = {"s": "s", "cps": "/s", "Bps": "B/s", "bytes": "B", "percentunit": "%", "short": ""}
_COLUMNS = 4
_STEP = 6.0
_MANY = 6  # lines, beyond which a legend would hide them


def draw(prometheus: Prometheus, file: Path, start: float, end: float) -> None:
    """Every panel that shows lines, in the dashboard's order, as an SVG whose text is text."""
    mpl.rcParams.update({"svg.fonttype": "none", "font.size": 7, "svg.hashsalt": "dateline"})
    shown = [panel for row in ROWS for panel in row.panels if panel.kind != "stat"]
    figure = Figure(figsize=(14, 2.4 * math.ceil(len(shown) / _COLUMNS)), layout="constrained")
    for number, panel in enumerate(shown, 1):
        axes = figure.add_subplot(math.ceil(len(shown) / _COLUMNS), _COLUMNS, number)
        _panel(prometheus, axes, panel, start, end)
    drawn = StringIO()
    figure.savefig(drawn, format="svg", metadata={"Date": None})
    file.write_text(re.sub(r'(?<= d=")[^"]*', _rounded, drawn.getvalue()))


def _rounded(path: re.Match[str]) -> str:
    """A line's points to a tenth of a point: the file is half as large, and looks the same."""
    return re.sub(r"\d+\.\d+", lambda number: f"{float(number[0]):.1f}", path[0])


def _panel(prometheus: Prometheus, axes: Axes, panel: Panel, start: float, end: float) -> None:
    lines = [
        (_named(query.legend, found["metric"]), found["values"])
        for query in panel.queries
        for found in prometheus.query_range(filled(query.expr, "20s"), start, end, _STEP)
    ]
    if panel.kind == "stacked" and lines:
        moments = sorted({moment for _, values in lines for moment, _ in values})
        heights = [[float(dict(values).get(moment, 0)) for moment in moments] for _, values in lines]
        axes.stackplot([moment - start for moment in moments], heights, labels=[name for name, _ in lines], alpha=0.7)
    else:
        for name, values in lines:
            axes.plot([moment - start for moment, _ in values], [float(value) for _, value in values], label=name, lw=1)
    axes.set_title(panel.title, fontsize=8, loc="left")
    axes.autoscale_view()
    axes.set_ylim(
        0, max(axes.get_ylim()[1], 1.05 * max((float(v) for _, values in lines for _, v in values), default=1))
    )
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _short(value) + _UNITS[panel.unit]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f} s"))
    axes.grid(visible=True, alpha=0.25, lw=0.5)
    handles, labels = axes.get_legend_handles_labels()
    axes.legend(
        handles[:_MANY], labels[:_MANY], fontsize=6, loc="upper left", bbox_to_anchor=(0, -0.12), ncols=3, frameon=False
    )


def _named(legend: str, labels: dict[str, Any]) -> str:
    """The legend with the labels that it names, as Grafana writes it."""
    return re.sub(r"\{\{(\w+)\}\}", lambda match: str(labels.get(match[1], "")), legend)


def _short(value: float) -> str:
    for size, mark in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:.3g} {mark}"
    return f"{value:.3g} "
