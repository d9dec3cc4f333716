"""The published JSON Schemas (2020-12), compiled once; they are the check itself."""

from functools import cached_property
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson

_PACKAGE = Path(__file__).parents[1]
_PACKAGED = _PACKAGE / "_schemas"
_CHECKOUT = _PACKAGE.parents[1] / "schemas"
FOLDER = _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


class Schema:
    """One schema by its file name without `.json`."""

    def __init__(self, name: str) -> None:
        self.name = name

    @cached_property
    def _validator(self) -> jsonschema_rs.Draft202012Validator:
        schema = orjson.loads((FOLDER / f"{self.name}.json").read_bytes())
        return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)

    def problem(self, value: Any) -> str | None:
        """Return the first thing wrong with `value`, with its place; None when it is valid."""
        if self._validator.is_valid(value):
            return None
        error = next(self._validator.iter_errors(value))
        place = "/".join(str(step) for step in error.instance_path)
        return f"{place or '(top)'}: {error.message}"[:500]


RAW_ITEM = Schema("raw-item")
ENRICHED_ITEM = Schema("enriched-item")
DEAD_LETTER = Schema("dead-letter")
