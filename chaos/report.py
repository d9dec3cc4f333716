"""The results as a file that grows, and as a table."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from chaos.result import Form, Result

HEADINGS = (
    "Fault",
    "Times",
    "Items",
    "Lost",
    "Duplicated",
    "Seconds to resume (median / longest)",
    "Plain Faust: times",
    "lost",
    "duplicated",
)


def read(file: Path) -> list[Result]:
    """Return the results in a file; none if it does not exist."""
    return [Result(**row) for row in json.loads(file.read_text("utf-8"))] if file.exists() else []


def merged(results: Iterable[Result], new: Result) -> list[Result]:
    """Return the results with a new one in the place of its fault's former one."""
    mark = (new.fault, new.kind, new.form)
    return [result for result in results if (result.fault, result.kind, result.form) != mark] + [new]


def write(file: Path, results: Iterable[Result]) -> None:
    """All results as JSON; the file is never half written."""
    new = file.with_suffix(file.suffix + ".new")
    new.write_text(json.dumps([asdict(result) for result in results], indent=1, ensure_ascii=False) + "\n", "utf-8")
    new.replace(file)


def rows(results: Sequence[Result], form: Form, faults: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the table's rows, in the order of the faults."""
    found = {(result.fault, result.kind): result for result in results if result.form == form}
    return [_row(found[fault, "ours"], found.get((fault, "plain"))) for fault in faults if (fault, "ours") in found]


def markdown(table: Sequence[Sequence[str]]) -> str:
    """Render the table as Markdown."""
    lines = [HEADINGS, ("---", *["---:"] * (len(HEADINGS) - 1)), *table]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def show(table: Sequence[Sequence[str]], results: Iterable[Result]) -> None:
    """The table on the screen, and every condition that did not hold."""
    console = Console()
    screen = Table(*HEADINGS)
    for row in table:
        screen.add_row(*row)
    console.print(screen)
    for result in results:
        for problem in result.problems:
            console.print(f"{result.fault} ({result.kind}): {problem}", markup=False, highlight=False)


def _row(ours: Result, plain: Result | None) -> tuple[str, ...]:
    beside = (f"{plain.times:,}", f"{plain.lost:,}", f"{plain.duplicated:,}") if plain else ("–", "–", "–")
    numbers = (f"{ours.times:,}", f"{ours.items:,}", f"{ours.lost:,}", f"{ours.duplicated:,}", ours.resume)
    return (ours.fault, *numbers, *beside)
