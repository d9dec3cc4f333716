"""Facts of a feed's entries: RSS 2.0, RSS 1.0, CDF, Atom (RFC 4287), with the modules that news feeds use."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from dateline.domain.metadata import Fact, Field, Link, Subject
from dateline.formats.feeds.element import Element
from dateline.formats.feeds.media import media_of
from dateline.formats.newsml.nature import is_web_address

# The most trusted element first.
_Said = tuple[tuple[Field, tuple[str, ...]], ...]
_TITLES: _Said = (
    (Field.TITLE, ("title", "dc:title", "media:title")),
    (Field.SUBTITLE, ("subtitle", "itunes:subtitle")),
)
_DATES: _Said = (
    (Field.PUBLISHED, ("pubdate", "published", "issued", "dcterms:issued", "dc:date")),
    (Field.UPDATED, ("updated", "modified", "dcterms:modified", "lastbuilddate")),
)
_IDS = ("guid", "id", "dc:identifier")
_LANGUAGES = ("dc:language", "language")
_RIGHTS = ("rights", "copyright", "dc:rights")
_AUTHORS = ("dc:creator", "author", "itunes:author")
# Elements that hold the address of one thing, and what it is to the story.
_RELATIONS = {
    "comments": "replies",
    "wfw:commentrss": "replies",
    "feedburner:origlink": "canonical",
    "creativecommons:license": "license",
}
_PAGES = frozenset(("", "text/html", "application/xhtml+xml", "html", "xhtml"))
# RSS 2.0 wants an address here, with the name after it in parentheses.
_ADDRESS_AND_NAME = re.compile(r"[^\s@()]{1,100}@[^\s@()]{1,100}\s*\((?P<name>[^()]{1,200})\)")
_NAME_AND_ADDRESS = re.compile(r"(?P<name>[^<>@()]{1,200}?)\s*[<(][^\s@<>()]{1,100}@[^\s@<>()]{1,100}[>)]")


def facts_of(entry: Element, about: Element, language: str) -> Iterator[Fact]:
    """Yield the entry's facts; `about` is what its feed says of all entries, `language` the one that applies to its content."""
    for field, names in _TITLES:
        yield from _texts(field, entry, names)
    yield from _url(entry)
    yield from _texts(Field.GUID, entry, _IDS)
    yield from _attribute(Field.GUID, entry, "rdf:about", "rdf:about")
    for field, names in _DATES:
        yield from _texts(field, entry, names)
    yield from _attribute(Field.UPDATED, entry, "lastmod", "cdf:lastmod")
    yield from _texts(Field.LANGUAGE, entry, _LANGUAGES)
    if language:
        yield Fact(Field.LANGUAGE, language, "xml:lang")
    yield from _of(_texts(Field.LANGUAGE, about, _LANGUAGES), "feed")
    yield from _inherited(entry, about, lambda element: _texts(Field.RIGHTS, element, _RIGHTS))
    yield from _inherited(entry, about if about.name == "feed" else None, _authors)
    yield from _subjects(entry)
    yield from _links(entry)
    yield from media_of(entry)


def _texts(field: Field, element: Element, names: tuple[str, ...]) -> Iterator[Fact]:
    return (Fact(field, said.text, said.origin) for said in element.all(*names) if said.text)


def _attribute(field: Field, element: Element, name: str, origin: str) -> Iterator[Fact]:
    if value := element.attributes.get(name, "").strip():
        yield Fact(field, value, origin)


def _inherited(entry: Element, about: Element | None, said: Callable[[Element], Iterator[Fact]]) -> list[Fact]:
    """Return what the entry says of itself, else the feed that it came from, else its feed (RFC 4287, section 4.2.11)."""
    source = entry.first("source")
    return (
        list(said(entry))
        or (source is not None and list(_of(said(source), "source")))
        or (about is not None and list(_of(said(about), "feed")))
        or []
    )


def _of(facts: Iterator[Fact], holder: str) -> Iterator[Fact]:
    return (replace(fact, origin=f"{fact.origin} of the {holder}") for fact in facts)


def _authors(element: Element) -> Iterator[Fact]:
    for author in element.all(*_AUTHORS):
        name = author.first("name")
        if text := _without_address(name.text if name else author.text):
            yield Fact(Field.AUTHORS, text, author.origin)


def _without_address(text: str) -> str:
    found = _ADDRESS_AND_NAME.fullmatch(text) or _NAME_AND_ADDRESS.fullmatch(text)
    return found["name"] if found else text


def _subjects(entry: Element) -> Iterator[Fact]:
    for category in entry.all("category", "dc:subject", "media:category", "itunes:category"):
        said = category.attributes
        term, label = said.get("term") or category.text or said.get("text"), said.get("label")
        if term or label:
            code, scheme = term if label else None, said.get("scheme") or said.get("domain")
            yield Fact(Field.SUBJECTS, Subject(label or term, code, scheme), category.origin)
    for keywords in entry.all("keywords", "media:keywords", "itunes:keywords"):
        for word in filter(str.strip, keywords.text.split(",")):
            yield Fact(Field.SUBJECTS, Subject(word), keywords.origin)


def _pages(entry: Element) -> list[Element]:
    """Return links to the story itself, those to web pages first."""
    links = [link for link in entry.all("link") if link.relation == "alternate" and link.target]
    return sorted(links, key=lambda link: link.attributes.get("type", "") not in _PAGES)


def _url(entry: Element) -> Iterator[Fact]:
    for link in _pages(entry):
        yield Fact(Field.URL, link.address(link.target), link.origin)
    yield from _attribute(Field.URL, entry, "href", "cdf:href")
    for guid in entry.all("guid"):
        if guid.attributes.get("ispermalink", "true") == "true" and is_web_address(guid.address(guid.text)):
            yield Fact(Field.URL, guid.address(guid.text), guid.origin)
    yield from _attribute(Field.URL, entry, "rdf:about", "rdf:about")


def _links(entry: Element) -> Iterator[Fact]:
    for link in _pages(entry)[1:]:
        yield _link(link, "alternate", link.attributes.get("title"))
    for link in (*entry.all("link"), *entry.all("enclosure")):
        relation = "enclosure" if link.name == "enclosure" else link.relation
        if relation != "alternate" and link.target:
            yield _link(link, relation, link.attributes.get("title"))
    for element in entry.all(*_RELATIONS):
        if element.target:
            yield _link(element, _RELATIONS[element.name], None)
    for content in entry.all("content"):
        if address := content.attributes.get("src"):
            yield Fact(Field.LINKS, Link(content.address(address), "alternate"), content.origin)
    for source in entry.all("source"):
        yield from _source(source)


def _link(element: Element, relation: str, title: str | None) -> Fact:
    return Fact(Field.LINKS, Link(element.address(element.target), relation, title or None), element.origin)


def _source(source: Element) -> Iterator[Fact]:
    """Yield the feed that the entry came from: by an attribute in RSS, by elements in Atom."""
    pages = _pages(source)
    title = source.first("title")
    if pages:
        yield Fact(
            Field.LINKS, Link(pages[0].address(pages[0].target), "via", title.text if title else None), source.origin
        )
    elif address := source.attributes.get("url"):
        yield Fact(Field.LINKS, Link(source.address(address), "via", source.text or None), source.origin)
