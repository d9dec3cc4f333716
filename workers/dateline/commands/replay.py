"""`dateline replay`: shows which dead letters would be replayed, or replays them."""

import sys
from collections.abc import Iterable

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from dateline.replay import Interrupt, Interrupted, Replay, ReplayError, Selection, Tally
from dateline.replay.dead_letter import DeadLetter
from dateline.settings import Settings

_FAILED = 1
_SIGNALLED = 128  # and the signal's number, as shells have it


def replay_letters(settings: Settings, selection: Selection, apply: bool) -> int:
    """Print the plan, or carry it out and print what was done; return the exit status."""
    tally = Tally()
    try:
        with Interrupt() as interrupt, _Bar() as bar:
            replay = Replay(settings, selection, tally, bar.track, interrupt.check)
            if apply:
                replay.apply()
            else:
                replay.plan()
    except ReplayError as error:
        return _fail(str(error), tally, apply, _FAILED)
    except Interrupted as interrupted:
        return _fail("interrupted", tally, apply, _SIGNALLED + interrupted.signal)
    print_tally(Console(highlight=False), tally, apply)
    return 0


def print_tally(console: Console, tally: Tally, applied: bool) -> None:
    """Print dead letters by stage, reason and source, and why others were skipped."""
    if tally.replayed:
        console.print(_table(tally))
    console.print(f"{_letters(tally.replayed.total())} {'replayed' if applied else 'would be replayed'}")
    for reason, count in sorted(tally.skipped.items()):
        console.print(Text(f"{count} skipped: {_printable(reason)}"), soft_wrap=True)
    if tally.replayed and not applied:
        console.print("nothing was changed: --apply replays")


def _table(tally: Tally) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("stage", "reason", "source"):
        table.add_column(name, overflow="fold")
    table.add_column("dead letters", justify="right", no_wrap=True)
    for row, count in sorted(tally.replayed.items(), key=lambda item: (-item[1], item[0])):
        table.add_row(*(Text(_printable(value)) for value in row), str(count))
    return table


def _fail(why: str, tally: Tally, apply: bool, status: int) -> int:
    done = f"; {_letters(tally.replayed.total())} replayed before that" if apply else ""
    print(f"replay: {_printable(why)}{done}", file=sys.stderr)
    return status


def _letters(count: int) -> str:
    return f"{count} dead letter{'' if count == 1 else 's'}"


def _printable(text: str) -> str:
    """Replace control characters: sources and topics come from strangers, and a terminal obeys."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)


class _Bar:
    """A progress bar on standard error if that is a terminal; removed when done."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)

    def __enter__(self) -> "_Bar":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def track(self, letters: Iterable[DeadLetter], doing: str, total: int | None) -> Iterable[DeadLetter]:
        """Advance the bar with the dead letters."""
        return self._progress.track(letters, total=total, description=doing)
