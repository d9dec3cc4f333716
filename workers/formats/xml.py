"""Elements by their names without namespaces, as agencies' documents come with and without them."""

from collections.abc import Iterator
from typing import Any

from lxml import etree


def local(element: Any) -> str:
    """An element's name; empty for comments and processing instructions."""
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def children(element: Any, name: str) -> Iterator[Any]:
    """Direct children of a name."""
    return (child for child in element if local(child) == name)


def below(element: Any, *path: str) -> Iterator[Any]:
    """Elements at the end of a path of direct children, in document order."""
    found = [element]
    for name in path:
        found = [child for parent in found for child in children(parent, name)]
    return iter(found)


def first(element: Any, *path: str) -> Any:
    """The first of them; None where there is none."""
    return next(below(element, *path), None)


def words(element: Any) -> str:
    """The text of an element and all inside it, on one line."""
    return " ".join("".join(element.itertext()).split())


def attribute(element: Any, name: str) -> str:
    """An attribute's value, trimmed; empty where it is missing."""
    return (element.get(name) or "").strip()


def inner_html(element: Any) -> str:
    """An element as HTML, without namespaces."""
    copy = etree.fromstring(etree.tostring(element, with_tail=False))
    for inner in copy.iter():
        if isinstance(inner.tag, str):
            inner.tag = local(inner)
    etree.cleanup_namespaces(copy)
    return str(etree.tostring(copy, encoding="unicode", method="html"))
