"""NewsML 1.x: the text among a news item's components, and what the components that it stands in say."""

import pytest

from dateline.domain.metadata import Field, Media, Subject
from dateline.domain.rejection import Reason
from dateline.domain.story import Form, Story
from dateline.extract import extract
from dateline.formats.decode.format import Entry
from dateline.formats.newsml.newsml_1 import NEWSML_1
from tests.support.formats.entries import entries, only, origins, refusal, said
from tests.support.formats.newsml_1_documents import (
    IDENTIFICATION,
    LINES,
    MANAGEMENT,
    MORE,
    STORY,
    content,
    newsml,
    picture,
)

TEXT = ["The port reopened.", "Ships wait."]


def lines(entry: Entry) -> list[str]:
    story = extract(Story(raw=None, markup=entry.markup, form=entry.form))
    assert isinstance(story, Story), story
    return [line.text for line in story.lines]


@pytest.mark.parametrize(
    "data",
    [
        STORY,
        "<nitf><body><body.content><block><p>The port reopened.</p><p>Ships wait.</p></block></body.content></body></nitf>",
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head><body><p>The port reopened.</p><p>Ships wait.</p></body></html>',
        "<body.content><p>The port reopened.</p><p>Ships wait.</p></body.content>",
        "<![CDATA[<P>The port reopened.</P>\n<P>Ships wait.</P>]]>",
        "The port reopened.\nShips wait.",
    ],
)
def test_where_text_stands(data: str) -> None:
    assert lines(only(NEWSML_1, newsml(content(data)))) == TEXT


def test_html_by_its_media_type() -> None:
    entry = only(NEWSML_1, newsml(content("<![CDATA[One &amp; two]]>", "text/html")))
    assert (entry.form, lines(entry)) == (Form.FRAGMENT, ["One & two"])


@pytest.mark.parametrize("role", ["StyleSheet", "HeadLine", "Contact", "Caption", "Logo"])
def test_text_of_something_else_is_no_story(role: str) -> None:
    assert lines(only(NEWSML_1, newsml(content("Else.", role=role), content(role="Body")))) == TEXT
    assert entries(NEWSML_1, newsml(content("Else.", role=role))) == [Reason.NOT_A_STORY]


def test_the_main_text_before_others() -> None:
    assert lines(only(NEWSML_1, newsml(content("<p>A box.</p>", role="Sidebar"), content(role="Main")))) == TEXT


@pytest.mark.parametrize(
    ("components", "reason"),
    [
        ((), Reason.NOT_A_STORY),
        ((content(""), content(" ")), Reason.EMPTY_TEXT),
        ((content(".a {b: c}", "text/css"),), Reason.EMPTY_TEXT),
        ((content("<Topic><Name>A</Name></Topic>"),), Reason.EMPTY_TEXT),
        (('<NewsComponent><ContentItem Href="a.jpg"/></NewsComponent>',), Reason.NOT_A_STORY),
        (('<NewsComponent><NewsItemRef NewsItem="urn:x"/></NewsComponent>',), Reason.NOT_A_STORY),
    ],
)
def test_items_without_text(components: tuple[str, ...], reason: Reason) -> None:
    assert entries(NEWSML_1, newsml(*components)) == [reason]


def test_each_item_is_a_story_of_its_own_also_inside_another() -> None:
    inner = f"<NewsItem>{content('<p>Inside.</p>')}</NewsItem>"
    found = entries(NEWSML_1, newsml(content(), f"<NewsComponent>{inner}</NewsComponent>"))
    assert [lines(entry) for entry in found if isinstance(entry, Entry)] == [TEXT, ["Inside."]]


def test_another_document_is_none() -> None:
    assert refusal(NEWSML_1, "<newsItem/>") is Reason.MALFORMED_MARKUP
    assert refusal(NEWSML_1, "<NewsML/>") is Reason.NO_ENTRIES


@pytest.mark.parametrize("data", [STORY, "The port reopened.\nShips wait."])
def test_a_dateline_stands_where_print_has_it(data: str) -> None:
    entry = only(NEWSML_1, newsml(content(data, lines="<DateLine>Beyrouth, 4 mars 2024 (AFP)</DateLine>")))
    assert lines(entry)[0] == "Beyrouth, 4 mars 2024 (AFP) - The port reopened."


def test_a_date_is_no_dateline() -> None:
    assert lines(only(NEWSML_1, newsml(content(lines="<DateLine>4/4/2018</DateLine>")))) == TEXT


@pytest.mark.parametrize(
    ("field", "values"),
    [
        (Field.GUID, ["urn:newsml:x:17"]),
        (Field.VERSION, ["2"]),
        (Field.SLUG, ["Liban-port"]),
        (Field.PUBLISHED, ["20240304T093000Z", "20240304T100500Z"]),
        (Field.UPDATED, ["20240304T100500Z"]),
        (Field.PUB_STATUS, ["embargoed"]),
        (Field.EMBARGO, ["20240304T120000Z"]),
        (Field.URGENCY, ["4"]),
        (Field.TITLE, ["Le port rouvre", "Dossier"]),
        (Field.SUBTITLE, ["Des navires"]),
        (Field.AUTHORS, ["Laila Haddad", "Omar Aziz"]),
        (Field.AGENCIES, ["Agence", "Port", "AFP", "Wire"]),
        (Field.RIGHTS, ["© 2024 AFP", "Agence", "Presse"]),
        (Field.NOTES, ["Ajoute"]),
        (Field.LANGUAGE, ["fr"]),
        (Field.SUBJECTS, [Subject("port"), Subject("Transports", "04015000", "Iptc"), Subject("Liban")]),
    ],
)
def test_what_an_item_says(field: Field, values: list[object]) -> None:
    envelope = '<SentFrom><Party FormalName="Wire"/></SentFrom>'
    text = newsml(
        content(lines=LINES), management=MANAGEMENT, identification=IDENTIFICATION, envelope=envelope, more=MORE
    )
    entry = only(NEWSML_1, text)
    assert said(entry, field) == values
    assert all(origin.startswith("newsml-1:") for origin in origins(entry, field))


def test_a_change_of_status_is_no_embargo_unless_the_item_is_under_one() -> None:
    entry = only(NEWSML_1, newsml(content(), management=MANAGEMENT.replace("Embargoed", "Usable")))
    assert (said(entry, Field.PUB_STATUS), said(entry, Field.EMBARGO)) == (["usable"], [])


def test_headlines_in_components_of_their_own() -> None:
    parts = (
        content("<p>Port reopens</p>", role="HeadLine"),
        content("Ships wait", role="SubHeadLine"),
        content(role="Body"),
    )
    entry = only(NEWSML_1, newsml(*parts))
    assert (said(entry, Field.TITLE), said(entry, Field.SUBTITLE)) == (["Port reopens"], ["Ships wait"])


def test_media() -> None:
    photo = picture("Photo", 80, 4000, 700, lines="<HeadLine>Des grues.</HeadLine><ByLine>Par Ali Fayad</ByLine>")
    entry = only(NEWSML_1, newsml(content(), photo, picture("Logo", 120), '<NewsComponent><ContentItem Href="port.jpg"><MediaType FormalName="Photo"/></ContentItem></NewsComponent>'))  # fmt: skip
    assert said(entry, Field.MEDIA) == [
        Media("photo", "Des grues.", "Ali Fayad", "https://x.example/4000.jpg"),
        Media("graphic", url="https://x.example/120.jpg"),
    ]
