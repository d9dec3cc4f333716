"""Facts of a ninjs item."""

from collections.abc import Iterable, Iterator

from dateline.domain.metadata import Fact, Field, Link, Media, Subject
from dateline.formats.metadata.media_kind import kind_of
from dateline.formats.newsml.nature import is_web_address, media_of
from dateline.formats.ninjs.item import Item, lowered, objects, scalar, text_of
from dateline.newswire.bylines import Agencies, people_of_byline, without_by

_SINGLE = (
    (Field.GUID, ("uri", "guid")),
    (Field.PUBLISHED, ("firstcreated", "contentcreated", "versioncreated")),
    (Field.UPDATED, ("versioncreated",)),
    (Field.EMBARGO, ("embargoeduntil", "embargoed")),
    (Field.URGENCY, ("urgency",)),
    (Field.SLUG, ("slugline",)),
    (Field.PUB_STATUS, ("pubstatus",)),
    (Field.VERSION, ("version",)),
    (Field.LANGUAGE, ("language",)),
)
_MANY = (
    (Field.RIGHTS, ("copyrightnotice", "copyrightholder", "usageterms")),
    (Field.NOTES, ("ednote",)),
)
# What a story is about, by the generations' names.
_SUBJECTS = ("subjects", "subject", "people", "person", "organisations", "organisation", "places", "place")
_SUBTITLES = frozenset(("sub", "subtitle", "subheadline", "subhead", "secondary", "deck", "dek"))
_CREDITS = frozenset(("creditline", "credit"))
_WRITERS = frozenset(("", "writer", "author", "reporter"))


def read_facts(item: Item) -> Iterator[Fact]:
    """Yield its facts, the most trusted ones of a field first."""
    agencies = list(_agencies(item))
    yield from _headlines(item)
    yield from _given(item, _SINGLE)
    yield from _authors(item, Agencies(str(fact.value) for fact in agencies))
    yield from _given(item, _MANY)
    if is_web_address(address := text_of(item, "uri")):
        yield Fact(Field.URL, address, "ninjs:uri")
    yield from _subjects(item)
    yield from agencies
    rights = item.get("rightsinfo")
    if isinstance(rights, dict) and is_web_address(address := text_of(lowered(rights), "linkedrights")):
        yield Fact(Field.LINKS, Link(address, "license"), "ninjs:rightsinfo")
    yield from _renditions(item)
    for other in associated(item):
        yield from _association(other)


def associated(item: Item) -> list[Item]:
    """Return the items that come with it."""
    return objects(item, "associations")


def _headlines(item: Item) -> Iterator[Fact]:
    """Yield the main headline, else the first; `title` is a name for editors and comes last."""
    given = [(text_of(headline, "role"), text_of(headline, "value")) for headline in objects(item, "headlines")]
    given = sorted((pair for pair in given if pair[1]), key=lambda pair: (pair[0] != "main", pair[0] in _SUBTITLES))
    for role, value in given[:1]:
        yield Fact(Field.SUBTITLE if role in _SUBTITLES else Field.TITLE, value, "ninjs:headlines")
    for role, value in given[1:]:
        if role in _SUBTITLES and value != given[0][1]:
            yield Fact(Field.SUBTITLE, value, "ninjs:headlines")
    for key in ("headline", "title"):
        yield from _fact(Field.TITLE, text_of(item, key), key)


def _given(item: Item, places: Iterable[tuple[Field, tuple[str, ...]]]) -> Iterator[Fact]:
    for field, keys in places:
        for key in keys:
            yield from _fact(field, scalar(item, key), key)


def _agencies(item: Item) -> Iterator[Fact]:
    for key in ("infosources", "infosource"):
        for source in objects(item, key):
            yield from _fact(Field.AGENCIES, text_of(source, "name") or text_of(source, "literal"), key)
    yield from _fact(Field.AGENCIES, text_of(item, "source"), "source")


def _authors(item: Item, agencies: Agencies) -> Iterator[Fact]:
    authors = [(name, key) for key in ("byline", "by") for name in people_of_byline(text_of(item, key))]
    writers = (author for author in objects(item, "authors") if text_of(author, "role") in _WRITERS)
    authors.extend((text_of(writer, "name"), "authors") for writer in writers)
    for name, key in authors:
        if name not in agencies:
            yield from _fact(Field.AUTHORS, name, key)


def _subjects(item: Item) -> Iterator[Fact]:
    for key in _SUBJECTS:
        for thing in objects(item, key):
            scheme = text_of(thing, "scheme")
            # A URI is clear everywhere, a code only within its scheme.
            codes = [scalar(thing, "code"), scalar(thing, "literal")]
            codes = [*codes, text_of(thing, "uri")] if scheme else [text_of(thing, "uri"), *codes]
            name, code = text_of(thing, "name"), next(filter(None, codes), None)
            if name or code:
                yield Fact(Field.SUBJECTS, Subject(name or None, code, scheme or None), f"ninjs:{key}")
    keywords = item.get("keywords")
    for keyword in keywords if isinstance(keywords, list) else ():
        if isinstance(keyword, str) and keyword.strip():
            yield Fact(Field.SUBJECTS, Subject(keyword), "ninjs:keywords")


def _renditions(item: Item) -> Iterator[Fact]:
    """Yield the item's own files: of each kind the largest; a page or the like is the story in another form."""
    own, kinds = media_of(text_of(item, "type")), dict[str, list[Item]]()
    for rendition in objects(item, "renditions"):
        type_, address = _type(rendition), text_of(rendition, "href")
        kind = kind_of(type_, address) if type_ or own is None else own
        if is_web_address(address):
            if kind is None:
                title = text_of(rendition, "title") or None
                yield Fact(Field.LINKS, Link(address, "alternate", title), "ninjs:renditions")
            else:
                kinds.setdefault(kind, []).append(rendition)
    for kind, renditions in kinds.items():
        about = item if own else {}
        yield Fact(Field.MEDIA, Media(kind, _caption(about), _credit(about), _largest(renditions)), "ninjs:renditions")


def _association(other: Item) -> Iterator[Fact]:
    """Yield a picture or the like that comes with it, or another story as a link."""
    renditions = [r for r in objects(other, "renditions") if is_web_address(text_of(r, "href"))]
    type_ = text_of(other, "type")
    kinds = map(_kind, renditions)
    kind = media_of(type_) if type_ else next(filter(None, kinds), None)
    caption, credit = _caption(other), _credit(other)
    if kind:
        if caption or credit or renditions:
            address = _largest([r for r in renditions if _kind(r) in (kind, None)] or renditions)
            yield Fact(Field.MEDIA, Media(kind, caption, credit, address), "ninjs:associations")
    elif is_web_address(address := text_of(other, "uri")):
        titles = [text_of(headline, "value") for headline in objects(other, "headlines")]
        title = next(filter(None, [*titles, text_of(other, "headline"), text_of(other, "title")]), None)
        yield Fact(Field.LINKS, Link(address, "related", title), "ninjs:associations")


def _caption(medium: Item) -> str | None:
    described = [d for d in objects(medium, "descriptions") if text_of(d, "role") not in _CREDITS | {"writer"}]
    described.sort(key=lambda d: text_of(d, "role") != "caption")
    texts = [*(text_of(d, "value") for d in described), text_of(medium, "description_text")]
    return next(filter(None, texts), None)


def _credit(medium: Item) -> str | None:
    lines = [text_of(d, "value") for d in objects(medium, "descriptions") if text_of(d, "role") in _CREDITS]
    names = (without_by(text_of(medium, key)) for key in ("byline", "by", "copyrightholder"))
    return next(filter(None, [*lines, *names]), None)


def _largest(renditions: list[Item]) -> str | None:
    return text_of(max(renditions, key=_width), "href") if renditions else None


def _width(rendition: Item) -> float:
    width = rendition.get("width")
    if isinstance(width, str) and width.isdecimal() and len(width) < 10:
        width = int(width)
    return float(width) if isinstance(width, int | float) and abs(width) < 10**9 else 0.0


def _kind(rendition: Item) -> str | None:
    return kind_of(_type(rendition), text_of(rendition, "href"))


def _type(rendition: Item) -> str:
    return text_of(rendition, "contenttype") or text_of(rendition, "mimetype")


def _fact(field: Field, value: str, key: str) -> Iterator[Fact]:
    if value:
        yield Fact(field, value, f"ninjs:{key}")
