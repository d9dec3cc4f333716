"""Facts of a NewsML 1.x news item: from the components that contain its text, the innermost first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from dateline.domain.metadata import Fact, Field, Media, Subject
from dateline.formats.metadata.media_kind import kind_of
from dateline.formats.newsml.nature import is_web_address, media_of
from dateline.formats.newsml.xml import LANG, attribute, below, children, first, local, words
from dateline.newswire.bylines import Agencies, people_of_byline, without_by

_LINES = (
    (Field.TITLE, "HeadLine"),
    (Field.SUBTITLE, "SubHeadLine"),
    (Field.SLUG, "SlugLine"),
    (Field.RIGHTS, "CopyrightLine"),
    (Field.RIGHTS, "RightsLine"),
)
_ADVISORIES = ("advisory", "note")
_PARTIES = ("Provider", "Source")
_EMBARGOED = "embargoed"
# How IPTC's own conversion to ninjs calls them.
_ROLE_KINDS = {"logo": "graphic"}


@dataclass(frozen=True, slots=True)
class ContentItem:
    """A content item, the components that it stands in, innermost first, and the role that the nearest one gives."""

    element: Any
    chain: tuple[Any, ...]
    role: str


def contents(item: Any) -> list[ContentItem]:
    """Return all content items of a news item in document order, but for those of news items inside it."""
    found = list[ContentItem]()
    waiting: list[tuple[Any, tuple[Any, ...], str]] = [
        (component, (component,), "") for component in reversed(list(children(item, "NewsComponent")))
    ]
    while waiting:
        component, chain, role = waiting.pop()
        role = _formal(first(component, "Role")).lower() or role
        found.extend(ContentItem(content, chain, role) for content in children(component, "ContentItem"))
        inner = reversed(list(children(component, "NewsComponent")))
        waiting.extend((part, (part, *chain), role) for part in inner)
    return found


def line(component: Any, name: str) -> str:
    """Return one of a component's news lines; empty if it has none of the name."""
    return next(filter(None, map(words, below(component, "NewsLines", name))), "")


def sender(root: Any) -> str:
    """Return who sent the document."""
    return _formal(first(root, "NewsEnvelope", "SentFrom", "Party"))


def read_facts(item: Any, sent_from: str, content: ContentItem, others: list[ContentItem]) -> Iterator[Fact]:
    """Yield its facts, the most trusted ones of a field first."""
    yield from _management(item)
    for component in content.chain:
        for field, name in _LINES:
            yield from _fact(field, line(component, name), name)
    yield from _given_as_content(others)
    yield from _identification(item)
    yield from _notes(content.chain)
    yield from _people(content.chain, sent_from)
    yield from _languages(item, content.chain)
    yield from _subjects(content.chain)
    yield from _rights(content.chain)
    yield from _media(content, others)


def _management(item: Any) -> Iterator[Fact]:
    management = first(item, "NewsManagement")
    if management is None:
        return
    yield from _fact(Field.PUBLISHED, words(first(management, "FirstCreated")), "FirstCreated")
    yield from _fact(Field.PUBLISHED, words(first(management, "ThisRevisionCreated")), "ThisRevisionCreated")
    yield from _fact(Field.UPDATED, words(first(management, "ThisRevisionCreated")), "ThisRevisionCreated")
    status = _formal(first(management, "Status")).lower()
    yield from _fact(Field.PUB_STATUS, status, "Status")
    if status == _EMBARGOED:
        ends = words(first(management, "StatusWillChange", "DateAndTime"))
        yield from _fact(Field.EMBARGO, ends, "StatusWillChange")
    yield from _fact(Field.URGENCY, _formal(first(management, "Urgency")), "Urgency")


def _identification(item: Any) -> Iterator[Fact]:
    """Yield a story keeps its guid: the revision that closes the public identifier ("…:17:2", "…:17:2N") is its version."""
    identifier = first(item, "Identification", "NewsIdentifier")
    if identifier is not None:
        name, revision = words(first(identifier, "PublicIdentifier")), first(identifier, "RevisionId")
        number = words(revision)
        update = "" if revision is None else attribute(revision, "Update")
        if number:
            whole = f":{number}{update}"
            name = name.removesuffix(whole if name.endswith(whole) else f":{number}")
        yield from _fact(Field.GUID, name, "PublicIdentifier")
        yield from _fact(Field.VERSION, number, "RevisionId")
    yield from _fact(Field.SLUG, words(first(item, "Identification", "NameLabel")), "NameLabel")


def _given_as_content(others: Iterable[ContentItem]) -> Iterator[Fact]:
    """Yield headlines that stand in components of their own."""
    for field, role in ((Field.TITLE, "headline"), (Field.SUBTITLE, "subheadline")):
        for other in others:
            if other.role == role:
                yield from _fact(field, words(first(other.element, "DataContent")), f"Role={role}")


def _notes(chain: Iterable[Any]) -> Iterator[Fact]:
    for component in chain:
        for news_line in below(component, "NewsLines", "NewsLine"):
            kind = _formal(first(news_line, "NewsLineType")).lower()
            if any(name in kind for name in _ADVISORIES):
                yield from _fact(Field.NOTES, words(first(news_line, "NewsLineText")), "NewsLine")


def _people(chain: tuple[Any, ...], sent_from: str) -> Iterator[Fact]:
    named = [
        (_formal(party), name)
        for component in chain
        for name in _PARTIES
        for party in below(component, "AdministrativeMetadata", name, "Party")
    ]
    named += [(without_by(line(component, "CreditLine")), "CreditLine") for component in chain]
    named.append((sent_from, "SentFrom"))
    agencies = Agencies(name for name, _ in named)
    bylines = [by for component in chain for by in below(component, "NewsLines", "ByLine")]
    authors = [(name, "ByLine") for by in bylines for name in people_of_byline(words(by))]
    authors += [
        (_formal(party), "Creator")
        for component in chain
        for party in below(component, "AdministrativeMetadata", "Creator", "Party")
    ]
    for name, origin in authors:
        if name not in agencies:
            yield from _fact(Field.AUTHORS, name, origin)
    for name, origin in named:
        yield from _fact(Field.AGENCIES, name, origin)


def _languages(item: Any, chain: Iterable[Any]) -> Iterator[Fact]:
    for component in chain:
        for language in below(component, "DescriptiveMetadata", "Language"):
            yield from _fact(Field.LANGUAGE, _formal(language), "Language")
    yield from _fact(Field.LANGUAGE, attribute(item, LANG), "xml:lang")


def _subjects(chain: Iterable[Any]) -> Iterator[Fact]:
    for component in chain:
        topics = {words(first(topic, "FormalName")): topic for topic in below(component, "TopicSet", "Topic")}
        for codes in below(component, "DescriptiveMetadata", "SubjectCode"):
            for subject in codes:
                if local(subject).startswith("Subject") and (code := _formal(subject)):
                    name = _topic_name(topics.get(code), component)
                    scheme = attribute(subject, "Scheme") or None
                    yield Fact(Field.SUBJECTS, Subject(name, code, scheme), "newsml-1:SubjectCode")
        for keyword in below(component, "NewsLines", "KeywordLine"):
            if text := words(keyword):
                yield Fact(Field.SUBJECTS, Subject(text), "newsml-1:KeywordLine")
        for holder in ("DescriptiveMetadata", "Metadata"):
            for thing in below(component, holder, "Property"):
                if "keyword" in _formal(thing).lower() and (text := attribute(thing, "Value")):
                    yield Fact(Field.SUBJECTS, Subject(text), "newsml-1:Property")


def _topic_name(topic: Any, component: Any) -> str | None:
    """In the component's language, else the first."""
    if topic is None:
        return None
    language = _formal(first(component, "DescriptiveMetadata", "Language")).lower()
    names = [part for part in children(topic, "Description") if part.get("Variant", "Name") == "Name"]
    names.sort(key=lambda part: attribute(part, LANG).lower() != language)
    return next(filter(None, map(words, names)), None)


def _rights(chain: Iterable[Any]) -> Iterator[Fact]:
    for component in chain:
        for holder in below(component, "RightsMetadata", "Copyright", "CopyrightHolder"):
            yield from _fact(Field.RIGHTS, words(holder), "CopyrightHolder")
        for terms in below(component, "RightsMetadata", "UsageRights", "UsageType"):
            yield from _fact(Field.RIGHTS, words(terms), "UsageType")


def _media(story: ContentItem, others: Iterable[ContentItem]) -> Iterator[Fact]:
    """Of the files of one kind in one component the largest, with the component's headline as its caption."""
    groups: dict[tuple[Any, str], list[ContentItem]] = {}
    for other in others:
        kind = _ROLE_KINDS.get(other.role) or _kind(other.element)
        if kind and is_web_address(attribute(other.element, "Href")):
            groups.setdefault((other.chain[0], kind), []).append(other)
    for (component, kind), files in groups.items():
        about = () if component in story.chain else (component,)
        caption = next(filter(None, (line(part, "HeadLine") for part in about)), None)
        credits_ = (without_by(line(part, name)) for part in about for name in ("ByLine", "CreditLine"))
        address = attribute(max(files, key=_size).element, "Href")
        yield Fact(
            Field.MEDIA, Media(kind, caption, next(filter(None, credits_), None), address), "newsml-1:ContentItem"
        )


def _kind(element: Any) -> str | None:
    kind = kind_of(_formal(first(element, "MimeType")), "") or media_of(_formal(first(element, "MediaType")))
    return kind if kind or first(element, "DataContent") is not None else kind_of("", attribute(element, "Href"))


def _size(file: ContentItem) -> int:
    properties = {
        _formal(part): attribute(part, "Value") for part in below(file.element, "Characteristics", "Property")
    }
    width = properties.get("PixelWidth") or properties.get("Width") or ""
    return int(width) if width.isdecimal() and len(width) < 10 else 0


def _formal(element: Any) -> str:
    return "" if element is None else attribute(element, "FormalName")


def _fact(field: Field, value: str, origin: str) -> Iterator[Fact]:
    if value:
        yield Fact(field, value, f"newsml-1:{origin}")
