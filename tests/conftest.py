"""Plain log lines; shows the tables that tests have filled behind their results."""

import structlog
from _pytest.terminal import TerminalReporter

from tests.support.formats.tables import (  # noqa: F401 - fixtures for every folder
    TABLES,
    corpora_table,
    expectations_table,
    hostile_table,
    parsing_table,
)

WIDTH = 120

# structlog's own way shows every local variable of every frame, and below a test those hold the whole session.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.format_exc_info,
        structlog.processors.KeyValueRenderer(key_order=["event"]),
    ]
)


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Prints them where they hold anything."""
    for table in TABLES:
        if table.rows:
            terminalreporter.write_line("")
            terminalreporter.write(table.show(WIDTH))
