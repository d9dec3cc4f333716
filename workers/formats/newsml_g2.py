"""NewsML-G2 (IPTC, https://iptc.org/standards/newsml-g2/): news items, alone or in a news message, and packages of them."""

from collections.abc import Iterator
from typing import Any

from workers.domain.fact import Fact, Field
from workers.domain.form import Form
from workers.domain.link import Link
from workers.domain.media import Media
from workers.domain.reason import Reason
from workers.domain.subject import Subject
from workers.formats import nitf
from workers.formats.format import Entry, Format, FormatError
from workers.formats.guard import parse_xml
from workers.formats.xml import attribute, below, children, first, inner_html, local, words

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_OTHER_ITEMS = frozenset(("conceptItem", "knowledgeItem", "planningItem", "catalogItem"))
_MEDIA = {"ninat:picture": "photo", "ninat:video": "video", "ninat:audio": "audio", "ninat:graphic": "graphic", "ninat:animated": "video"}  # fmt: skip
_MEDIA_BY_TYPE = {"image": "photo", "video": "video", "audio": "audio"}
# Of an item's link or reference: how IPTC's item relations are called on the web.
_RELATIONS = {"irel:seeAlso": "related", "irel:derivedFrom": "via", "irel:previousVersion": "predecessor-version"}


def read(text: str) -> Iterator[Entry | FormatError]:
    """An entry for each news item, in order; what is no story is an error in its place. Raises FormatError."""
    root = parse_xml(text)
    name = local(root)
    if name == "newsMessage":
        items = [item for item_set in children(root, "itemSet") for item in item_set if local(item)]
    elif name in ("newsItem", "packageItem", *_OTHER_ITEMS):
        items = [root]
    else:
        raise FormatError(Reason.MALFORMED_MARKUP, f"<{name}> is no NewsML-G2 document")
    if not items:
        raise FormatError(Reason.NO_ENTRIES, "a news message without items")
    return (_item(item) for item in items)


def _item(item: Any) -> Entry | FormatError:
    name = local(item)
    if name != "newsItem":
        return FormatError(Reason.NOT_A_STORY, f"a {name} has no text of its own")
    content = _content(item)
    if content is None:
        return FormatError(Reason.NOT_A_STORY, f"a news item of {_class(item) or 'no class'} without text")
    facts = (*_facts(item), *content.facts)
    return Entry(_with_dateline(item, content), content.form, facts)


def _class(item: Any) -> str:
    found = first(item, "itemMeta", "itemClass")
    return "" if found is None else attribute(found, "qcode") or attribute(found, "uri")


def _content(item: Any) -> Entry | None:
    """NITF or XHTML inside, else data that is text."""
    for inline in below(item, "contentSet", "inlineXML"):
        for root in inline:
            if local(root) == "nitf" and isinstance(found := nitf.read_element(root), Entry):
                return found
            if local(root) in ("html", "body", "div", "section", "article", "p"):
                markup = inner_html(root)
                if words(root):
                    return Entry(markup, Form.FRAGMENT)
    for inline in below(item, "contentSet", "inlineData"):
        kind, text = attribute(inline, "contenttype").lower(), "".join(inline.itertext())
        if not text.strip() or inline.get("encoding"):
            continue
        if "html" in kind:
            return Entry(text, Form.FRAGMENT)
        if not kind or kind.startswith("text/plain"):
            return Entry(text, Form.TEXT)
    return None


def _with_dateline(item: Any, content: Entry) -> str:
    """The dateline that stands apart, in front of the text as print has it."""
    dateline = first(item, "contentMeta", "dateline")
    text = "" if dateline is None else words(dateline)
    if not text or content.form is not Form.TEXT or content.markup.lstrip().startswith(text):
        return content.markup
    return f"{text} - {content.markup.lstrip()}"


def _facts(item: Any) -> Iterator[Fact]:
    if guid := attribute(item, "guid"):
        yield Fact(Field.GUID, guid, "newsml-g2:@guid")
    if version := attribute(item, "version"):
        yield Fact(Field.VERSION, version, "newsml-g2:@version")
    yield from _headlines(item)
    yield from _times(item)
    yield from _single(item)
    yield from _people(item)
    yield from _subjects(item)
    yield from _rights(item)
    yield from _media(item)
    yield from _links(item)


def _headlines(item: Any) -> Iterator[Fact]:
    """In the item's own language first."""
    own = item.get(_LANG, "")
    headlines = [
        (words(h), h.get("role", ""), h.get(_LANG, own) != own) for h in below(item, "contentMeta", "headline")
    ]
    mains = sorted((h for h in headlines if "sub" not in h[1].lower()), key=lambda h: h[2])
    for text, _, _ in mains[:1]:
        yield from _fact(Field.TITLE, text, "headline")
    for text, role, _ in headlines:
        if "sub" in role.lower():
            yield from _fact(Field.SUBTITLE, text, "headline")
    yield from _first(item, Field.TITLE, "itemMeta", "title")


def _times(item: Any) -> Iterator[Fact]:
    for field, path in (
        (Field.PUBLISHED, ("itemMeta", "firstCreated")),
        (Field.PUBLISHED, ("contentMeta", "contentCreated")),
        (Field.PUBLISHED, ("itemMeta", "versionCreated")),
        (Field.UPDATED, ("itemMeta", "versionCreated")),
        (Field.UPDATED, ("contentMeta", "contentModified")),
        (Field.EMBARGO, ("itemMeta", "embargoed")),
    ):
        yield from _first(item, field, *path)


def _single(item: Any) -> Iterator[Fact]:
    yield from _first(item, Field.URGENCY, "contentMeta", "urgency")
    yield from _first(item, Field.SLUG, "contentMeta", "slugline")
    yield from _first(item, Field.NOTES, "itemMeta", "edNote")
    status = first(item, "itemMeta", "pubStatus")
    if status is not None:
        code = (attribute(status, "qcode") or attribute(status, "uri")).replace("/", ":").rsplit(":", 1)[-1]
        yield from _fact(Field.PUB_STATUS, code, "pubStatus")
    for language in below(item, "contentMeta", "language"):
        yield from _fact(Field.LANGUAGE, attribute(language, "tag"), "language")
    if language := item.get(_LANG):
        yield Fact(Field.LANGUAGE, language, "newsml-g2:xml:lang")


def _people(item: Any) -> Iterator[Fact]:
    yield from _all(item, Field.AUTHORS, "contentMeta", "by")
    for creator in below(item, "contentMeta", "creator"):
        yield from _fact(Field.AUTHORS, _name(creator), "creator")
    for source in below(item, "contentMeta", "infoSource"):
        yield from _fact(Field.AGENCIES, _name(source), "infoSource")
    for provider in below(item, "itemMeta", "provider"):
        yield from _fact(Field.AGENCIES, _name(provider), "provider")
    yield from _all(item, Field.AGENCIES, "contentMeta", "creditline")


def _subjects(item: Any) -> Iterator[Fact]:
    for subject in below(item, "contentMeta", "subject"):
        name, code = (
            _name(subject),
            attribute(subject, "qcode") or attribute(subject, "uri") or attribute(subject, "literal"),
        )
        if name or code:
            yield Fact(Field.SUBJECTS, Subject(name or None, code or None), "newsml-g2:subject")
    for keyword in below(item, "contentMeta", "keyword"):
        if text := words(keyword):
            yield Fact(Field.SUBJECTS, Subject(text), "newsml-g2:keyword")


def _rights(item: Any) -> Iterator[Fact]:
    yield from _all(item, Field.RIGHTS, "rightsInfo", "copyrightNotice")
    yield from _all(item, Field.RIGHTS, "rightsInfo", "usageTerms")
    for holder in below(item, "rightsInfo", "copyrightHolder"):
        yield from _fact(Field.RIGHTS, _name(holder), "copyrightHolder")


def _media(item: Any) -> Iterator[Fact]:
    for remote in below(item, "contentSet", "remoteContent"):
        kind = _MEDIA.get(_class(item)) or _MEDIA_BY_TYPE.get(attribute(remote, "contenttype").split("/")[0])
        if kind and (address := attribute(remote, "href")).startswith(("http://", "https://")):
            yield Fact(Field.MEDIA, Media(kind, url=address), "newsml-g2:remoteContent")


def _links(item: Any) -> Iterator[Fact]:
    for link in below(item, "itemMeta", "link"):
        if (address := attribute(link, "href")).startswith(("http://", "https://")):
            relation = _RELATIONS.get(attribute(link, "rel"), "related")
            title = first(link, "title")
            yield Fact(Field.LINKS, Link(address, relation, None if title is None else words(title)), "newsml-g2:link")


def _name(thing: Any) -> str:
    """A concept's first name, else its literal."""
    named = first(thing, "name")
    return words(named) if named is not None else attribute(thing, "literal")


def _first(item: Any, field: Field, *path: str) -> Iterator[Fact]:
    found = first(item, *path)
    if found is not None:
        yield from _fact(field, words(found), path[-1])


def _all(item: Any, field: Field, *path: str) -> Iterator[Fact]:
    for found in below(item, *path):
        yield from _fact(field, words(found), path[-1])


def _fact(field: Field, value: str, name: str) -> Iterator[Fact]:
    if value.strip():
        yield Fact(field, value, f"newsml-g2:{name}")


NEWSML_G2 = Format(
    "application/vnd.iptc.g2.newsitem+xml",
    frozenset(
        (
            "application/vnd.iptc.g2.newsmessage+xml",
            "application/vnd.iptc.g2.packageitem+xml",
            "application/vnd.iptc.g2+xml",
        )
    ),
    read,
)
