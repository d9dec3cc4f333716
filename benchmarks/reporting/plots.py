"""The benches' pictures, as SVG whose text is text."""

import re
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from benchmarks.reporting.results import Alone

MEGABYTE = 1024 * 1024
OURS, OTHERS = "#b03a2e", ("#34495e", "#7f8c9a", "#b7c0c9")
_BAR = 0.2


def draw_soak(samples: Sequence[tuple[float, int, int]], warm_up: float, file: Path) -> None:
    """Memory over time; the warm-up in grey."""
    figure = Figure(figsize=(7, 2.6), layout="constrained")
    axes = figure.add_subplot()
    axes.plot([seconds / 60 for seconds, *_ in samples], [memory / MEGABYTE for _, memory, _ in samples], OURS, lw=1)
    axes.axvspan(0, warm_up / 60, color="#dddddd")
    axes.set_ylim(bottom=0)
    axes.set_xlabel("minutes")
    axes.set_title("MB of a worker and its pool under steady load", loc="left", fontsize=9)
    save(figure, file)


def draw_speeds(alone: Alone, file: Path) -> None:
    """How many times as fast as the loop each contender is, by kind of item."""
    figure = Figure(figsize=(7, 2.8), layout="constrained")
    axes = figure.add_subplot()
    names = list(alone.memory_mb)
    colours = (OURS, *OTHERS)
    for place, name in enumerate(names):
        ratios = [kind.speeds[name].ratio for kind in alone.kinds.values()]
        at = [number + (place - (len(names) - 1) / 2) * _BAR for number in range(len(ratios))]
        axes.bar_label(axes.bar(at, ratios, _BAR, label=name, color=colours[place]), fmt="%.1f", fontsize=7)
    axes.set_xticks(range(len(alone.kinds)), list(alone.kinds))
    axes.set_title("Items a second of a core, beside trafilatura + spaCy", loc="left", fontsize=9)
    axes.margins(y=0.2)
    axes.legend(frameon=False, fontsize=7, ncols=len(names), loc="upper center")
    save(figure, file)


def save(figure: Figure, file: Path) -> None:
    """The same bytes for the same picture, points to a tenth."""
    mpl.rcParams.update({"svg.fonttype": "none", "font.size": 8, "svg.hashsalt": "dateline"})
    drawn = StringIO()
    figure.savefig(drawn, format="svg", metadata={"Date": None})
    file.write_text(re.sub(r'(?<= d=")[^"]*', _rounded, drawn.getvalue()))


def _rounded(path: re.Match[str]) -> str:
    return re.sub(r"\d+\.\d+", lambda number: f"{float(number[0]):.1f}", path[0])
