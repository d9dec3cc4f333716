"""What is made from the code is what is committed."""

from pathlib import Path

import pytest

from workers.monitoring.files import files

PROJECT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", files())
def test_a_file_is_as_the_code_makes_it(name: str) -> None:
    assert (PROJECT / name).read_text("utf-8") == files()[name], f"{name} is stale: make generate"
