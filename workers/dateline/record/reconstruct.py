"""Gives the decoded text back from a record: the proof that nothing disappeared."""

from typing import Any


def decoded_lines(record: dict[str, Any]) -> list[str]:
    """The decoded text's lines, out of `text`, `removed` and `dateline` alone. Raises ValueError where a line is missing."""
    kept = dict(zip(record["lines"], record["text"].split("\n"), strict=True))
    taken: dict[int, list[tuple[int, str]]] = {}
    for piece in record["removed"] + [record["dateline"]] * (record["dateline"] is not None):
        taken.setdefault(piece["line"], []).append((piece["start"], piece["text"]))
    count = max([*kept, *taken]) + 1
    return [_line(number, kept.get(number), sorted(taken.get(number, []))) for number in range(count)]


def _line(number: int, kept: str | None, pieces: list[tuple[int, str]]) -> str:
    """One line put together again: pieces where they began, what was kept in the gaps."""
    if kept is None and not pieces:
        raise ValueError(f"line {number} is neither kept nor removed")
    line, rest = "", kept or ""
    for start, text in pieces:
        gap = start - len(line)
        line, rest = line + rest[:gap] + text, rest[gap:]
    return line + rest
