"""Items out of files or standard input: each line of NDJSON is one, and so is a whole file of any other form."""

import gzip
import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import IO, cast

import orjson
import zstandard

from dateline.domain.limits import MAX_ITEM_BYTES
from dateline.domain.story import Story
from dateline.formats.decode.decompress import GZIP, ZSTD


def lines(files: Iterable[Path]) -> Iterator[tuple[int, bytes]]:
    """Yield the non-blank lines of the files, one after another, each with its number in all of them, from 0; `-` is standard input."""
    for number, line in enumerate(chain.from_iterable(_lines(file) for file in files)):
        if line.strip():
            yield number, line.rstrip(b"\r\n")


def _lines(file: Path) -> Iterator[bytes]:
    with sys.stdin.buffer if str(file) == "-" else file.open("rb") as stream:
        yield from stream


_PACKED = (".gz", ".zst")
_LINES = (".ndjson", ".jsonl")
_ENVELOPE = (("content-type", b"application/json"),)


def items(files: Iterable[Path]) -> Iterator[tuple[int, Story]]:
    """Yield the items of the files, one after another, each with its number over all lines and files, from 0; `-` is standard input,
    which is NDJSON. Lines are envelopes, files whatever they hold.
    """
    for number, story in enumerate(chain.from_iterable(_stories(file) for file in files)):
        if story is not None:
            yield number, story


def _stories(file: Path) -> Iterator[Story | None]:
    """Yield one for each line, None for a blank one; one for the whole of any other file."""
    if str(file) == "-" or holds_lines(file):
        with _opened(file) as stream:
            for line in stream:
                yield Story(raw=line.rstrip(b"\r\n"), headers=_ENVELOPE) if line.strip() else None
    else:
        yield Story(raw=whole(file), default_source=source_of(file))


def holds_lines(file: Path) -> bool:
    """Return whether a file is NDJSON: by its name, else by a first line that is a JSON object."""
    if _inner_suffix(file) in _LINES:
        return True
    try:
        with _opened(file) as stream:
            return isinstance(orjson.loads(stream.readline(MAX_ITEM_BYTES)), dict)
    except (orjson.JSONDecodeError, zstandard.ZstdError, OSError, EOFError):
        return False


def whole(file: Path) -> bytes:
    """Return a file's bytes as they are, one more than an item may have at most; unpacking is the pipeline's."""
    with sys.stdin.buffer if str(file) == "-" else file.open("rb") as stream:
        return stream.read(MAX_ITEM_BYTES + 1)


def source_of(file: Path) -> str:
    """Return a file's name without its endings: the source of an item that does not name one."""
    return "stdin" if str(file) == "-" else file.name.split(".", 1)[0] or file.stem


def _inner_suffix(file: Path) -> str:
    inner = Path(file.stem) if file.suffix in _PACKED else file
    return inner.suffix


@contextmanager
def _opened(file: Path) -> Iterator[IO[bytes]]:
    """Standard input as it is, or a file's bytes, decompressed if need be."""
    if str(file) == "-":
        with sys.stdin.buffer as stream:
            yield stream
        return
    with file.open("rb") as packed:
        start = packed.peek(len(ZSTD))
        if start.startswith(GZIP):
            yield cast("IO[bytes]", gzip.GzipFile(fileobj=packed))
        elif start.startswith(ZSTD):
            unpacked = zstandard.ZstdDecompressor().stream_reader(packed, read_across_frames=True)
            yield io.BufferedReader(cast("io.RawIOBase", unpacked))
        else:
            yield packed
