"""Programs that tests call: without one they are skipped, or fail where REQUIRE_TOOLS=1 says that it must be there."""

import os
import shutil
from typing import NoReturn

import pytest


def needed(*programs: str) -> None:
    """Skips, or fails, the test that calls it where one of the programs is not there."""
    if absent := [program for program in programs if shutil.which(program) is None]:
        missing(f"needs {' and '.join(absent)}")


def missing(reason: str) -> NoReturn:
    """Skips the test, or fails it where all tools are required."""
    if os.environ.get("REQUIRE_TOOLS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
