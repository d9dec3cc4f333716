"""Facts of an NITF document."""

from collections.abc import Iterator
from typing import Any

from dateline.domain.metadata import Fact, Field, Link, Media, Subject
from dateline.formats.metadata.media_kind import kind_of
from dateline.formats.newsml.nature import is_web_address, media_of
from dateline.formats.newsml.xml import LANG, Index, attribute, below, children, first, index, local, outermost, words
from dateline.newswire.bylines import Agencies, people_of_byline

NOT_PUBLISHED = "npa"
"""The type of notes and taglines that are for editors alone ("non-publishable advisory")."""

_ATTRIBUTES = (
    (Field.PUBLISHED, "date.release", "norm"),
    (Field.PUBLISHED, "date.issue", "norm"),
    (Field.PUBLISHED, "pubdata", "date.publication"),
    (Field.URGENCY, "urgency", "ed-urg"),
    (Field.GUID, "doc-id", "id-string"),
    (Field.SLUG, "du-key", "key"),
    (Field.TAKE, "du-key", "part"),
    (Field.VERSION, "du-key", "version"),
    (Field.VERSION, "du-key", "generation"),
    (Field.PUB_STATUS, "docdata", "management-status"),
    (Field.NOTES, "ed-msg", "info"),
    (Field.NOTES, "correction", "info"),
    (Field.RIGHTS, "doc.rights", "owner"),
    (Field.RIGHTS, "doc.rights", "limitations"),
)
# How documents that were ANPA 1312 before keep its keyword line.
_METAS = {"anpa-keyword": Field.SLUG, "anpa-takekey": Field.TAKE}
_EMBARGOED = "embargoed"
# IPTC's media topics have eight digits as its older subject codes do, but begin with 2, which no subject code does.
_MEDIA_TOPICS = "2"
_NO_NAME = frozenset(("byttl", "function", "alt-code", "virtloc"))
_MENTIONED = frozenset(("person", "org", "location", "event", "function", "object.title", "classifier"))


def read_facts(root: Any) -> Iterator[Fact]:
    """Yield its facts, the most trusted ones of a field first."""
    head, body_head = first(root, "head"), first(root, "body", "body.head")
    in_head, in_body_head = index(head), index(body_head)
    yield from _headlines(in_head, in_body_head)
    yield from _people(in_body_head)
    yield from _attributes(in_head)
    yield from _dates(in_head)
    yield from _metas(in_head)
    yield from _root(root, in_head)
    yield from _rights(root, in_head, in_body_head)
    yield from _notes(root, in_head)
    yield from _subjects(in_head)
    for media in outermost(root, lambda element: local(element) == "media"):
        yield from _media(media)


def _headlines(in_head: Index, in_body_head: Index) -> Iterator[Fact]:
    titles = [text for title in in_body_head.get("hl1", ()) if (text := words(title))]
    for text in titles:
        yield Fact(Field.TITLE, text, "nitf:hl1")
    for title in in_head.get("title", ()):
        yield from _fact(Field.TITLE, words(title), "title")
    for subtitle in in_body_head.get("hl2", ()):
        if (text := words(subtitle)) not in titles:
            yield from _fact(Field.SUBTITLE, text, "hl2")


def _people(in_body_head: Index) -> Iterator[Fact]:
    """Yield people named in a byline, else its words; what they are (`byttl`) is no part of their names."""
    distributors = [words(distributor) for distributor in in_body_head.get("distributor", ())]
    agencies = Agencies(distributors)
    for byline in in_body_head.get("byline", ()):
        named = [_name(person) for person in children(byline, "person")]
        for name in named or people_of_byline(words(byline, _NO_NAME)):
            if name not in agencies:
                yield from _fact(Field.AUTHORS, name, "byline")
    for distributor in distributors:
        yield from _fact(Field.AGENCIES, distributor, "distributor")


def _name(person: Any) -> str:
    structured = [words(part) for part in person if local(part) in ("name.given", "name.family")]
    return " ".join(structured) or words(person, _NO_NAME)


def _attributes(in_head: Index) -> Iterator[Fact]:
    for field, name, key in _ATTRIBUTES:
        for element in in_head.get(name, ()):
            yield from _fact(field, attribute(element, key), f"{name}/@{key}")


def _dates(in_head: Index) -> Iterator[Fact]:
    """Yield the latest revision; of an embargoed document, its release is the embargo's end."""
    for revision in in_head.get("revision-history", ())[-1:]:
        yield from _fact(Field.UPDATED, attribute(revision, "norm"), "revision-history/@norm")
    if any(attribute(docdata, "management-status") == _EMBARGOED for docdata in in_head.get("docdata", ())):
        for release in in_head.get("date.release", ()):
            yield from _fact(Field.EMBARGO, attribute(release, "norm"), "date.release/@norm")


def _metas(in_head: Index) -> Iterator[Fact]:
    for meta in in_head.get("meta", ()):
        if field := _METAS.get(name := attribute(meta, "name")):
            yield from _fact(field, attribute(meta, "content"), f"meta/{name}")


def _root(root: Any, in_head: Index) -> Iterator[Fact]:
    yield from _fact(Field.GUID, attribute(root, "uno"), "nitf/@uno")
    yield from _fact(Field.LANGUAGE, attribute(root, LANG), "xml:lang")
    yield from _fact(Field.LANGUAGE, attribute(root, "baselang"), "nitf/@baselang")
    for pubdata in in_head.get("pubdata", ()):
        if is_web_address(address := attribute(pubdata, "ex-ref")):
            yield Fact(Field.URL, address, "nitf:pubdata/@ex-ref")


def _rights(root: Any, in_head: Index, in_body_head: Index) -> Iterator[Fact]:
    for copyright_ in in_head.get("doc.copyright", ()):
        year, holder = attribute(copyright_, "year"), attribute(copyright_, "holder")
        if year or holder:
            named = " ".join(part for part in (year[:4], holder) if part)
            yield Fact(Field.RIGHTS, f"© {named}", "nitf:doc.copyright")
    for rights in in_body_head.get("rights", ()):
        yield from _fact(Field.RIGHTS, words(rights), "rights")
    for copyrite in outermost(root, lambda element: local(element) == "copyrite"):
        yield from _fact(Field.RIGHTS, words(copyrite), "copyrite")


def _notes(root: Any, in_head: Index) -> Iterator[Fact]:
    """Yield messages to editors, the notes above a story, and those in it that are not for print."""
    for message in in_head.get("ed-msg", ()):
        yield from _fact(Field.NOTES, words(message), "ed-msg")
    unpublished = outermost(root, lambda element: element.get("type") == NOT_PUBLISHED)
    for note in dict.fromkeys((*below(root, "body", "body.head", "note"), *unpublished)):
        yield from _fact(Field.NOTES, words(note), local(note))


def _subjects(in_head: Index) -> Iterator[Fact]:
    for subject in in_head.get("tobject.subject", ()):
        code = attribute(subject, "tobject.subject.refnum")
        levels = (attribute(subject, f"tobject.subject.{level}") for level in ("detail", "matter", "type"))
        yield from _subject(next(filter(None, levels), ""), code, _scheme(subject, code), "tobject.subject")
    for keyword in in_head.get("keyword", ()):
        yield from _subject(attribute(keyword, "key") or words(keyword), "", "", "keyword")
    for scope in in_head.get("doc-scope", ()):
        yield from _subject(attribute(scope, "scope"), "", "", "doc-scope")
    for content in in_head.get("identified-content", ()):
        for thing in content:
            if (name := local(thing)) in _MENTIONED:
                scheme = attribute(thing, "idsrc") or (attribute(thing, "type") if name == "classifier" else "")
                yield from _subject(_name(thing), attribute(thing, "value"), scheme, f"identified-content/{name}")


def _scheme(subject: Any, code: str) -> str:
    provider = attribute(subject, "tobject.subject.ipr") or "IPTC"
    if not code:
        return ""
    return provider if provider != "IPTC" else "medtop" if code.startswith(_MEDIA_TOPICS) else "subj"


def _subject(name: str, code: str, scheme: str, origin: str) -> Iterator[Fact]:
    if name or code:
        yield Fact(Field.SUBJECTS, Subject(name or None, code or None, scheme or None), f"nitf:{origin}")


def _media(media: Any) -> Iterator[Fact]:
    """Yield a picture or the like with its caption and credit; another text as a link."""
    references = list(children(media, "media-reference"))
    addresses = [attribute(reference, "source") for reference in references]
    address = next(filter(is_web_address, addresses), None)
    caption = " ".join(words(part) for part in children(media, "media-caption"))
    kind = _kind(media, references)
    if kind is None:
        if address is not None:
            yield Fact(Field.LINKS, Link(address, "related", caption or None), "nitf:media")
        return
    credits_ = [words(part) for part in children(media, "media-producer")]
    credits_ += [attribute(reference, "source-credit") for reference in references]
    credit = next(filter(None, credits_), None)
    if caption or credit or address:
        yield Fact(Field.MEDIA, Media(kind, caption or None, credit, address), "nitf:media")


def _kind(media: Any, references: list[Any]) -> str | None:
    """By its type; one that has none by its files."""
    if (named := attribute(media, "media-type")) and (kind := media_of(named)):
        return kind
    files = (kind_of(attribute(file, "mime-type"), "" if named else attribute(file, "source")) for file in references)
    return next(filter(None, files), None)


def _fact(field: Field, value: str, origin: str) -> Iterator[Fact]:
    if value:
        yield Fact(field, value, f"nitf:{origin}")
