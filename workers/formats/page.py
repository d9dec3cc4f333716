"""HTML: pages with what their heads say (JSON-LD, Open Graph, Dublin Core and plain meta elements), and fragments."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from workers.domain.fact import Fact, Field
from workers.domain.form import Form
from workers.domain.link import Link
from workers.domain.media import Media
from workers.domain.subject import Subject
from workers.formats.format import Entry, Format, FormatError
from workers.formats.guard import count_elements, parse_json

# A whole page says so; what a feed or an API carries is a fragment of one.
_PAGE = re.compile(r"<(?:html|body|head|!doctype)\b", re.I)
_HEAD_END = re.compile(r"</head\s*>|<body\b", re.I)
# JSON-LD often stands at the end of the body, so it is looked for everywhere; all else in the head alone.
_LD_SCRIPT = re.compile(r"<script\b[^>]{0,300}application/ld\+json[^>]{0,300}>", re.I)
_SCRIPT_END = re.compile(r"</script", re.I)
_MOST_SCRIPTS, _MOST_SCRIPT_CHARS, _MOST_NODES = 20, 500_000, 500
_HEAD_CHARS = 400_000
_H1 = re.compile(r"<h1\b[^>]{0,2000}>", re.I)
_MOST_HEADING_CHARS = 5000
_WRAPPED = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)\s*$"
)
_RAW_CONTROLS = re.compile(r"[\x00-\x1f]+")
_ARTICLES = frozenset(
    ("NewsArticle", "Article", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BackgroundNewsArticle",
     "ReviewNewsArticle", "AskPublicNewsArticle", "LiveBlogPosting", "BlogPosting", "SocialMediaPosting", "Report")
)  # fmt: skip

# On WCXB's development pages its day is right on 94 of 100, JSON-LD's on 84.
_SUREST_DATES = ("article:published_time", "og:article:published_time")
_META = (
    (Field.TITLE, ("og:title", "dc.title", "dcterms.title", "sailthru.title", "parsely-title", "twitter:title")),
    (Field.URL, ("og:url",)),
    (Field.PUBLISHED, ("article:published_time", "og:article:published_time", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date", "pubdate", "publish-date", "date")),
    (Field.UPDATED, ("article:modified_time", "og:updated_time", "dcterms.modified", "last-modified")),
    (Field.AUTHORS, ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator")),
    (Field.LANGUAGE, ("dc.language", "dcterms.language", "og:locale", "content-language")),
    (Field.RIGHTS, ("copyright", "dc.rights", "dcterms.rights")),
)  # fmt: skip


def read(text: str) -> Iterator[Entry | FormatError]:
    """The page or fragment as one entry. Raises FormatError."""
    count_elements(text)
    if not _PAGE.search(text):
        yield Entry(text, Form.FRAGMENT)
    else:
        yield Entry(text, Form.PAGE, tuple(_facts(text)))


def _facts(text: str) -> Iterator[Fact]:
    head = LexborHTMLParser(_head(text))
    given = _given(head)
    yield from _heading(text)
    for name in _SUREST_DATES:
        for value in given.get(name, []):
            yield Fact(Field.PUBLISHED, value, _origin(name))
    yield from _linked_data(text)
    yield from _meta(given)
    yield from _links(head)
    html = head.css_first("html")
    if html is not None and (language := html.attributes.get("lang")):
        yield from _fact(Field.LANGUAGE, language, "html:lang")


def _heading(text: str) -> Iterator[Fact]:
    """The only `h1`, which is the headline as readers see it; JSON-LD's and Open Graph's are often shortened or dressed up."""
    starts = list(islice(_H1.finditer(text), 2))
    if len(starts) == 1 and (end := text.find("</h", starts[0].end(), starts[0].end() + _MOST_HEADING_CHARS)) > 0:
        yield from _fact(Field.TITLE, text[starts[0].end() : end], "html:h1")


def _head(text: str) -> str:
    end = _HEAD_END.search(text, 0, _HEAD_CHARS)
    return text[: end.start()] if end else text[:_HEAD_CHARS]


def _linked_data(text: str) -> Iterator[Fact]:
    """What JSON-LD says of the first article in it; scripts that are no JSON are ignored."""
    for count, start in enumerate(_LD_SCRIPT.finditer(text)):
        end = _SCRIPT_END.search(text, start.end(), start.end() + _MOST_SCRIPT_CHARS)
        if end is None or count >= _MOST_SCRIPTS:
            return
        article = _article(_json(text[start.end() : end.start()]))
        if article is not None:
            yield from _article_facts(article)
            return


def _json(script: str) -> Any:
    """The value; wrappings that old browsers needed and line ends inside strings are mended, all else is not."""
    plain = _WRAPPED.sub("", _WRAPPED.sub("", script))
    for attempt in (plain, _RAW_CONTROLS.sub(" ", plain)):
        try:
            return parse_json(attempt)
        except FormatError:
            continue
    return None


def _article(value: Any) -> dict[str, Any] | None:
    """The first object that is an article, in lists and graphs as well."""
    waiting, seen = [value], 0
    while waiting and seen < _MOST_NODES:
        node, seen = waiting.pop(0), seen + 1
        if isinstance(node, list):
            waiting[:0] = node[:_MOST_NODES]
        elif isinstance(node, dict):
            if _types(node) & _ARTICLES:
                return node
            waiting.extend(
                node[key]
                for key in ("@graph", "mainEntity", "mainEntityOfPage")
                if isinstance(node.get(key), dict | list)
            )
    return None


def _types(node: dict[str, Any]) -> set[str]:
    given = node.get("@type")
    return {
        kind.removeprefix("http://schema.org/").removeprefix("https://schema.org/")
        for kind in (given if isinstance(given, list) else [given])
        if isinstance(kind, str)
    }


def _article_facts(article: dict[str, Any]) -> Iterator[Fact]:
    for field, key in (
        (Field.TITLE, "headline"),
        (Field.SUBTITLE, "alternativeHeadline"),
        (Field.PUBLISHED, "datePublished"),
        (Field.PUBLISHED, "dateCreated"),
        (Field.UPDATED, "dateModified"),
        (Field.LANGUAGE, "inLanguage"),
        (Field.RIGHTS, "copyrightNotice"),
        (Field.URL, "url"),
    ):
        for value in _strings(article.get(key))[:1]:
            yield from _fact(field, value, f"json-ld:{key}")
    for author in _names(article.get("author")):
        yield from _fact(Field.AUTHORS, author, "json-ld:author")
    for section in _strings(article.get("articleSection")):
        yield Fact(Field.SUBJECTS, Subject(section), "json-ld:articleSection")
    for words in _strings(article.get("keywords")):
        for word in words.split(","):
            if word.strip():
                yield Fact(Field.SUBJECTS, Subject(word.strip()), "json-ld:keywords")
    yield from _images(article.get("image"))


def _strings(value: Any) -> list[str]:
    """Texts, alone or in a list; a language as an object gives its code."""
    values = value if isinstance(value, list) else [value]
    found = [
        v
        if isinstance(v, str)
        else v.get("alternateName") or v.get("name") or v.get("@value")
        if isinstance(v, dict)
        else None
        for v in values[:_MOST_NODES]
    ]
    return [text for text in found if isinstance(text, str) and text.strip()]


def _names(value: Any) -> list[str]:
    """Names of people, given as such or as objects; addresses are none."""
    values = value if isinstance(value, list) else [value]
    found = [
        name for v in values[:_MOST_NODES] for name in (_strings(v.get("name")) if isinstance(v, dict) else _strings(v))
    ]
    return [name for name in found if not name.startswith(("http://", "https://"))]


def _images(value: Any) -> Iterator[Fact]:
    for image in (value if isinstance(value, list) else [value])[:_MOST_NODES]:
        if isinstance(image, dict):
            url = next(iter(_strings(image.get("url")) or _strings(image.get("contentUrl"))), None)
            caption = next(iter(_strings(image.get("caption"))), None)
            credit = next(iter(_strings(image.get("creditText")) or _strings(image.get("creator"))), None)
        else:
            url, caption, credit = (image if isinstance(image, str) else None), None, None
        if url:
            yield Fact(Field.MEDIA, Media("photo", caption, credit, url), "json-ld:image")


def _meta(given: dict[str, list[str]]) -> Iterator[Fact]:
    for field, names in _META:
        for name in names:
            for value in given.get(name, []):
                if field is not Field.AUTHORS or not value.startswith(("http://", "https://")):
                    yield Fact(field, value, _origin(name))
    for name in ("article:section", "article:tag"):
        for value in given.get(name, []):
            yield Fact(Field.SUBJECTS, Subject(value), _origin(name))
    for word in ",".join(given.get("news_keywords", [])).split(","):
        if word.strip():
            yield Fact(Field.SUBJECTS, Subject(word.strip()), "meta:news_keywords")
    for value in given.get("og:image", []):
        yield Fact(Field.MEDIA, Media("photo", url=value), "og:image")


def _given(head: LexborHTMLParser) -> dict[str, list[str]]:
    """What the meta elements say, by their names in lower case."""
    given: dict[str, list[str]] = {}
    for element in head.css("meta"):
        attributes = element.attributes
        name = (
            attributes.get("property")
            or attributes.get("name")
            or attributes.get("itemprop")
            or attributes.get("http-equiv")
        )
        content = attributes.get("content")
        if name and content and content.strip():
            given.setdefault(name.strip().lower(), []).append(content)
    return given


def _origin(name: str) -> str:
    return name if ":" in name else f"meta:{name}"


def _links(head: LexborHTMLParser) -> Iterator[Fact]:
    for element in head.css("link[rel][href]"):
        rels = (element.attributes.get("rel") or "").lower().split()
        href = (element.attributes.get("href") or "").strip()
        if not href.startswith(("http://", "https://")):
            continue
        if "canonical" in rels:
            yield Fact(Field.URL, href, "html:canonical")
        elif "amphtml" in rels:
            yield Fact(Field.LINKS, Link(href, "amphtml"), "html:link")
        elif "alternate" in rels and element.attributes.get("hreflang"):
            yield Fact(Field.LINKS, Link(href, "alternate", element.attributes.get("hreflang")), "html:link")


def _fact(field: Field, value: str, origin: str) -> Iterator[Fact]:
    if value.strip():
        yield Fact(field, value, origin)


HTML = Format("text/html", frozenset(("application/xhtml+xml",)), read)
