"""`dateline verify`: proves from records that nothing disappeared."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from dateline.commands.items import items, lines
from dateline.domain.rejection import Rejected, StageName
from dateline.domain.schemas import ENRICHED_ITEM
from dateline.extract import extract
from dateline.pipeline.pipeline import process
from dateline.record.reconstruct import decoded_lines


def verify_files(records: list[Path], originals: list[Path]) -> int:
    """Print each record that fails, and a summary; return the number of failures.

    With the original items, compare the reconstructed text with the decoded one, and look for stories without a record.
    """
    decoded = dict(_decoded(originals))
    seen, failures = set[str](), 0
    for number, raw in lines(records):
        name, problem = _verify(raw, decoded if originals else None)
        seen.add(name)
        if problem:
            failures += 1
            print(f"line {number + 1}{f' ({name})' if name else ''}: {problem}")
    missing = sorted(decoded.keys() - seen)
    for name in missing:
        print(f"no record of story {name}")
    print(f"{len(seen)} records, {failures + len(missing)} failures", file=sys.stderr)
    return failures + len(missing)


def _verify(raw: bytes, decoded: Mapping[str, list[str]] | None) -> tuple[str, str | None]:
    """Return a record's id, and what is wrong with it, if anything."""
    try:
        record = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        return "", f"not JSON: {error}"
    if problem := ENRICHED_ITEM.problem(record):
        return str(record.get("id", "")) if isinstance(record, dict) else "", f"not a record: {problem}"
    return record["id"], _reconstruction_problem(record, decoded)


def _reconstruction_problem(record: Mapping[str, Any], decoded: Mapping[str, list[str]] | None) -> str | None:
    try:
        reconstructed = decoded_lines(dict(record))
    except ValueError as error:
        return str(error)
    if decoded is None:
        return None
    if (expected := decoded.get(record["id"])) is None:
        return "no original item has this story"
    return _first_difference(reconstructed, expected)


def _first_difference(actual: list[str], expected: list[str]) -> str | None:
    for number, (one, other) in enumerate(zip(actual, expected, strict=False)):
        if one != other:
            return f"line {number} of its text is {one!r}, decoded as {other!r}"
    return None if len(actual) == len(expected) else f"{len(actual)} lines, decoded as {len(expected)}"


def _decoded(originals: Iterable[Path]) -> Iterator[tuple[str, list[str]]]:
    """Yield the id and the decoded lines of each story that has any."""
    for _, item in items(originals):
        for story in process(item, stages={StageName.EXTRACT: extract}):
            if not isinstance(story, Rejected):
                yield story.id, [line.text for line in story.lines]
