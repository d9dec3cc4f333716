"""What pages say of their story: JSON-LD whole and broken, Open Graph, other meta elements, microdata and the headline itself."""

import datetime
import gzip
import html
import re
from collections import Counter
from collections.abc import Callable, Iterator
from time import process_time
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.domain.metadata import Field, Link, Media, Subject
from dateline.domain.rejection import Reason
from dateline.domain.story import Form, Story
from dateline.formats.decode.format import Entry, FormatError
from dateline.formats.metadata.facts import with_facts
from dateline.formats.web.headlines import best_heading, without_site
from dateline.formats.web.page import HTML
from dateline.formats.wire.plain_text import TEXT
from tests.support.examples import examples
from tests.support.growth import AT_MOST, growth
from tests.support.shared_data import shared

BODY = "<article><h1>Port reopens after repairs</h1><p>The port reopened on Monday.</p></article>"
ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Port reopens after repairs",
    "datePublished": "2024-03-04T09:30:00Z",
}


def page(head: str, body: str = BODY, lang: str = "") -> str:
    return f"<!doctype html><html{lang}><head>{head}</head><body>{body}</body></html>"


def script(value: Any) -> str:
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return f'<script type="application/ld+json">{text}</script>'


def read(text: str) -> Entry:
    (entry,) = HTML.read(text)
    assert isinstance(entry, Entry)
    return entry


def given_values(text: str, field: Field) -> list[Any]:
    return [fact.value for fact in read(text).facts if fact.field is field]


def story(text: str) -> Story:
    return with_facts(Story(raw=b""), read(text).facts)


def test_a_page_is_a_page_and_a_fragment_is_none() -> None:
    assert read(page("")).form is Form.PAGE
    assert read("<p>The port reopened.</p>") == Entry("<p>The port reopened.</p>", Form.FRAGMENT)
    assert list(TEXT.read("The port reopened.")) == [Entry("The port reopened.", Form.TEXT)]


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_document_is_an_error(text: str) -> None:
    with pytest.raises(FormatError) as caught:
        list(HTML.read(text))
    assert caught.value.reason is Reason.EMPTY_TEXT


def test_a_page_that_nests_too_deep_is_refused_unparsed() -> None:
    began = process_time()
    with pytest.raises(FormatError) as caught:
        list(HTML.read("<html><body>" + "<div>" * 100_000))
    assert caught.value.reason is Reason.FORBIDDEN_MARKUP
    assert process_time() - began < 5


def test_json_ld_fills_every_field_that_it_has() -> None:
    text = page(
        script(
            {
                **ARTICLE,
                "alternativeHeadline": "A week of work is over",
                "dateModified": "2024-03-04T10:00:00Z",
                "inLanguage": {"@type": "Language", "name": "English", "alternateName": "en-GB"},
                "identifier": {"@type": "PropertyValue", "name": "id", "value": 4711},
                "mainEntityOfPage": {"@type": "WebPage", "@id": "https://a.example/port"},
                "author": [{"@type": "Person", "name": "Ana Cole"}, {"@type": "Person", "name": ["Sam Haddad"]}, "Li Wei"],
                "image": [
                    {"@type": "ImageObject", "url": "https://a.example/1.jpg?a=1&amp;b=2", "caption": "Cranes", "creditText": "Kim/AP"},
                    "https://a.example/2.jpg",
                ],
                "articleSection": ["World"],
                "keywords": ["ports", {"@type": "DefinedTerm", "name": "trade", "termCode": "t:1", "inDefinedTermSet": "x"}],
                "copyrightHolder": {"@type": "Organization", "name": "The Harbour Times"},
                "copyrightNotice": "© 2024 Harbour Times",
                "publisher": {"@type": "Organization", "name": "Not this one"},
                "isAccessibleForFree": False,
            }
        )
    )  # fmt: skip
    found = story(text)
    assert (found.title, found.subtitle) == ("Port reopens after repairs", "A week of work is over")
    assert (found.url, found.guid, found.declared_language) == ("https://a.example/port", "4711", "en-GB")
    assert found.published is not None
    assert found.updated is not None
    assert (found.published.value, found.updated.value) == ("2024-03-04T09:30:00Z", "2024-03-04T10:00:00Z")
    assert found.authors == ("Ana Cole", "Sam Haddad", "Li Wei")
    assert found.rights == ("© 2024 Harbour Times", "The Harbour Times")
    assert found.subjects == (Subject("World"), Subject("ports"), Subject("trade", "t:1", "x"))
    assert found.media == (
        Media("photo", "Cranes", "Kim/AP", "https://a.example/1.jpg?a=1&b=2"),
        Media("photo", url="https://a.example/2.jpg"),
    )
    assert found.refused == ()


def test_references_inside_a_graph_are_followed() -> None:
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebPage", "@id": "https://a.example/#page", "datePublished": "2024-03-04T09:30:00Z"},
            {"@type": "Article", "headline": "Port reopens after repairs", "author": {"@id": "#ana"}, "image": {"@id": "#1"}},
            {"@type": "Person", "@id": "#ana", "name": "Ana Cole"},
            {"@type": "ImageObject", "@id": "#1", "url": "https://a.example/1.jpg", "caption": "Cranes"},
        ],
    }  # fmt: skip
    found = story(page(script(graph)))
    assert found.authors == ("Ana Cole",)
    assert found.media == (Media("photo", "Cranes", None, "https://a.example/1.jpg"),)
    assert found.published is not None


def test_of_several_articles_the_pages_own_counts() -> None:
    other = {**ARTICLE, "headline": "Another story altogether", "url": "https://a.example/other"}
    own = {**ARTICLE, "headline": "Port reopens", "url": "https://a.example/port", "datePublished": "2024-03-05"}
    listed = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": other}]}
    head = script(listed) + script([other, own]) + '<link rel="canonical" href="https://a.example/port">'
    assert given_values(page(head), Field.PUBLISHED) == ["2024-03-05"]
    assert given_values(page(script(listed)), Field.PUBLISHED) == []


@pytest.mark.parametrize(
    "broken",
    [
        "<!-- {json} -->",
        "//<![CDATA[\n{json}\n//]]>",
        "/* <![CDATA[ */ {json} /* ]]> */",
        "{json};",
        "[{json},]",
    ],
)
def test_wrappings_and_trailing_commas_are_mended(broken: str) -> None:
    text = orjson.dumps({**ARTICLE, "description": "a, ] b,}"}).decode()
    assert given_values(page(script(broken.replace("{json}", text))), Field.PUBLISHED) == ["2024-03-04T09:30:00Z"]


def test_line_ends_in_strings_and_an_escaped_script_are_mended() -> None:
    raw = '{"@type": "NewsArticle", "description": "a\nb\tc", "headline": "Port\nreopens", "datePublished": "2024-03-04",}'
    assert given_values(page(script(raw)), Field.PUBLISHED) == ["2024-03-04"]
    escaped = html.escape(orjson.dumps(ARTICLE).decode())
    assert given_values(page(script(escaped)), Field.PUBLISHED) == ["2024-03-04T09:30:00Z"]


@pytest.mark.parametrize(
    "bad", ["{", "not json", '{"@type": "NewsArticle" "headline": "x"}', "[" * 5000, '"' + "\\" * 99, ""]
)
def test_what_is_not_json_is_ignored(bad: str) -> None:
    assert given_values(page(script(bad) + script(ARTICLE)), Field.PUBLISHED) == ["2024-03-04T09:30:00Z"]


@pytest.mark.parametrize("odd", [None, 7, [], {}, [None], {"name": None}, [[["x"]]], {"@id": 3}, True, ""])
@pytest.mark.parametrize("key", ["headline", "author", "image", "datePublished", "keywords", "identifier", "inLanguage", "mainEntityOfPage"])  # fmt: skip
def test_odd_values_of_any_key_are_no_exception(key: str, odd: Any) -> None:
    assert read(page(script({**ARTICLE, key: odd}))).form is Form.PAGE


def test_an_organisation_is_no_author() -> None:
    author = {"@type": "Organization", "name": "The Harbour Times"}
    head = script({**ARTICLE, "author": author}) + '<meta name="author" content="Ana Cole">'
    assert given_values(page(head), Field.AUTHORS) == ["Ana Cole"]


def test_authors_come_from_the_first_place_that_names_any() -> None:
    head = (
        '<meta property="article:author" content="https://facebook.example/ana"><meta name="author" content="Ana Cole">'
    )
    body = f'{BODY}<a rel="author" href="/staff">The Staff</a>'
    assert given_values(page(head, body), Field.AUTHORS) == ["Ana Cole"]
    assert given_values(page("", body), Field.AUTHORS) == ["The Staff"]
    microdata = f'{BODY}<span itemprop="author"><i itemprop="name">Sam <b>H</b>addad</i>, editor</span>'
    assert given_values(page("", microdata), Field.AUTHORS) == ["Sam Haddad"]


def test_meta_elements_fill_what_json_ld_leaves_open() -> None:
    head = (
        '<meta property="og:title" content="Port reopens | The Harbour Times"><meta property="og:site_name" content="The Harbour Times">'
        '<meta property="og:url" content="https://a.example/port"><meta property="og:locale" content="en_GB">'
        '<meta property="article:published_time" content="2024-03-04T09:30:00Z"><meta property="article:section" content="World">'
        '<meta property="article:tag" content="ports"><meta name="news_keywords" content="trade, cranes">'
        '<meta property="og:image" content="https://a.example/1.jpg"><meta name="Copyright" content="© Harbour Times">'
        '<link rel="amphtml" href="/port.amp"><link rel="alternate" hreflang="fr" href="https://a.example/fr">'
        '<link rel="alternate" type="application/rss+xml" href="/feed">'
    )
    found = story(page(head, "<p>The port reopened.</p>"))
    assert (found.title, found.url, found.declared_language) == ("Port reopens", "https://a.example/port", "en-GB")
    assert found.subjects == (Subject("World"), Subject("ports"), Subject("trade"), Subject("cranes"))
    assert found.media == (Media("photo", url="https://a.example/1.jpg"),)
    assert found.rights == ("© Harbour Times",)
    assert found.links == (Link("https://a.example/port.amp", "amphtml"), Link("https://a.example/fr", "alternate"))
    origins = dict(found.origins)
    assert (origins["published"], origins["rights"]) == (("article:published_time",), ("meta:copyright",))


@pytest.mark.parametrize(
    "marked",
    [
        '<time pubdate datetime="2024-03-04">Monday</time>',
        '<meta itemprop="datePublished" content="2024-03-04">',
        '<span itemprop="datePublished">2024-03-04</span>',
    ],
)
def test_dates_that_the_text_marks_are_the_last_resort(marked: str) -> None:
    assert given_values(page("", BODY + marked), Field.PUBLISHED) == ["2024-03-04"]
    sure = '<meta property="article:published_time" content="2024-03-05">'
    assert given_values(page(sure, BODY + marked), Field.PUBLISHED) == ["2024-03-05", "2024-03-04"]


def test_the_language_is_the_root_elements_first() -> None:
    text = page(
        '<meta property="og:locale" content="en_US">' + script({**ARTICLE, "inLanguage": "en"}), lang=" lang=de-AT"
    )
    assert given_values(text, Field.LANGUAGE) == ["de-AT", "en", "en_US"]


@pytest.mark.parametrize(
    ("headings", "titles", "best"),
    [
        (["Port reopens"], [], "Port reopens"),
        (["Port of Beirut reopens"], ["Port reopens after week of repairs"], "Port of Beirut reopens"),
        (["Our blog"], ["Port reopens after repairs"], None),
        (["The Harbour Times", "Port reopens after repairs"], ["Port reopens after repairs"], "Port reopens after repairs"),
        (["More", "Sport"], ["Port reopens after repairs"], None),
        (["More", "Sport"], [], None),
        ([], ["Port reopens"], None),
    ],
)  # fmt: skip
def test_the_heading_that_titles_agree_with_is_the_headline(
    headings: list[str], titles: list[str], best: str | None
) -> None:
    assert best_heading(headings, titles) == best


@pytest.mark.parametrize(
    ("title", "without"),
    [
        ("Port reopens | World | The Harbour Times", "Port reopens | World"),
        ("The Harbour Times: Port reopens", "The Harbour Times: Port reopens"),
        ("The Harbour Times - Port reopens", "Port reopens"),
        ("Port reopens - what now", None),
        ("Port reopens", "Port reopens"),
        ("The Harbour Times", "The Harbour Times"),
    ],
)
def test_a_sites_name_is_taken_off_a_title(title: str, without: str | None) -> None:
    assert without_site(title, ["the harbour times"]) == without


@given(st.lists(st.one_of(st.sampled_from(["<html>", "<head>", "<meta name=author content=", '"', ">", "<h1>", "</h1>", "<link rel=canonical href=//[>",
    script(ARTICLE)[:60], "</script>", "<base href='http://['>", "<title>", "\ud800", "<time pubdate datetime=x>", "|", "&#0;"]), st.text(max_size=20)),
    max_size=25).map("".join))  # fmt: skip
@examples(300)
def test_any_text_gives_an_entry_or_a_reason(text: str) -> None:
    try:
        found = list(HTML.read(text))
    except FormatError:
        return
    assert [type(entry) for entry in found] == [Entry]


GROWING = {
    "escaped quotes": ('<script type="application/ld+json">{"a": "', '\\"', "</script>"),
    "commas": ('<script type="application/ld+json">', ", ", "</script>"),
    "slashes": ('<script type="application/ld+json">{', "// ", "</script>"),
    "comment ends": ('<script type="application/ld+json">{', "--> ", "</script>"),
    "separators": ("<title>", "a | ", "</title>"),
    "headings": ("", "<h1>a</h1>", ""),
    "links": ("", "<link rel=alternate hreflang=a href=/b>", ""),
    "authors": ("", "<a rel=author>A B</a>", ""),
}


@pytest.mark.parametrize("name", GROWING)
def test_ten_times_the_input_costs_at_most_twenty_times_the_time(name: str) -> None:
    before, unit, after = GROWING[name]

    def job(size: int) -> Callable[[], object]:
        text = page(before + unit * (size // len(unit)) + after)
        return lambda: list(HTML.read(text))

    assert growth(job, 30_000) <= AT_MOST


LEAST = {"title": 0.86, "day": 0.90, "author": 0.92, "url": 0.97}
"""The shares of right values among those given, on WCXB's development split."""


def _pages(file: str) -> Iterator[dict[str, Any]]:
    with gzip.open(shared(file), "rt", encoding="utf-8") as lines:
        yield from map(orjson.loads, lines)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", html.unescape(text)).casefold().strip()


def test_what_real_pages_say_is_mostly_right() -> None:
    given_, right = Counter[str](), Counter[str]()
    for row in _pages("pages/wcxb-articles-dev.jsonl.gz"):
        found = story(row["html"])
        day = (row["publish_date"] or "")[:10]
        truths = {
            "title": (found.title, found.title and _plain(found.title) == _plain(row["title"])),
            "day": (found.published and len(day) == 10, found.published and _near(found.published.value[:10], day)),
            "author": (
                found.authors and row["author"],
                row["author"] and any(_plain(name) in _plain(row["author"]) for name in found.authors),
            ),
            "url": (found.url, found.url and _address(found.url) == _address(row["url"])),
        }
        for name, (is_given, is_right) in truths.items():
            given_[name] += bool(is_given)
            right[name] += bool(is_given and is_right)
    for name, least in LEAST.items():
        share = right[name] / given_[name]
        assert share >= least, (name, right[name], given_[name])


def _near(one: str, other: str) -> bool:
    """A day on either side: time zones differ."""
    try:
        return abs(datetime.date.fromisoformat(one) - datetime.date.fromisoformat(other)) <= datetime.timedelta(days=1)
    except ValueError:
        return False


def _address(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|[?#].*$", "", url).rstrip("/").lower()
