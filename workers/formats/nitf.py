"""NITF 3.x (IPTC, https://www.iptc.org/std/NITF/3.6/), with or without its namespace."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from workers.domain.fact import Fact, Field
from workers.domain.form import Form
from workers.domain.media import Media
from workers.domain.reason import Reason
from workers.domain.subject import Subject
from workers.formats.format import Entry, Format, FormatError
from workers.formats.guard import parse_xml
from workers.formats.xml import local, words

_MEDIA = {"image": "photo", "video": "video", "audio": "audio", "graphic": "graphic"}
# NITF's own names for what HTML calls otherwise; all else either is HTML already or only marks words.
_AS_HTML = {"hl1": "h1", "hl2": "h2", "block": "div", "nitf-table": "div", "note": "div", "bq": "blockquote", "fn": "div",
            "tagline": "p", "distributor": "p", "byline": "p", "datasource": "p"}  # fmt: skip
_INLINE = "span"
_BLOCKS = frozenset(("p", "ol", "ul", "li", "dl", "dt", "dd", "table", "tr", "td", "th", "caption", "thead", "tbody", "tfoot", "hr", "br",
                     "a", "em", "pre", "q", "sub", "sup", "div", "h1", "h2", "blockquote"))  # fmt: skip
_APART = frozenset(("media", "body.head"))


def read(text: str) -> Iterator[Entry | FormatError]:
    """The document as one entry. Raises FormatError."""
    root = parse_xml(text)
    if local(root) != "nitf":
        raise FormatError(Reason.MALFORMED_MARKUP, f"<{local(root)}> is no NITF document")
    yield read_element(root)


def read_element(root: Any) -> Entry | FormatError:
    """An `nitf` element, which NewsML-G2 and ninjs carry as well, as an entry."""
    markup = _content(root)
    if markup is None:
        return FormatError(Reason.EMPTY_TEXT, "no text in body.content")
    return Entry(markup, Form.FRAGMENT, tuple(_facts(root)))


def find(root: Any, *path: str) -> Iterator[Any]:
    """Elements below, by their names one inside the other, whatever stands between."""
    steps = "".join(f"//*[local-name()='{name}']" for name in path)
    yield from root.xpath(f".{steps}")


def _facts(root: Any) -> Iterator[Fact]:
    yield from _texts(root, Field.TITLE, ("hedline", "hl1"), ("head", "title"))
    yield from _texts(root, Field.SUBTITLE, ("hedline", "hl2"))
    yield from _authors(root)
    yield from _texts(root, Field.AGENCIES, ("body.head", "distributor"))
    yield from _values(
        root,
        Field.PUBLISHED,
        ("docdata", "date.release", "norm"),
        ("docdata", "date.issue", "norm"),
        ("head", "pubdata", "date.publication"),
    )
    yield from _values(root, Field.URGENCY, ("docdata", "urgency", "ed-urg"))
    yield from _values(root, Field.GUID, ("docdata", "doc-id", "id-string"))
    yield from _values(root, Field.SLUG, ("docdata", "du-key", "key"))
    yield from _values(root, Field.TAKE, ("docdata", "du-key", "part"))
    yield from _values(root, Field.VERSION, ("docdata", "du-key", "version"), ("docdata", "du-key", "generation"))
    yield from _values(root, Field.URL, ("head", "pubdata", "ex-ref"))
    yield from _values(root, Field.NOTES, ("docdata", "ed-msg", "info"))
    yield from _texts(root, Field.NOTES, ("docdata", "ed-msg"))
    if language := root.get("{http://www.w3.org/XML/1998/namespace}lang"):
        yield Fact(Field.LANGUAGE, language, "nitf:xml:lang")
    for copyright_ in find(root, "docdata", "doc.copyright"):
        named = " ".join(part for part in (copyright_.get("year"), copyright_.get("holder")) if part)
        if named:
            yield Fact(Field.RIGHTS, f"© {named}", "nitf:doc.copyright")
    yield from _texts(root, Field.RIGHTS, ("body.head", "rights"))
    yield from _subjects(root)
    yield from _media(root)


def _texts(root: Any, field: Field, *paths: tuple[str, ...]) -> Iterator[Fact]:
    for path in paths:
        for element in find(root, *path):
            if text := words(element):
                yield Fact(field, text, f"nitf:{path[-1]}")


def _values(root: Any, field: Field, *places: tuple[str, str, str]) -> Iterator[Fact]:
    for holder, name, attribute in places:
        for element in find(root, holder, name):
            if value := (element.get(attribute) or "").strip():
                yield Fact(field, value, f"nitf:{name}/@{attribute}")


def _authors(root: Any) -> Iterator[Fact]:
    """People named in a byline, else its words; what they are (`byttl`) is no part of their names."""
    for byline in find(root, "body.head", "byline"):
        people = [words(person) for person in find(byline, "person")]
        names = people or ["".join(part for part in _without(byline, "byttl")).strip(" ,;\n\t")]
        for name in names:
            if name := " ".join(name.split()):
                yield Fact(Field.AUTHORS, name, "nitf:byline")


def _without(element: Any, name: str) -> Iterator[str]:
    """Text of an element and those inside it, but for those of a name."""
    yield element.text or ""
    for child in element:
        if local(child) != name:
            yield from _without(child, name)
        yield child.tail or ""


def _subjects(root: Any) -> Iterator[Fact]:
    for subject in find(root, "tobject", "tobject.subject"):
        code = subject.get("tobject.subject.refnum")
        name = next(
            (value for part in ("detail", "matter", "type") if (value := subject.get(f"tobject.subject.{part}"))), None
        )
        if code or name:
            yield Fact(Field.SUBJECTS, Subject(name, code, "subj" if code else None), "nitf:tobject.subject")
    for keyword in find(root, "key-list", "keyword"):
        if key := (keyword.get("key") or words(keyword)):
            yield Fact(Field.SUBJECTS, Subject(key), "nitf:keyword")


def _media(root: Any) -> Iterator[Fact]:
    for media in find(root, "media"):
        reference = next(find(media, "media-reference"), None)
        caption = " ".join(words(part) for part in find(media, "media-caption"))
        credit = " ".join(words(part) for part in find(media, "media-producer"))
        source = None if reference is None else reference.get("source") or reference.get("name")
        kind = _MEDIA.get(media.get("media-type", "image").lower(), "photo")
        if caption or credit or source:
            url = source if source and source.startswith(("http:", "https:")) else None
            yield Fact(Field.MEDIA, Media(kind, caption or None, credit or None, url), "nitf:media")


def _content(root: Any) -> str | None:
    """The story as HTML, its dateline in front of the first paragraph and its tagline behind the last."""
    body = etree.Element("div")
    for content in find(root, "body.content"):
        body.append(_html(content))
    if not words(body):
        return None
    dateline = next(find(root, "body.head", "dateline"), None)
    if dateline is not None and (text := words(dateline)):
        _put_in_front(body, text)
    for tagline in find(root, "body.end", "tagline"):
        body.append(_html(tagline))
    return str(etree.tostring(body, encoding="unicode", method="html"))


def _put_in_front(body: Any, dateline: str) -> None:
    first = next((part for part in body.iter("p") if words(part)), body)
    text = (first.text or "").lstrip()
    if not text.startswith(dateline):
        dash = "" if dateline.rstrip().endswith(("-", "–", "—", "=", ":")) else " -"
        first.text = f"{dateline}{dash} {text}"


def _html(element: Any) -> Any:
    """An element and what it holds under HTML's names, without what is given apart."""
    name = local(element)
    named = _AS_HTML.get(name, name)
    made = etree.Element("div" if name == "body.content" else named if named in _BLOCKS else _INLINE)
    made.text = element.text
    for child in element:
        inner = etree.Element(_INLINE) if local(child) in _APART else _html(child)
        inner.tail = child.tail
        made.append(inner)
    return made


NITF = Format("application/nitf+xml", frozenset(("application/vnd.iptc.nitf+xml", "text/vnd.iptc.nitf")), read)
