"""Facts of a NewsML-G2 news item."""

from collections.abc import Iterable, Iterator
from typing import Any

from dateline.domain.metadata import Fact, Field, Link, Media, Subject
from dateline.formats.metadata.media_kind import kind_of
from dateline.formats.newsml.nature import code, is_web_address, media_of
from dateline.formats.newsml.xml import LANG, attribute, below, children, first, words
from dateline.newswire.bylines import Agencies, people_of_byline, without_by

# Of an item's link: how IPTC's item relations are called on the web (RFC 8288's registry).
_RELATIONS = {"derivedFrom": "via", "previousVersion": "predecessor-version", "translationOf": "alternate"}
# IPTC's own list of news providers, whose codes are the names that they go by.
_PROVIDERS = "nprov:"
# A contributor is anyone who touched the content; these wrote it.
_WRITERS = frozenset(("writer", "author", "reporter", "journalist", "correspondent"))
_ORGANISATION = "organisation"
_SHORT_NAMES = frozenset(("short", "mnemonic", "abbreviation"))
_TIMES = (
    (Field.PUBLISHED, "itemMeta", "firstCreated"),
    (Field.PUBLISHED, "contentMeta", "contentCreated"),
    (Field.PUBLISHED, "itemMeta", "versionCreated"),
    (Field.UPDATED, "itemMeta", "versionCreated"),
    (Field.UPDATED, "contentMeta", "contentModified"),
    (Field.EMBARGO, "itemMeta", "embargoed"),
)


class Language:
    """Chooses alternatives in an item's own language: its content's, else its metadata's."""

    def __init__(self, item: Any) -> None:
        self._metadata = attribute(item, LANG).lower()
        content = first(item, "contentMeta", "language")
        self._content = ("" if content is None else attribute(content, "tag").lower()) or self._metadata

    def sorted(self, elements: Iterable[Any]) -> list[Any]:
        """Return all of them, those in its own language first."""
        return sorted(elements, key=self._rank)

    def own(self, elements: Iterable[Any]) -> list[Any]:
        """Return those that are nearest to its own language."""
        ranked = [(self._rank(element), element) for element in elements]
        nearest = min((rank for rank, _ in ranked), default=0)
        return [element for rank, element in ranked if rank == nearest]

    def _rank(self, element: Any) -> int:
        language = attribute(element, LANG).lower() or self._metadata
        if language == self._content:
            return 0
        main = language.partition("-")[0]
        mains = (self._content.partition("-")[0], self._metadata.partition("-")[0])
        return mains.index(main) + 1 if main in mains else len(mains) + 1


class _ConceptNames:
    """Names of an item's concepts: the name beside a code, or from the item's assertion about it."""

    def __init__(self, item: Any, language: Language) -> None:
        self._language = language
        self._asserted = {identifier(thing): self._name(thing) for thing in children(item, "assert")}

    def of(self, thing: Any) -> str:
        """Return a thing's name, else its literal; empty if it has neither."""
        return self._name(thing) or self._asserted.get(identifier(thing)) or attribute(thing, "literal")

    def _name(self, thing: Any) -> str:
        names = self._language.own(name for name in children(thing, "name") if words(name))
        return words(min(names, key=lambda name: code(attribute(name, "role")) in _SHORT_NAMES, default=None))


def identifier(thing: Any) -> str:
    """Return a thing's code, address or literal, as the item refers to it."""
    return attribute(thing, "qcode") or attribute(thing, "uri") or attribute(thing, "literal")


def item_class(item: Any) -> str:
    """Return an item's class as it gives it ("ninat:text"); empty if it gives none."""
    found = first(item, "itemMeta", "itemClass")
    return "" if found is None else identifier(found)


def read_facts(item: Any) -> Iterator[Fact]:
    """Yield its facts, the most trusted ones of a field first."""
    language = Language(item)
    names = _ConceptNames(item, language)
    yield from _fact(Field.GUID, attribute(item, "guid"), "@guid")
    yield from _fact(Field.VERSION, attribute(item, "version"), "@version")
    yield from _headlines(item, language)
    for field, holder, name in _TIMES:
        yield from _fact(field, words(first(item, holder, name)), name)
    yield from _single(item, language)
    yield from _people(item, language, names)
    yield from _subjects(item, names)
    yield from _rights(item, language, names)
    yield from _media(item, language)
    yield from _links(item, language)


def _headlines(item: Any, language: Language) -> Iterator[Fact]:
    """In the item's own language, one without a role or the main one first."""
    own = [(words(h), code(attribute(h, "role")).lower()) for h in language.own(below(item, "contentMeta", "headline"))]
    mains = [h for h in own if "sub" not in h[1]]
    titles = [text for text, _ in sorted(mains, key=lambda h: h[1] not in ("", "main"))]
    for text in titles[:1]:
        yield from _fact(Field.TITLE, text, "headline")
    for text, role in own:
        if "sub" in role and text not in titles:
            yield from _fact(Field.SUBTITLE, text, "headline")
    yield from _fact(Field.TITLE, words(first(item, "itemMeta", "title")), "title")


def _single(item: Any, language: Language) -> Iterator[Fact]:
    yield from _fact(Field.URGENCY, words(first(item, "contentMeta", "urgency")), "urgency")
    for slugline in language.own(below(item, "contentMeta", "slugline"))[:1]:
        yield from _fact(Field.SLUG, words(slugline), "slugline")
    for note in language.own(below(item, "itemMeta", "edNote")):
        yield from _fact(Field.NOTES, words(note), "edNote")
    status = first(item, "itemMeta", "pubStatus")
    if status is not None:
        yield from _fact(Field.PUB_STATUS, code(identifier(status)), "pubStatus")
    for tag in below(item, "contentMeta", "language"):
        yield from _fact(Field.LANGUAGE, attribute(tag, "tag"), "language")
    yield from _fact(Field.LANGUAGE, attribute(item, LANG), "xml:lang")


def _people(item: Any, language: Language, names: _ConceptNames) -> Iterator[Fact]:
    """Yield whom the item names as source, provider or credit as well, or calls an organisation, is an agency and no author."""
    agencies = list(_agencies(item, language, names))
    called = Agencies(str(fact.value) for fact in agencies)
    bylines = language.own(below(item, "contentMeta", "by"))
    authors = [(name, "by") for by in bylines for name in people_of_byline(words(by))]
    for creator in below(item, "contentMeta", "creator"):
        if _is_organisation(creator):
            agencies.extend(_fact(Field.AGENCIES, names.of(creator), "creator"))
        else:
            authors.append((names.of(creator), "creator"))
    contributors = below(item, "contentMeta", "contributor")
    writers = (party for party in contributors if code(attribute(party, "role")).lower() in _WRITERS)
    authors.extend((names.of(writer), "contributor") for writer in writers)
    for name, origin in authors:
        if name not in called:
            yield from _fact(Field.AUTHORS, name, origin)
    yield from agencies


def _agencies(item: Any, language: Language, names: _ConceptNames) -> Iterator[Fact]:
    for source in below(item, "contentMeta", "infoSource"):
        yield from _fact(Field.AGENCIES, names.of(source), "infoSource")
    for provider in below(item, "itemMeta", "provider"):
        qcode = attribute(provider, "qcode")
        known = code(qcode) if qcode.startswith(_PROVIDERS) else ""
        yield from _fact(Field.AGENCIES, names.of(provider) or known, "provider")
    for line in language.own(below(item, "contentMeta", "creditline")):
        yield from _fact(Field.AGENCIES, without_by(words(line)), "creditline")


def _is_organisation(party: Any) -> bool:
    return code(attribute(party, "type")) == _ORGANISATION or first(party, "organisationDetails") is not None


def _subjects(item: Any, names: _ConceptNames) -> Iterator[Fact]:
    for subject in below(item, "contentMeta", "subject"):
        # A facet without a code ("1") says nothing without what it is a facet of.
        facets = [facet for facet in children(subject, "facetConcept") if identifier(facet)]
        for thing in [*children(subject, "mainConcept"), *facets] or [subject]:
            name, given = names.of(thing), identifier(thing)
            if name or given:
                yield Fact(Field.SUBJECTS, Subject(name or None, given or None), "newsml-g2:subject")
    for keyword in below(item, "contentMeta", "keyword"):
        if text := words(keyword):
            yield Fact(Field.SUBJECTS, Subject(text), "newsml-g2:keyword")


def _rights(item: Any, language: Language, names: _ConceptNames) -> Iterator[Fact]:
    for name in ("copyrightNotice", "usageTerms"):
        for terms in language.own(below(item, "rightsInfo", name)):
            yield from _fact(Field.RIGHTS, words(terms), name)
            if is_web_address(address := attribute(terms, "href")):
                yield Fact(Field.LINKS, Link(address, "license"), f"newsml-g2:{name}")
    for holder in below(item, "rightsInfo", "copyrightHolder"):
        yield from _fact(Field.RIGHTS, names.of(holder), "copyrightHolder")


def _media(item: Any, language: Language) -> Iterator[Fact]:
    """Of the renditions of each kind the largest; a description and credit are of the content if that is no text."""
    class_kind, kinds = media_of(item_class(item)), dict[str, list[Any]]()
    for remote in below(item, "contentSet", "remoteContent"):
        type_, address = attribute(remote, "contenttype"), attribute(remote, "href")
        kind = kind_of(type_, address) if type_ or class_kind is None else class_kind
        if is_web_address(address):
            if kind is None:
                yield Fact(Field.LINKS, Link(address, "alternate"), "newsml-g2:remoteContent")
            else:
                kinds.setdefault(kind, []).append(remote)
    for kind, renditions in kinds.items():
        about = item if class_kind else None
        largest = max(renditions, key=_width)
        yield Fact(
            Field.MEDIA,
            Media(kind, _caption(about, language), _credit(about, language), attribute(largest, "href")),
            "newsml-g2:remoteContent",
        )


def _width(remote: Any) -> int:
    width = attribute(remote, "width")[:9]
    return int(width) if width.isdecimal() else 0


def _caption(item: Any, language: Language) -> str | None:
    descriptions = [] if item is None else language.own(below(item, "contentMeta", "description"))
    captions = sorted(descriptions, key=lambda part: code(attribute(part, "role")) != "caption")
    return next(filter(None, map(words, captions)), None)


def _credit(item: Any, language: Language) -> str | None:
    lines = [] if item is None else language.own(below(item, "contentMeta", "creditline"))
    return next(filter(None, map(words, lines)), None)


def _links(item: Any, language: Language) -> Iterator[Fact]:
    """Yield other things on the web; a picture, video or sound among them belongs to the story."""
    for link in below(item, "itemMeta", "link"):
        if not is_web_address(address := attribute(link, "href")):
            continue
        titles = language.own([*children(link, "title"), *children(link, "headline")])
        title = next(filter(None, map(words, titles)), None)
        if kind := kind_of(attribute(link, "contenttype"), ""):
            caption = words(first(link, "description")) or title
            yield Fact(Field.MEDIA, Media(kind, caption, url=address), "newsml-g2:link")
        else:
            relation = _RELATIONS.get(code(attribute(link, "rel")), "related")
            yield Fact(Field.LINKS, Link(address, relation, title), "newsml-g2:link")


def _fact(field: Field, value: str, name: str) -> Iterator[Fact]:
    if value:
        yield Fact(field, value, f"newsml-g2:{name}")
