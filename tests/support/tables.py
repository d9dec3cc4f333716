"""Tables that tests fill and that are shown behind their results."""

from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table as RichTable


@dataclass
class Table:
    """Rows under a title, shown in the order of `key`'s column where one is named."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, *cells: str) -> None:
        """One row."""
        self.rows.append(cells)

    def show(self, width: int) -> str:
        """The table as text."""
        shown = RichTable(title=self.title, title_justify="left", box=None, pad_edge=False)
        for number, column in enumerate(self.columns):
            shown.add_column(column, justify="left" if number == 0 else "right")
        for row in self.rows:
            shown.add_row(*row)
        console = Console(width=width, color_system=None)
        with console.capture() as capture:
            console.print(shown)
        return capture.get()
