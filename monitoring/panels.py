"""The dashboard's rows: titles, queries, units, and thresholds from which on a value needs attention."""

from monitoring.objectives import DEAD_LETTERED_AT_MOST, PUBLISHED_IN_TIME, PUBLISHED_WITHIN_SECONDS
from monitoring.panel import Panel, Query, Row, Threshold

WORKERS = 'namespace=~"$namespace", job=~"$job"'
"""Selects what the variables name; metrics of a topic are selected by it too."""

OF_TOPIC = f'{WORKERS}, topic=~"$topic"'
RATE = "$__rate_interval"


def _rate(metric: str, by: str = "", where: str = WORKERS) -> str:
    return f"sum{f' by ({by})' if by else ''} (rate({metric}{{{where}}}[{RATE}]))"


def _quantile(share: float, histogram: str, by: str = "") -> str:
    labels = f"le, {by}" if by else "le"
    return f"histogram_quantile({share}, sum by ({labels}) (rate({histogram}_bucket{{{WORKERS}}}[{RATE}])))"


def _quantiles(histogram: str) -> tuple[Query, ...]:
    return tuple(Query(f"p{share * 100:.0f}", _quantile(share, histogram)) for share in (0.5, 0.95, 0.99))


_AGE = "dateline_end_to_end_age_seconds"

ROWS = (
    Row(
        "At a glance",
        (
            Panel(
                "Unaccounted items",
                "Received − finished − in flight, over all workers. Anything but 0 is a loss.",
                "short",
                (
                    Query(
                        "unaccounted",
                        f"sum(dateline_items_received_total{{{WORKERS}}}) - sum(dateline_items_finished_total{{{WORKERS}}})"
                        f" - sum(dateline_in_flight_items{{{WORKERS}}})",
                    ),
                ),
                "stat",
                "red",
                (Threshold(0, "green"), Threshold(0.5, "red")),
                "DatelineItemsUnaccounted",
                decimals=0,
            ),
            Panel(
                "Oldest item not committed",
                "How long the item that waits longest has been in the raw topic. It grows while a partition is stuck.",
                "s",
                (Query("oldest", f"max(dateline_oldest_uncommitted_age_seconds{{{OF_TOPIC}}})"),),
                "stat",
                thresholds=(Threshold(PUBLISHED_WITHIN_SECONDS, "orange"), Threshold(300, "red")),
                runbook="DatelineStalled",
            ),
            Panel(
                "Published in time",
                f"Items of the last hour that were out within {PUBLISHED_WITHIN_SECONDS:.0f} s of their append;"
                f" {PUBLISHED_IN_TIME:.0%} is promised.",
                "percentunit",
                (
                    Query(
                        "in time",
                        f'sum(rate({_AGE}_bucket{{{WORKERS}, le="{PUBLISHED_WITHIN_SECONDS}"}}[1h]))'
                        f" / sum(rate({_AGE}_count{{{WORKERS}}}[1h]))",
                    ),
                ),
                "stat",
                "red",
                (Threshold(0.95, "orange"), Threshold(PUBLISHED_IN_TIME, "green")),
                "DatelinePublishedLate",
                decimals=2,
            ),
            Panel(
                "Dead letters",
                f"Share of the items of the last hour that could not be processed; at most {DEAD_LETTERED_AT_MOST:.1%} over a month.",
                "percentunit",
                (
                    Query(
                        "dead letters",
                        f'sum(rate(dateline_items_finished_total{{{WORKERS}, outcome="dead_lettered"}}[1h]))'
                        f' / sum(rate(dateline_items_finished_total{{{WORKERS}, outcome=~"published|dead_lettered"}}[1h]))',
                    ),
                ),
                "stat",
                thresholds=(Threshold(DEAD_LETTERED_AT_MOST, "orange"), Threshold(0.05, "red")),
                runbook="DatelineDeadLetterSpike",
                decimals=2,
            ),
            Panel(
                "Items that wait",
                "Appended to the raw topics and not yet committed.",
                "short",
                (Query("lag", f"sum(dateline_consumer_lag_items{{{OF_TOPIC}}})"),),
                "stat",
                thresholds=(Threshold(10_000, "orange"), Threshold(100_000, "red")),
                runbook="DatelineLagGrowing",
            ),
            Panel(
                "Workers",
                "That Prometheus finds, by version.",
                "short",
                (Query("{{version}}", f"count by (version) (dateline_build_info{{{WORKERS}}})"),),
                "stat",
                "red",
                (Threshold(1, "green"),),
                "DatelineDown",
                decimals=0,
            ),
        ),
    ),
    Row(
        "Throughput",
        (
            Panel(
                "In, by topic",
                "Items read from the raw topics. Nothing for an hour is a reason to ask whoever writes them.",
                "cps",
                (Query("{{topic}}", _rate("dateline_items_received_total", "topic", OF_TOPIC)),),
                runbook="DatelineNoInput",
            ),
            Panel(
                "Out, by outcome",
                "Items whose outcome is committed. `revoked` ones are left to another worker, who counts them anew.",
                "cps",
                (Query("{{outcome}}", _rate("dateline_items_finished_total", "outcome")),),
                "stacked",
            ),
            Panel(
                "Bytes",
                "Raw items in, records out.",
                "Bps",
                (
                    Query("in", _rate("dateline_received_bytes_total", where=OF_TOPIC)),
                    Query("out", _rate("dateline_published_bytes_total")),
                ),
            ),
            Panel(
                "In flight",
                "Received and neither published nor dead-lettered nor given up, by worker. Conservation: received = finished + this.",
                "short",
                (Query("{{instance}}", f"dateline_in_flight_items{{{WORKERS}}}"),),
                runbook="DatelineItemsUnaccounted",
            ),
        ),
    ),
    Row(
        "Age and lag",
        (
            Panel(
                "Age when published",
                "From an item's append to the raw topic until its outcome is acknowledged. Points are traces.",
                "s",
                _quantiles(_AGE),
                thresholds=(Threshold(PUBLISHED_WITHIN_SECONDS, "red"),),
                runbook="DatelinePublishedLate",
                exemplars=True,
            ),
            Panel(
                "Lag, by partition",
                "Items of each partition that wait. One that grows alone has a slow or stuck item; all together, too little work is done.",
                "short",
                (
                    Query(
                        "{{topic}}/{{partition}}",
                        f"sum by (topic, partition) (dateline_consumer_lag_items{{{OF_TOPIC}}})",
                    ),
                ),
                "stacked",
                runbook="DatelineLagGrowing",
            ),
            Panel(
                "Oldest item not committed, by partition",
                "The sign of a partition that is stuck, whatever its lag.",
                "s",
                (
                    Query(
                        "{{topic}}/{{partition}}",
                        f"max by (topic, partition) (dateline_oldest_uncommitted_age_seconds{{{OF_TOPIC}}})",
                    ),
                ),
                thresholds=(Threshold(300, "red"),),
                runbook="DatelineStalled",
            ),
            Panel(
                "Age of stories",
                "From when the source says that it published a story until its record is out: how fresh crawlers and agencies are.",
                "s",
                _quantiles("dateline_publication_age_seconds"),
            ),
        ),
    ),
    Row(
        "Stages",
        (
            Panel(
                "Time of a story, by stage",
                "The 95th percentile. A stage that leaves its level has met a new kind of item, or a release made it slow.",
                "s",
                (Query("{{stage}}", _quantile(0.95, "dateline_stage_duration_seconds", "stage")),),
            ),
            Panel(
                "Work, by stage",
                "Seconds of work in a second: near 1 for each worker, they have no more to give.",
                "s",
                (Query("{{stage}}", _rate("dateline_stage_duration_seconds_sum", "stage")),),
                "stacked",
            ),
            Panel(
                "Time of an item",
                "All stages together. Points are traces.",
                "s",
                _quantiles("dateline_item_duration_seconds"),
                exemplars=True,
            ),
            Panel(
                "Items in a batch",
                "On average. Batches are as large as the backlog allows, so this grows with the load.",
                "short",
                (Query("items", f"{_rate('dateline_batch_items_sum')} / {_rate('dateline_batch_items_count')}"),),
            ),
        ),
    ),
    Row(
        "What is in the news",
        (
            Panel(
                "Boilerplate, by category",
                "Pieces taken out of records. A category that vanishes or doubles: a source has changed its pages.",
                "cps",
                (Query("{{category}}", _rate("dateline_boilerplate_removed_lines_total", "category")),),
                "stacked",
            ),
            Panel(
                "Languages",
                "Of the records, the ten most frequent.",
                "cps",
                (Query("{{language}}", f"topk(10, {_rate('dateline_languages_total', 'language')})"),),
                "stacked",
            ),
            Panel(
                "Entities, by type",
                "Tagged in records; and records whose names builtin found in place of another tagger that failed or took too long.",
                "cps",
                (
                    Query("{{type}}", _rate("dateline_entities_tagged_total", "type")),
                    Query(
                        "records by builtin, not {{backend}}: {{reason}}",
                        _rate("dateline_entity_fallbacks_total", "backend, reason"),
                    ),
                ),
                "stacked",
            ),
            Panel(
                "Records from an item",
                "Feeds and news messages give several.",
                "short",
                (
                    Query(
                        "records",
                        f"{_rate('dateline_published_records_total')} / "
                        + _rate("dateline_items_finished_total", where=f'{WORKERS}, outcome="published"'),
                    ),
                ),
            ),
        ),
    ),
    Row(
        "Trouble",
        (
            Panel(
                "Dead letters, by stage and reason",
                "`dateline replay` puts them back once the reason is mended.",
                "cps",
                (Query("{{stage}}: {{reason}}", _rate("dateline_dead_letters_total", "stage, reason")),),
                "stacked",
                runbook="DatelineDeadLetterSpike",
            ),
            Panel(
                "Suspect records",
                "Published, though a part of the story may be missing: most of the text was removed, or the page promises more than it gives.",
                "cps",
                (Query("{{reason}}", _rate("dateline_suspect_records_total", "reason")),),
                "stacked",
            ),
            Panel(
                "Failed deliveries",
                "Attempts to deliver a batch that failed; each is tried again, and nothing is passed over.",
                "cps",
                (Query("{{instance}}", _rate("dateline_produce_errors_total", "instance")),),
                runbook="DatelineStalled",
            ),
            Panel(
                "Delivery and commits",
                "Time until a batch's outputs and offset are committed.",
                "s",
                _quantiles("dateline_produce_duration_seconds"),
            ),
            Panel(
                "Pool",
                "Processes that are there, and how many ended over an item in ten minutes, by what that made of it.",
                "short",
                (
                    Query("processes of {{instance}}", f"dateline_pool_workers{{{WORKERS}}}"),
                    Query(
                        "ended: {{reason}}",
                        f"sum by (reason) (increase(dateline_pool_restarts_total{{{WORKERS}}}[10m]))",
                    ),
                ),
                runbook="DatelinePoolCrashLoop",
            ),
            Panel(
                "Rebalances",
                "Assignments in a quarter of an hour, and how many seconds were spent without partitions.",
                "short",
                (
                    Query("{{instance}}", f"sum by (instance) (increase(dateline_rebalances_total{{{WORKERS}}}[15m]))"),
                    Query(
                        "seconds without partitions",
                        f"sum(increase(dateline_rebalance_duration_seconds_sum{{{WORKERS}}}[15m]))",
                    ),
                ),
                runbook="DatelineRebalanceStorm",
            ),
        ),
    ),
    Row(
        "Resources",
        (
            Panel(
                "Memory",
                "Of each worker, and of the processes of its pool. It is flat once every lexicon has been used.",
                "bytes",
                (
                    Query("{{instance}}", f"process_resident_memory_bytes{{{WORKERS}}}"),
                    Query("pool of {{instance}}", f"dateline_pool_memory_bytes{{{WORKERS}}}"),
                ),
            ),
            Panel(
                "CPU",
                'Seconds in a second, by worker, without its pool: how busy that is shows in "Work, by stage".',
                "s",
                (Query("{{instance}}", _rate("process_cpu_seconds_total", "instance")),),
            ),
            Panel(
                "Commits",
                "Each is a transaction of a partition.",
                "cps",
                (Query("{{instance}}", _rate("dateline_commits_total", "instance")),),
            ),
        ),
    ),
)


def panels() -> list[Panel]:
    """Return all of them, in order."""
    return [panel for row in ROWS for panel in row.panels]
