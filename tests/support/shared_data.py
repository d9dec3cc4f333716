"""Real data that is measured against but not shipped; absent in a user's clone."""

from pathlib import Path

import pytest

_FOLDER = Path(__file__).parents[3] / "shared" / "data"


def shared(path: str) -> Path:
    """A file of the measuring data; the test is skipped where it is absent."""
    file = _FOLDER / path
    if not file.exists():
        pytest.skip(f"measuring data {path} is not in this checkout")
    return file
