"""The profile of property tests, the suites and their order, and the tables that tests have filled."""

from collections.abc import Generator
from pathlib import Path

import numpy as np
import pytest
import structlog
from _pytest.terminal import TerminalReporter

from tests.support.examples import load_profile
from tests.support.formats.tables import (  # noqa: F401 - fixtures for every folder
    TABLES,
    corpora_table,
    expectations_table,
    hostile_table,
    parsing_table,
)
from tests.support.suites import FAST, ORDER, suite_of

ROOT = Path(__file__).parent
WIDTH = 120

load_profile()

# structlog's own way shows every local variable of every frame, and below a test those contain the whole session.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.format_exc_info,
        structlog.processors.KeyValueRenderer(key_order=["event"]),
    ]
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test with its suite, and run the fast ones first."""
    suites = {item: suite_of(item.path.relative_to(ROOT)) for item in items}
    for item, suite in suites.items():
        item.add_marker(suite)
    items.sort(key=lambda item: ORDER.index(suites[item]))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let no fast test load a trained model: all of them are read by numpy."""
    with pytest.MonkeyPatch.context() as patch:
        if item.get_closest_marker(FAST):
            patch.setattr(np, "load", _refuse)
        return (yield)


def _refuse(*_: object, **__: object) -> None:
    pytest.fail(
        "a test of the suite `fast` loads a trained model: run single stages, or name its file in tests/support/suites.py"
    )


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Print the tables that contain anything."""
    for table in TABLES:
        if table.rows:
            terminalreporter.write_line("")
            terminalreporter.write(table.show(WIDTH))
