"""A ninjs item's values, whatever they are: keys in lower case, so that all generations read alike."""

from typing import Any

Item = dict[str, Any]


def lowered(value: Item) -> Item:
    """With its keys in lower case; values as they are."""
    return {key.lower(): inner for key, inner in value.items()}


def objects(item: Item, key: str) -> list[Item]:
    """Return the objects of a list, or of an object that names each, as ninjs 1.x does; nothing else."""
    value = item.get(key)
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    nested = (part for found in inner for part in (found if isinstance(found, list) else (found,)))
    return [lowered(found) for found in nested if isinstance(found, dict)]


def text_of(item: Item, key: str) -> str:
    """Return a text, trimmed; empty for all else."""
    value = item.get(key)
    return value.strip() if isinstance(value, str) else ""


def scalar(item: Item, key: str) -> str:
    """Return a text or a number: versions and urgencies are either."""
    value = item.get(key)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else text_of(item, key)
