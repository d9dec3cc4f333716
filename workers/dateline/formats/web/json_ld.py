"""JSON-LD in a page: the article it describes, by schema.org's names (https://schema.org/NewsArticle)."""

import html
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from dateline.domain.metadata import Fact, Field, Media, Subject, Value
from dateline.formats.decode.format import FormatError
from dateline.formats.decode.safe_parse import parse_json

Node = dict[str, Any]

# Pages have one to ten scripts of some 5 kB; a graph of a front page reaches 300 objects.
_MOST_SCRIPTS, _MOST_CHARS, _MOST_NODES = 30, 500_000, 2000
# Values of one property; the longest list of keywords seen had 60.
_MOST_VALUES = 200

_ARTICLES = frozenset(
    ("advertisercontentarticle", "analysisnewsarticle", "article", "askpublicnewsarticle", "backgroundnewsarticle", "blogposting",
     "liveblogposting", "newsarticle", "opinionnewsarticle", "report", "reportagenewsarticle", "reviewnewsarticle",
     "satiricalarticle", "scholarlyarticle", "socialmediaposting", "techarticle")
)  # fmt: skip
_PAGES = frozenset(("webpage", "itempage"))
# Lists of other stories, breadcrumbs and comments are not looked into.
_PATHS = ("@graph", "mainEntity", "mainEntityOfPage")
_PEOPLE = frozenset(("person", ""))

# Old browsers were kept from showing scripts by comments and CDATA marks.
_WRAPPING = re.compile(
    r"^\s*(?://\s*|/\*\s*)?(?:<!--|<!\[CDATA\[)(?:\s*\*/)?|(?://\s*|/\*\s*)?(?:-->|\]\]>)(?:\s*\*/)?\s*$"
)
_CONTROLS = re.compile(r"[\x00-\x1f]+")
# Strings are matched only so that nothing inside them is taken for a comma that trails.
# An open one reaches to the end, or each of its escaped quotes would be tried in turn.
_TRAILING_COMMA = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|,(?=\s*+[\]}])', re.S)
_ENTITY_QUOTE = re.compile(r"&(?:quot|#34|#x22);", re.I)
_SCHEMA_ORG = re.compile(r"^(?:https?://(?:www\.)?schema\.org/|schema:)")


@dataclass(frozen=True, slots=True)
class LinkedData:
    """The objects that a page's scripts hold at their top, and by their `@id` all that have one."""

    nodes: tuple[Node, ...]
    by_id: dict[str, Node]

    def article(self, addresses: Iterable[str]) -> Node | None:
        """Return the article that the page is about: of several the one with an address of the page's, else the first."""
        found = [node for node in self.nodes if _types(node) & _ARTICLES]
        own = frozenset(addresses)
        return next((node for node in found if own.intersection(self.addresses(node))), found[0] if found else None)

    def page(self) -> Node | None:
        """Return the page as an object of its own, which some sites date instead of the article."""
        return next((node for node in self.nodes if _types(node) & _PAGES), None)

    def bodies(self) -> Iterator[str]:
        """Yield each `articleBody`."""
        for node in self.nodes:
            yield from _texts(node.get("articleBody"))

    def addresses(self, node: Node) -> Iterator[str]:
        """Yield an article's own addresses."""
        yield from _texts(node.get("url"))
        for page in _list(node.get("mainEntityOfPage")):
            yield from _texts(page.get("@id") or page.get("url") if isinstance(page, dict) else page)

    def resolved(self, value: Any) -> list[Any]:
        """Return the values of a property; references by `@id` as what they refer to."""
        return [
            self.by_id.get(item["@id"], item)
            if isinstance(item, dict) and len(item) <= 2 and isinstance(item.get("@id"), str)
            else item
            for item in _list(value)
        ]


def read_scripts(scripts: Iterable[str]) -> LinkedData:
    """Return what the scripts say; one that is not JSON, even repaired, says nothing."""
    values = (_parsed(script) for script in islice(scripts, _MOST_SCRIPTS) if len(script) <= _MOST_CHARS)
    nodes = tuple(_nodes(value for value in values if value is not None))
    return LinkedData(nodes, {node["@id"]: node for node in reversed(nodes) if isinstance(node.get("@id"), str)})


def article_facts(data: LinkedData, article: Node) -> Iterator[Fact]:
    """Yield what is said of the article itself; authors and pictures are told apart, since pages give them in several ways."""
    for field, key in (
        (Field.TITLE, "headline"),
        (Field.SUBTITLE, "alternativeHeadline"),
        (Field.PUBLISHED, "datePublished"),
        (Field.UPDATED, "dateModified"),
        (Field.RIGHTS, "copyrightNotice"),
        (Field.RIGHTS, "copyrightHolder"),
    ):
        for text in _texts(*data.resolved(article.get(key))):
            yield _fact(field, text, key)
    for address in data.addresses(article):
        yield _fact(Field.URL, html.unescape(address), "url")
    for key, field, names in (
        ("identifier", Field.GUID, ("value", "@value")),
        ("inLanguage", Field.LANGUAGE, ("alternateName", "@value", "name")),
    ):
        for given in data.resolved(article.get(key)):
            named = next((given[name] for name in names if given.get(name)), None) if isinstance(given, dict) else given
            for text in _texts(named):
                yield _fact(field, text, key)
    yield from _subjects(article)


def author_facts(data: LinkedData, article: Node) -> Iterator[Fact]:
    """Yield people by name. An organisation is the site itself in every second case, and so is none."""
    for author in data.resolved(article.get("author")):
        if isinstance(author, dict) and not _types(author) & _PEOPLE:
            continue
        for name in _texts(author):
            yield _fact(Field.AUTHORS, name, "author")


def image_facts(data: LinkedData, article: Node) -> Iterator[Fact]:
    """Yield pictures, with caption and credit if they are objects."""
    for image in data.resolved(article.get("image")):
        if isinstance(image, str):
            image = {"url": image}  # noqa: PLW2901
        if not isinstance(image, dict):
            continue
        url = _first(image.get("url")) or _first(image.get("contentUrl"))
        credit = _first(image.get("creditText")) or _first(*data.resolved(image.get("creator")))
        if url:
            yield _fact(Field.MEDIA, Media("photo", _first(image.get("caption")), credit, html.unescape(url)), "image")


def _parsed(script: str) -> Any:
    """Return the value; repaired only if there is one way to mend it."""
    text, tried = script, None
    for mend in (str.strip, _without_wrapping, _without_entities, _without_controls, _without_trailing_commas):
        text = mend(text)
        if text == tried:
            continue
        try:
            return parse_json(text)
        except FormatError:
            tried = text
    return None


def _without_wrapping(text: str) -> str:
    return _WRAPPING.sub("", text).strip().removesuffix(";")


def _without_entities(text: str) -> str:
    """Return a script that was escaped as if it were text has no quotes of its own."""
    return html.unescape(text) if '"' not in text and _ENTITY_QUOTE.search(text) else text


def _without_controls(text: str) -> str:
    """Return line ends and tabs inside strings."""
    return _CONTROLS.sub(" ", text)


def _without_trailing_commas(text: str) -> str:
    return _TRAILING_COMMA.sub(lambda found: "" if found[0] == "," else found[0], text)


def _nodes(values: Iterable[Any]) -> Iterator[Node]:
    """Yield the objects of all scripts, breadth first, so that what stands at the top comes first."""
    waiting = deque(islice(values, _MOST_NODES))
    seen = 0
    while waiting and seen < _MOST_NODES:
        value = waiting.popleft()
        seen += 1
        if isinstance(value, list):
            waiting.extendleft(reversed(value[:_MOST_NODES]))
        elif isinstance(value, dict):
            yield value
            waiting.extend(value[path] for path in _PATHS if isinstance(value.get(path), dict | list))


def _types(node: Node) -> frozenset[str]:
    """In small letters; without any the empty one alone."""
    given = [kind for kind in _list(node.get("@type")) if isinstance(kind, str)]
    return frozenset(_SCHEMA_ORG.sub("", kind.strip()).lower() for kind in given) or frozenset(("",))


def _subjects(article: Node) -> Iterator[Fact]:
    for section in _texts(article.get("articleSection")):
        yield _fact(Field.SUBJECTS, Subject(section), "articleSection")
    for keyword in _list(article.get("keywords")):
        if isinstance(keyword, dict):
            name, code = _first(keyword), _first(keyword.get("termCode"))
            if name or code:
                scheme = _first(keyword.get("inDefinedTermSet")) if code else None
                yield _fact(Field.SUBJECTS, Subject(name, code, scheme), "keywords")
        else:
            for word in chain.from_iterable(text.split(",") for text in _texts(keyword)):
                if word.strip():
                    yield _fact(Field.SUBJECTS, Subject(word.strip()), "keywords")


def _texts(*values: Any) -> Iterator[str]:
    """Yield the texts among values and lists of them; an object by its name or value."""
    for value in chain.from_iterable(_list(given) for given in values):
        if isinstance(value, dict):
            yield from _plain(next((value[key] for key in ("name", "@value", "value") if value.get(key)), None))
        else:
            yield from _plain(value)


def _plain(value: Any) -> Iterator[str]:
    for text in _list(value):
        if isinstance(text, int) and not isinstance(text, bool):
            yield str(text)
        elif isinstance(text, str) and text.strip():
            yield text


def _first(*values: Any) -> str | None:
    return next(_texts(*values), None)


def _list(value: Any) -> list[Any]:
    return value[:_MOST_VALUES] if isinstance(value, list) else [] if value is None else [value]


def _fact(field: Field, value: Value, key: str) -> Fact:
    return Fact(field, value, f"json-ld:{key}")
