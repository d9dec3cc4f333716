"""The table of what was measured beside what was to be reached, as docs/benchmarks.md shows it, and its plots."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks import workload
from benchmarks.contenders import LEARN, OURS
from benchmarks.delivery import WAYS
from benchmarks.reporting import plots
from benchmarks.reporting.document import write_section
from benchmarks.reporting.results import SOAK_FILE, Alone, Results, Soak, Streaming

PROJECT = Path(__file__).parents[2]


def table(results: Results) -> list[str]:
    """Markdown, line by line."""
    return [f"`make bench`, {results.date}: {results.machine}.", *_parts(results)]


def publish(results: Results, project: Path = PROJECT) -> None:
    """Write the section and the plot of docs/benchmarks.md."""
    write_section("bench", "\n".join(table(results)), project / "docs" / "benchmarks.md")
    if results.alone:
        plots.draw_speeds(results.alone, project / "docs" / "bench.svg")


def _parts(results: Results) -> Iterator[str]:
    yield from _under(("| | to reach | reached |", "| --- | ---: | ---: |"), _targets(results))
    if results.alone:
        yield from ("", *_speeds(results.alone), "", *_stages(results.alone))
        yield from ("", "![Items a second of a core, beside the loop](bench.svg)")
    if results.streaming:
        yield from ("", *_ways(results.streaming))
    head = ("| on real Kafka, broker on the same cores | items a second | beside one |", "| --- | ---: | ---: |")
    yield from _under(head, _fleets(results))
    if SOAK_FILE.exists():
        yield from ("", "![Memory of a worker and its pool under steady load](soak.svg)")


def _under(head: tuple[str, str], rows: Iterator[str]) -> Iterator[str]:
    """Yield a table, where it has rows."""
    if found := list(rows):
        yield from ("", *head, *found)


def _targets(results: Results) -> Iterator[str]:
    if results.alone:
        for kind, least in ((workload.STORY, 6), (workload.HTML, 4)):
            ratio = results.alone.kinds[kind].speeds[OURS].ratio
            yield _target(f"{kind}, beside trafilatura + spaCy", f"≥ {least} ×", f"{ratio:.1f} ×", ratio >= least)
    for name, rates in (("pool alone", results.pool), ("whole worker, broker on the same cores", results.worker)):
        if rates:
            gain = rates.gain(2)
            yield _target(f"two processes beside one, {name}", "≥ 1.8 ×", f"{gain:.2f} ×", gain >= 1.8)
    if results.streaming:
        micros = results.streaming.micros["dateline"]
        yield _target("way in and out, exactly once, CPU of an item", "≤ 45 µs", f"{micros:.0f} µs", micros <= 45)
    if results.start:
        memory, seconds = results.start.memory_mb, median(results.start.seconds)
        yield _target("memory of a worker and a pool of two", "≤ 500 MB", f"{memory:.0f} MB", memory <= 500)
        yield _target("start to first committed record", "≤ 5 s", f"{seconds:.1f} s", seconds <= 5)

    if SOAK_FILE.exists():
        soak = Soak.model_validate_json(SOAK_FILE.read_bytes())
        name = f"memory's slope over {soak.minutes:.0f} minutes and {soak.finished:,} items (`make soak`)"
        found = f"{soak.slope:+.1f} ± {soak.slope_error:.1f} MB an hour"
        yield _target(name, "0", found, soak.slope - 2 * soak.slope_error <= 0)


def _target(what: str, wanted: str, found: str, reached: bool) -> str:
    return f"| {what} | {wanted} | {found if reached else f'**{found}, missed**'} |"


def _speeds(alone: Alone) -> Iterator[str]:
    yield "| items a second of one core (beside the loop), p50 / p99 ms of CPU | " + " | ".join(alone.kinds) + " | MB |"
    yield "| --- |" + " ---: |" * (len(alone.kinds) + 1)
    for name, memory in alone.memory_mb.items():
        cells = []
        for kind in alone.kinds.values():
            speed = kind.speeds[name]
            ends = f", {speed.p50_ms:.1f} / {speed.p99_ms:.0f}" if speed.p50_ms and speed.p99_ms else ""
            cells.append(f"{speed.per_second:.0f} ({speed.ratio:.1f} ×){ends}")
        yield f"| {f'**{name}**' if name == OURS else name} | {' | '.join(cells)} | {memory:.0f} |"
    yield ""
    yield f"spaCy: {alone.baseline}. Each in a process of its own, taking turns over the same real items, each new to it."


def _stages(alone: Alone) -> Iterator[str]:
    names = list(next(iter(alone.kinds.values())).stages)
    shown = [f"({name})" if name == LEARN else name for name in names]
    yield "| stage alone, CPU µs an item | " + " | ".join(shown) + " | together |"
    yield "| --- |" + " ---: |" * (len(names) + 1)
    for name, kind in alone.kinds.items():
        cells = [f"{kind.stages[stage]:,.0f}" for stage in names]
        yield f"| {name}, {kind.mean_bytes:,} bytes | {' | '.join(cells)} | {kind.all_stages:,.0f} |"


def _ways(streaming: Streaming) -> Iterator[str]:
    yield f"| {streaming.items:,} messages of {streaming.message_bytes:,} bytes in and out on real Kafka | CPU µs a message | beside plain Faust |"
    yield "| --- | ---: | ---: |"
    for name, micros in streaming.micros.items():
        yield f"| {WAYS[name]} | {micros:.0f} | {micros / streaming.micros['plain']:.2f} |"


def _fleets(results: Results) -> Iterator[str]:
    for what, rates in (
        ("pool without Kafka, processes", results.pool),
        ("one worker, processes", results.worker),
        ("twelve partitions, workers of one process", results.workers),
    ):
        if rates:
            for number, per_second in rates.per_second.items():
                yield f"| {rates.kind}, {what}: {number} | {per_second:.0f} | {rates.gain(number):.2f} |"
    if late := results.catch_up:
        name = f"{late.kind}, backlog of {late.items:,}, one worker, processes: 2"
        yield f"| {name} | {late.items / late.seconds:.0f} (all in {late.seconds:.0f} s) | – |"
