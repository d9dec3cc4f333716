"""Trained artefacts, each with its card: data, licence, figures, and the command that makes it again."""

from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray


def arrays_of(name: str) -> dict[str, NDArray[Any]]:
    """Return all arrays of an artefact, by name; nothing in it can run code."""
    with files("dateline.models").joinpath(name).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return dict(arrays)
