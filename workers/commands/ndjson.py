"""Lines of NDJSON files or of standard input."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path


def lines(files: Iterable[Path]) -> Iterator[bytes]:
    """The non-blank lines of the files, one after another; `-` is standard input."""
    for file in files:
        stream = sys.stdin.buffer if str(file) == "-" else file.open("rb")
        with stream:
            for line in stream:
                if line.strip():
                    yield line.rstrip(b"\r\n")
