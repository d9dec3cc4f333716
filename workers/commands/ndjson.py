"""Lines of NDJSON files or of standard input."""

import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path


def lines(files: Iterable[Path]) -> Iterator[tuple[int, bytes]]:
    """The non-blank lines of the files, one after another, each with its number in all of them, from 0; `-` is standard input."""
    for number, line in enumerate(chain.from_iterable(_lines(file) for file in files)):
        if line.strip():
            yield number, line.rstrip(b"\r\n")


def _lines(file: Path) -> Iterator[bytes]:
    with sys.stdin.buffer if str(file) == "-" else file.open("rb") as stream:
        yield from stream
