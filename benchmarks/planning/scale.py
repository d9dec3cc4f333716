"""`make scale`: partitions, pods, cost and the first bottleneck at a rate, from what `make bench` measured; writes docs/scale.md."""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

from benchmarks import workload
from benchmarks.planning.capacity import BROKER_CPU, Assumptions, Capacity, capacity
from benchmarks.planning.simulation import simulate
from benchmarks.reporting.results import FILE, Results

PAGE = Path(__file__).parents[2] / "docs" / "scale.md"
_PATIENT = 1.0
RATES = (100, 1_000, 10_000)
KINDS = (workload.STORY, workload.HTML)


def page(results: Results, assumed: Assumptions) -> Iterator[str]:
    """Yield the page, line by line."""
    yield from (
        "# Scale",
        "",
        f"Written by `make scale` from `docs/bench.json` ({results.date}; {results.machine}). Nothing here is by hand.",
        "",
        f"Assumed: {assumed.price:g} a core and hour; pods of one core; cores and network used to {assumed.load:.0%}; {assumed.brokers} brokers of "
        f"{assumed.broker_cores} cores and {assumed.link * 8 / 1e9:g} Gbit/s, replication {assumed.replicas}; brokers read and write, for clients and "
        f"followers, at the measured price of a write; no compression; one reader of the records; a batch waits {assumed.batch_seconds:g} s "
        'to fill. Change them: `make scale ARGS="--help"`.',
    )
    for kind in KINDS:
        yield from ("", *_of_kind(kind, capacity(results, kind, assumed)))
    yield from (
        "",
        "Simulated: items arrive independently, each takes a lognormal time with the measured mean and p99, a lane commits before its next batch,",
        "a pod has one core for its lanes. A pod is lost; the others have its partitions 10 s later, as after a kill, and another pod is in its place",
        "20 s after the loss. Recovered: seconds from the loss until the lag is the usual one again; a dash where it was not within 100 s.",
    )


def _of_kind(kind: str, of: Capacity) -> Iterator[str]:
    times = of.times
    yield from (
        f"## {kind}",
        "",
        f"An item takes {1000 * times.item:.1f} ms of a worker's CPU; with its record it has {of.wire / 1000:.1f} KB. A transaction takes "
        f"{1000 * times.transaction:.1f} ms, {1e6 * of.broker_transaction:,.0f} µs of it a broker's CPU, and each record in it {1e6 * of.broker_message:.0f} µs "
        f"and {1e9 * of.broker_byte:.1f} ns a byte. A million items cost {of.cost():.2f} in workers. One partition takes {of.of_a_partition():,.0f} items a "
        "second at most.",
        "",
        "| items/s | pods | partitions | transactions/s | broker cores | MB/s into brokers | p50 / p99 s | largest lag after a lost pod | recovered, s |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    )
    for rate in RATES:
        shape = of.shape(rate)
        seen = simulate(times, shape)
        recovered = "–" if seen.recovered is None else f"{seen.recovered:.0f}"
        yield (
            f"| {rate:,} | {shape.pods:,} | {shape.partitions:,} | {of.transactions(rate):,.0f} | {of.broker_cores(rate):.1f} "
            f"| {of.network(rate) / 1e6:,.1f} | {seen.p50:.2f} / {seen.p99:.2f} | {seen.most_lag:,} | {recovered} |"
        )
    yield from ("", _first_limit(of))


def _first_limit(of: Capacity) -> str:
    (first, lowest), *others = sorted(of.limits().items(), key=lambda limit: limit[1])
    rest = "; ".join(f"{name} at {rate:,.0f}" for name, rate in others)
    patient = replace(of, assumed=replace(of.assumed, batch_seconds=_PATIENT))
    return (
        f"Workers' CPU is used up first, and more pods mend it. What they do not mend: {first} at {lowest:,.0f} items a second, {rest}. With a "
        f"batch's wait of {_PATIENT:g} s (`DATELINE_BATCH_SECONDS`) transactions are fewer, and the brokers' CPU lasts to "
        f"{patient.limits()[BROKER_CPU]:,.0f}. The learner, which the worker has not, would take {of.learned():,.0f} in one process; sources could share it out."
    )


def write(results: Results, assumed: Assumptions | None = None, file: Path = PAGE) -> str:
    """Write the page and return it."""
    text = "\n".join(page(results, assumed or Assumptions())) + "\n"
    file.write_text(text, encoding="utf-8")
    return text


def main() -> None:
    """Print the page and write it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.planning.scale", description=__doc__)
    parser.add_argument("--json", type=Path, default=FILE)
    parser.add_argument("--page", type=Path, default=PAGE)
    for name, value in asdict(Assumptions()).items():
        parser.add_argument(
            f"--{name.replace('_', '-')}", type=type(value), default=value, help=f"{value:g} where it is not given"
        )
    options = vars(parser.parse_args())
    file, target = options.pop("json"), options.pop("page")
    sys.stdout.write(write(Results.read(file), Assumptions(**options), target))


if __name__ == "__main__":
    main()
