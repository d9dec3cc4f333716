"""Recording rules and alerts, as Prometheus reads them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from monitoring.objectives import (
    BURNS,
    DEAD_LETTERED_AT_MOST,
    MINUTE,
    PUBLISHED_IN_TIME,
    PUBLISHED_WITHIN_SECONDS,
    WINDOWS,
    Burn,
    duration,
)

RUNBOOKS = "deploy/k8s/runbooks"
"""Where each alert has a page under its name: in this project, unless `dateline generate --runbooks` says where yours are served."""

Rule = dict[str, Any]
Span = Callable[[float], str]

_BY = "by (namespace, job)"
_EVALUATED_EVERY = 30.0


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert without its windows: `expr` is given a way to write spans of time."""

    name: str
    severity: str
    expr: Callable[[Span], str]
    lasting: float
    summary: str
    description: str

    def rule(self, span: Span, runbooks: str) -> Rule:
        """As Prometheus reads it."""
        return {
            "alert": self.name,
            "expr": self.expr(span),
            **({"for": span(self.lasting)} if self.lasting else {}),
            "labels": {"severity": self.severity},
            "annotations": {
                "summary": self.summary,
                "description": self.description,
                "runbook_url": f"{runbooks}/{self.name}.md",
            },
        }


def groups(hurry: float = 1.0, runbooks: str = RUNBOOKS) -> list[dict[str, Any]]:
    """Return all rules in their groups. `hurry` makes every window so many times shorter, for tests that can't wait for days."""

    def span(seconds: float) -> str:
        return duration(seconds / hurry)

    every = span(_EVALUATED_EVERY) if hurry == 1 else "1s"
    return [
        {"name": "dateline.recording", "interval": every, "rules": list(_recorded(span))},
        {
            "name": "dateline.objectives",
            "interval": every,
            "rules": [one.rule(span, runbooks) for one in _objectives()],
        },
        {"name": "dateline.alerts", "interval": every, "rules": [one.rule(span, runbooks) for one in ALERTS]},
    ]


def _recorded(span: Span) -> Iterable[Rule]:
    for seconds in WINDOWS:
        window = span(seconds)
        age = "dateline_end_to_end_age_seconds"
        counted = f"sum {_BY} (rate({age}_count[{window}]))"
        in_time = f'sum {_BY} (rate({age}_bucket{{le="{PUBLISHED_WITHIN_SECONDS}"}}[{window}]))'
        yield {"record": _late(seconds), "expr": f"1 - {in_time} / ({counted} > 0)"}
        refused = f'sum {_BY} (rate(dateline_items_finished_total{{outcome="dead_lettered"}}[{window}]))'
        ended = f'sum {_BY} (rate(dateline_items_finished_total{{outcome=~"published|dead_lettered"}}[{window}]))'
        yield {"record": _refused(seconds), "expr": f"{refused} / ({ended} > 0)"}
    yield {"record": "dateline:consumer_lag_items:sum", "expr": f"sum {_BY} (dateline_consumer_lag_items)"}
    received, finished, in_flight = (
        f"sum by (namespace, job, instance) (dateline_{name})"
        for name in ("items_received_total", "items_finished_total", "in_flight_items")
    )
    yield {"record": "dateline:items_unaccounted:sum", "expr": f"{received} - {finished} - {in_flight}"}


def _late(seconds: float) -> str:
    return f"dateline:items_late:ratio_rate{duration(seconds)}"


def _refused(seconds: float) -> str:
    return f"dateline:items_dead_lettered:ratio_rate{duration(seconds)}"


def _objectives() -> Iterable[Alert]:
    """Yield one alert for each objective and severity: critical where a month's budget would be gone in days."""
    for severity in dict.fromkeys(burn.severity for burn in BURNS):
        burns = [burn for burn in BURNS if burn.severity == severity]
        how_fast = " or ".join(f"{burn.rate:g} times over {duration(burn.long)}" for burn in burns)
        yield Alert(
            "DatelinePublishedLate",
            severity,
            _above(_late, 1 - PUBLISHED_IN_TIME, burns),
            2 * MINUTE,
            "Items are published later than promised",
            f"{PUBLISHED_IN_TIME:.0%} of the items are to be out within {PUBLISHED_WITHIN_SECONDS:.0f} s of their append;"
            f" {{{{ $value | humanizePercentage }}}} were not. The budget is spent too fast: {how_fast}.",
        )
        yield Alert(
            "DatelineDeadLettersOverBudget",
            severity,
            _above(_refused, DEAD_LETTERED_AT_MOST, burns),
            2 * MINUTE,
            "More items become dead letters than are allowed for",
            f"At most {DEAD_LETTERED_AT_MOST:.1%} of the items are to be dead letters; {{{{ $value | humanizePercentage }}}} were."
            f" The budget is spent too fast: {how_fast}.",
        )


def _above(recorded: Callable[[float], str], budget: float, burns: Iterable[Burn]) -> Callable[[Span], str]:
    """Too fast over the long window, and still so over the short one."""
    rates = ((burn, f"{burn.rate * budget:.6g}") for burn in burns)
    expr = " or ".join(f"({recorded(burn.long)} > {rate} and {recorded(burn.short)} > {rate})" for burn, rate in rates)
    return lambda _: expr


ALERTS = (
    Alert(
        "DatelineItemsUnaccounted",
        "critical",
        lambda _: "dateline:items_unaccounted:sum != 0",
        2 * MINUTE,
        "A worker has lost sight of items",
        "On {{ $labels.instance }} received − finished − in flight is {{ $value }}, and never may be anything but 0.",
    ),
    Alert(
        "DatelineStalled",
        "critical",
        # unless: a partition without any commit since the start has no offset that could change.
        lambda span: (
            f"count {_BY} ((dateline_consumer_lag_items > 0 or dateline_oldest_uncommitted_age_seconds > 0)"
            f" unless changes(dateline_committed_offset[{span(5 * MINUTE)}]) > 0)"
        ),
        5 * MINUTE,
        "Partitions with items stand still",
        "{{ $value }} partitions have items and no commit for ten minutes.",
    ),
    Alert(
        "DatelineDeadLetterSpike",
        "critical",
        lambda span: (
            f'sum {_BY} (rate(dateline_items_finished_total{{outcome="dead_lettered"}}[{span(5 * MINUTE)}]))'
            f' / sum {_BY} (rate(dateline_items_finished_total{{outcome=~"published|dead_lettered"}}[{span(5 * MINUTE)}]))'
            f" > 0.05 and sum {_BY} (increase(dateline_items_finished_total"
            f'{{outcome="dead_lettered"}}[{span(5 * MINUTE)}])) > 20'
        ),
        2 * MINUTE,
        "Dead letters by the dozen",
        "{{ $value | humanizePercentage }} of the items of the last five minutes became dead letters.",
    ),
    Alert(
        "DatelineLagGrowing",
        "warning",
        lambda span: (
            f"sum {_BY} (dateline_consumer_lag_items) > {10 * MINUTE:.0f} * sum {_BY} (rate("
            f'dateline_items_finished_total{{outcome=~"published|dead_lettered"}}[{span(10 * MINUTE)}]))'
            f" and deriv(dateline:consumer_lag_items:sum[{span(30 * MINUTE)}]) > 0"
        ),
        15 * MINUTE,
        "More comes in than goes out",
        "{{ $value | humanize }} items wait, more than ten minutes of work at the present speed, and they grow in number.",
    ),
    Alert(
        "DatelineRebalanceStorm",
        "warning",
        lambda span: f"max {_BY} (increase(dateline_rebalances_total[{span(15 * MINUTE)}])) > 6",
        5 * MINUTE,
        "The group does not come to rest",
        "A worker was given partitions {{ $value | humanize }} times in a quarter of an hour.",
    ),
    Alert(
        "DatelinePoolCrashLoop",
        "critical",
        lambda span: f"sum {_BY} (increase(dateline_pool_restarts_total[{span(10 * MINUTE)}])) > 20",
        2 * MINUTE,
        "Processes of the pool end again and again",
        "{{ $value | humanize }} processes ended over an item in ten minutes; each such item is a dead letter or was tried twice.",
    ),
    Alert(
        "DatelineNoInput",
        "warning",
        lambda span: (
            f"sum {_BY} (rate(dateline_items_received_total[{span(30 * MINUTE)}])) == 0"
            f" and sum {_BY} (dateline_in_flight_items) == 0 and sum {_BY} (dateline_consumer_lag_items) == 0"
        ),
        30 * MINUTE,
        "Nothing comes in",
        "The workers have nothing to do and received nothing for an hour: look at whoever writes the raw topics.",
    ),
    Alert(
        "DatelineWorkerDown",
        "warning",
        lambda _: 'up{job="dateline"} == 0',
        5 * MINUTE,
        "A worker does not answer",
        "{{ $labels.instance }} can't be scraped.",
    ),
    Alert(
        "DatelineDown",
        "critical",
        lambda _: "absent(dateline_build_info)",
        5 * MINUTE,
        "There is no worker at all",
        "No worker has been scraped for five minutes, and the raw topics fill up. If there are any, Prometheus does not find them.",
    ),
)


def names() -> list[str]:
    """Of every alert, each once."""
    return list(dict.fromkeys(one.name for one in (*_objectives(), *ALERTS)))
