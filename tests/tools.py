"""Programs that tests call: without one they are skipped, or fail where REQUIRE_TOOLS=1 says that it must be there."""

import os
import shutil

import pytest


def needed(*programs: str) -> None:
    """Skips, or fails, the test that calls it where one of the programs is not there."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        reason = f"needs {' and '.join(missing)}"
        if os.environ.get("REQUIRE_TOOLS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
