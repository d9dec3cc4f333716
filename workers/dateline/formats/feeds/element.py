"""Elements of feeds, as their text and what they link to are read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

_TARGETS = ("url", "uri", "href", "rdf:resource")
_RELATION = re.compile(r"[a-z][a-z0-9.-]{0,40}|https?://[\w.~:/?#@!$&'()*+,;=%-]{1,200}")


@dataclass(slots=True)
class Element:
    """An element of a feed. `name` is in lower case, with the usual prefix of its namespace ("dc:creator"), `origin` as documents
    write it ("rss:pubDate"). `media_type`, of text that may be markup, is what the element says or feedparser sees.
    """

    name: str
    origin: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    base: str = ""
    language: str = ""
    text: str = ""
    media_type: str = ""
    closed: bool = False
    children: dict[str, list["Element"]] = field(default_factory=dict)

    def add(self, child: "Element") -> None:
        """One more child."""
        self.children.setdefault(child.name, []).append(child)

    def all(self, *names: str) -> Iterator["Element"]:
        """Return children of these names, those of the first name first."""
        return (child for name in names for child in self.children.get(name, ()))

    def first(self, *names: str) -> "Element | None":
        """Return the first of them."""
        return next(self.all(*names), None)

    def unclosed(self) -> "Element | None":
        """Return a child with text whose end tag is missing: its end is unknown."""
        children = (child for named in self.children.values() for child in named)
        return next((child for child in children if child.text and not child.closed), None)

    @property
    def target(self) -> str:
        """The link's target, as written."""
        return next((self.attributes[key] for key in _TARGETS if self.attributes.get(key)), self.text)

    @property
    def relation(self) -> str:
        """The link's relation (RFC 8288): the first if there are several, "related" if it is no valid name."""
        given = self.attributes.get("rel", "").split() or ["alternate"]
        return given[0] if _RELATION.fullmatch(given[0]) else "related"

    def address(self, reference: str | None) -> str:
        """Return a reference as an address, if the document declares what it is relative to."""
        try:
            return urljoin(self.base, reference or "") if self.base else reference or ""
        except ValueError:
            return reference or ""


@dataclass(frozen=True, slots=True)
class Feed:
    """The element that holds what is said of all entries, and the entries."""

    about: Element
    entries: tuple[Element, ...]
