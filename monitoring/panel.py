"""A question to Prometheus and how its answer is shown."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Threshold:
    """From `value` on the panel is `colour`; below the first one it is green, or whatever `Panel.below` says."""

    value: float
    colour: str


@dataclass(frozen=True, slots=True)
class Query:
    """A PromQL expression and what its lines are called."""

    legend: str
    expr: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A question and the queries that answer it. `kind` is stat, lines or stacked; `unit` one of Grafana's."""

    title: str
    description: str
    unit: str
    queries: tuple[Query, ...]
    kind: str = "lines"
    below: str = "green"
    thresholds: tuple[Threshold, ...] = ()
    runbook: str | None = None
    exemplars: bool = False
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """Panels that stand together."""

    title: str
    panels: tuple[Panel, ...] = field(default_factory=tuple)
