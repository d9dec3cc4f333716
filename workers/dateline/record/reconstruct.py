"""Reconstructs the decoded text from a record: the proof that nothing disappeared."""

from typing import Any


def decoded_lines(record: dict[str, Any]) -> list[str]:
    """Return the lines of the decoded text from `text`, `removed` and `dateline` alone.

    Raises ValueError if a line is missing, or pieces overlap or leave a gap.
    """
    kept = dict(zip(record["lines"], record["text"].split("\n"), strict=True))
    taken: dict[int, list[tuple[int, str]]] = {}
    for piece in record["removed"] + [record["dateline"]] * (record["dateline"] is not None):
        taken.setdefault(piece["line"], []).append((piece["start"], piece["text"]))
    count = max([*kept, *taken], default=-1) + 1
    return [_line(number, kept.get(number), sorted(taken.get(number, []))) for number in range(count)]


def _line(number: int, kept: str | None, pieces: list[tuple[int, str]]) -> str:
    """Put one line together: pieces where they began, kept text in the gaps."""
    if kept is None and not pieces:
        raise ValueError(f"line {number} is neither kept nor removed")
    line, rest = "", kept or ""
    for start, text in pieces:
        gap = start - len(line)
        if not 0 <= gap <= len(rest):
            raise ValueError(f"line {number}: a piece at {start} does not follow the {len(line)} characters before it")
        line, rest = line + rest[:gap] + text, rest[gap:]
    return line + rest
