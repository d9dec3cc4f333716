"""Elements by their names without namespaces, as agencies' documents come with and without them."""

from collections.abc import Callable, Iterator
from typing import Any

# Elements whose words are words of their own even if nothing stands between them; NITF's structured names besides.
_SEPARATE = frozenset(
    "p br hr li dt dd ul ol dl div section article header footer h1 h2 h3 h4 h5 h6 hl1 hl2 tr td th caption blockquote bq block"
    " pre byttl function city sublocation state region country title line".split()
)
_TOGETHER = frozenset(("object.title",))
# Between such elements, before words become one text; no XML holds it.
_BETWEEN = "\x00"
_CLOSING = frozenset(",.;:!?)]")

Index = dict[str, list[Any]]

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
"""The attribute `xml:lang`."""


def local(element: Any) -> str:
    """Return an element's name; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Any, name: str) -> Iterator[Any]:
    """Direct children of a name."""
    return (child for child in element if local(child) == name)


def below(element: Any, *path: str) -> Iterator[Any]:
    """Return elements at the end of a path of direct children, in document order."""
    found = [element]
    for name in path:
        found = [child for parent in found for child in children(parent, name)]
    return iter(found)


def first(element: Any, *path: str) -> Any:
    """Return the first of them; None if there is none."""
    return next(below(element, *path), None)


def index(element: Any) -> Index:
    """Return all elements inside by name, in document order; of None, none."""
    found: Index = {}
    for inner in () if element is None else element.iter():
        found.setdefault(local(inner), []).append(inner)
    return found


def outermost(element: Any, is_wanted: Callable[[Any], bool]) -> Iterator[Any]:
    """Wanted elements inside that don't stand in another wanted one, in document order."""
    waiting = list(reversed(element))
    while waiting:
        inner = waiting.pop()
        if is_wanted(inner):
            yield inner
        else:
            waiting.extend(reversed(inner))


def words(element: Any, without: frozenset[str] = frozenset()) -> str:
    """Return the text of an element and all inside it but for elements of some names, on one line; empty for None."""
    parts: list[str] = []
    if element is not None:
        _gather(element, without, parts)
    pieces = (" ".join(piece.split()) for piece in "".join(parts).split(_BETWEEN))
    joined = (piece if piece[0] in _CLOSING else f" {piece}" for piece in pieces if piece)
    return "".join(joined).strip()


def _gather(element: Any, without: frozenset[str], parts: list[str]) -> None:
    parts.append(element.text or "")
    for child in element:
        name = local(child)
        apart = name in _SEPARATE or ("." in name and name not in _TOGETHER)
        parts.append(_BETWEEN * apart)
        if name and name not in without:
            _gather(child, without, parts)
        parts.append(_BETWEEN * apart)
        parts.append(child.tail or "")


def attribute(element: Any, name: str) -> str:
    """Return an attribute's value, trimmed; empty if it is missing."""
    return (element.get(name) or "").strip()
