"""`python -m chaos`: every fault on a real three-broker Kafka, ending in one table."""

import random
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich import print as say

from benchmarks.reporting.document import write_section
from chaos import report
from chaos.fault import BROKERS, Fault, strike
from chaos.faults import FAULTS
from chaos.result import Form, Kind, Result
from tests.support.kafka.cluster import Cluster
from tests.support.kafka.jars import missing_tools

NAMES = [fault.name for fault in FAULTS]


def main(
    *,
    form: Annotated[Form, typer.Option(help="How large the runs are.")] = "short",
    only: Annotated[str, typer.Option(help="Faults by name, comma-separated; all when empty.")] = "",
    plain: Annotated[bool | None, typer.Option(help="Plain Faust beside ours; by default in the long form.")] = None,
    json: Annotated[Path | None, typer.Option(help="File that each result is added to as it ends.")] = None,
    document: Annotated[
        Path | None, typer.Option(help="File whose section between chaos' marks gets the table.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Of all random choices; printed.")] = None,
    keep: Annotated[Path | None, typer.Option(help="Folder that keeps all logs.")] = None,
) -> None:
    """Strikes and counts. Exit status 1 where ours lost or doubled an item or broke a condition, 2 for bad usage."""
    faults = chosen(only)
    if missing := missing_tools():
        raise typer.BadParameter(f"a real Kafka needs {' and '.join(missing)}")
    seed = random.SystemRandom().randrange(10**6) if seed is None else seed
    say(f"seed {seed}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that no broker and no worker is left running
    kinds: tuple[Kind, ...] = ("ours", "plain") if (form == "long" if plain is None else plain) else ("ours",)
    results = report.read(json) if json else []
    with TemporaryDirectory(prefix="chaos-") as folder:
        for result in run(faults, kinds, form, seed, keep or Path(folder)):
            results = report.merged(results, result)
            if json:
                report.write(json, results)
    table = report.rows(results, form, NAMES)
    report.show(table, results)
    if document:
        write_section("chaos", report.markdown(table), document)
    raise typer.Exit(not all(result.passed for result in results if result.kind == "ours" and result.form == form))


def chosen(only: str) -> list[Fault]:
    """Return the faults of these names. Raises typer.BadParameter for one that there is not."""
    names = [name.strip() for name in only.split(",") if name.strip()] or NAMES
    if unknown := set(names) - set(NAMES):
        raise typer.BadParameter(f"no fault is called {', '.join(sorted(unknown))}; there are: {', '.join(NAMES)}")
    return [fault for fault in FAULTS if fault.name in names]


def run(faults: list[Fault], kinds: tuple[Kind, ...], form: Form, seed: int, folder: Path) -> Iterator[Result]:
    """Yield the results, one after another, all on one cluster."""
    with Cluster(folder / "kafka", BROKERS) as cluster:
        for fault in faults:
            for kind in kinds:
                if kind == "plain" and fault.plain is None:
                    continue
                result = Result(fault.name, kind, form, seed)
                yield strike(fault, cluster, folder / f"{fault.name}-{kind}".replace(" ", "-"), result)
                say(
                    f"{fault.name} ({kind}): {result.lost} lost, {result.duplicated} duplicated, {result.seconds:.0f} s"
                )


if __name__ == "__main__":
    typer.run(main)
