"""Examples of the published schemas."""

from pathlib import Path
from typing import Any

import orjson

EXAMPLES = Path(__file__).parents[2] / "schemas" / "examples"


def examples(folder: str, schema: str = "") -> list[str]:
    return sorted(file.stem for file in (EXAMPLES / folder).glob(f"{schema}*.json"))


def example(folder: str, name: str) -> Any:
    return orjson.loads((EXAMPLES / folder / f"{name}.json").read_bytes())
