"""Dateline: raw syndicated news in, clean and tagged records out."""

import os
from importlib.metadata import version

# Workers are scaled by processes of one core each; threads of the matrix library would only take turns on it. Read when numpy loads.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = version("dateline")
