"""Shows the tables that tests have filled behind their results."""

from _pytest.terminal import TerminalReporter

from tests.formats.conftest import TABLES

WIDTH = 120


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Prints them where they hold anything."""
    for table in TABLES:
        if table.rows:
            terminalreporter.write_line("")
            terminalreporter.write(table.show(WIDTH))
