"""ninjs of all generations: which body is read, what an item says, and what comes with it."""

from typing import Any

import orjson
import pytest

from dateline.domain.metadata import Field, Link, Media, Subject
from dateline.domain.rejection import Reason
from dateline.domain.story import Form
from dateline.formats.decode.format import Entry
from dateline.formats.ninjs.reader import NINJS
from tests.support.formats.entries import entries, only, origins, refusal, said

NITF = "<nitf><body><body.head><hedline><hl1>Open</hl1></hedline></body.head><body.content><p>From NITF.</p></body.content></body></nitf>"
BODY = {"value": "The port reopened."}


def ninjs(*, uri: str = "urn:x:17", **fields: Any) -> str:
    return orjson.dumps({"uri": uri, **fields}).decode()


def body(value: str, type_: str | None = None, role: str | None = None) -> dict[str, str | None]:
    return {"value": value, "contentType": type_, "role": role}


@pytest.mark.parametrize(
    ("fields", "form", "markup"),
    [
        # 1.x
        ({"body_text": "One.\nTwo."}, Form.TEXT, "One.\nTwo."),
        ({"body_html": "<p>One.</p>"}, Form.FRAGMENT, "<p>One.</p>"),
        ({"body_text": "One.", "body_xhtml": "<p>Two.</p>"}, Form.FRAGMENT, "<p>Two.</p>"),
        ({"body_text": "One.", "body_html": "abcd"}, Form.FRAGMENT, "abcd"),
        # 2.x and 3.x
        ({"bodies": [BODY]}, Form.TEXT, "The port reopened."),
        ({"bodies": [{"value": "One.", "contenttype": "text/plain"}]}, Form.TEXT, "One."),
        ({"bodies": [body("One.", "text/plain"), body("<p>Two.</p>", "text/html")]}, Form.FRAGMENT, "<p>Two.</p>"),
        ({"bodies": [body("One."), body("<p>Two.</p>", "text/html5")]}, Form.FRAGMENT, "<p>Two.</p>"),
        ({"bodies": [body("One.", role="text"), body("<p>Two.</p>", role="xhtml")]}, Form.FRAGMENT, "<p>Two.</p>"),
        ({"bodies": [body("One.", "text/plain"), body(NITF, "text/vnd.IPTC.NITF")]}, Form.FRAGMENT, "<div><div><p>From NITF.</p></div></div>"),
        ({"bodies": [body("One.", "text/plain"), body("<nitf>", "application/nitf+xml")]}, Form.TEXT, "One."),
        ({"bodies": [body("<p>One.</p>", "text/plain")]}, Form.FRAGMENT, "<p>One.</p>"),
        # Whole bodies before parts, readable ones before others.
        ({"bodies": [body("<p>Lead.</p>", "text/html", "lead"), body("One.", "text/plain", "main")]}, Form.TEXT, "One."),
        ({"bodies": [body("<p>Lead.</p>", "text/html", "lead")]}, Form.FRAGMENT, "<p>Lead.</p>"),
        ({"bodies": [body("<TTNITF/>", "application/xml"), body("One.", "text/plain")]}, Form.TEXT, "One."),
        ({"bodies": [body(" ", "text/html"), None, 7, {"value": 7}, body("One.")]}, Form.TEXT, "One."),
        # A description where there is no body.
        ({"descriptions": [{"role": "caption", "value": "No."}, {"role": "text", "value": "One."}]}, Form.TEXT, "One."),
        ({"description_text": "One.", "type": "text"}, Form.TEXT, "One."),
    ],
)  # fmt: skip
def test_which_body_is_read(fields: dict[str, Any], form: Form, markup: str) -> None:
    entry = only(NINJS, ninjs(**fields))
    assert (entry.form, entry.markup) == (form, markup)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, Reason.EMPTY_TEXT),
        ({"headline": "Port reopens", "type": "text"}, Reason.EMPTY_TEXT),
        ({"bodies": [body("<TTNITF/>", "application/xml")]}, Reason.EMPTY_TEXT),
        ({"bodies": 7, "body_text": None}, Reason.EMPTY_TEXT),
        ({"type": "picture", "descriptions": [{"role": "caption", "value": "Cranes."}]}, Reason.NOT_A_STORY),
        ({"type": "video", "description_text": "Cranes."}, Reason.NOT_A_STORY),
        ({"type": "event", "descriptions": [{"role": "text", "value": "A meeting."}]}, Reason.NOT_A_STORY),
        ({"eventDetails": {}, "descriptions": [{"role": "text", "value": "A meeting."}]}, Reason.NOT_A_STORY),
        ({"plannedCoverage": []}, Reason.NOT_A_STORY),
        ({"type": "planning"}, Reason.NOT_A_STORY),
        ({"type": "composite"}, Reason.NOT_A_STORY),
    ],
)
def test_items_without_text(fields: dict[str, Any], reason: Reason) -> None:
    assert entries(NINJS, ninjs(**fields)) == [reason]


@pytest.mark.parametrize("text", ["{}", "7", "null", '"uri"', '{"type": "object"}'])
def test_other_json_is_no_ninjs(text: str) -> None:
    assert refusal(NINJS, text) is Reason.MALFORMED_MARKUP


@pytest.mark.parametrize("text", ["", "{", '{"uri": NaN}', '{"uri": "\\ud800"}'])
def test_what_is_no_json(text: str) -> None:
    assert refusal(NINJS, text) is Reason.INVALID_JSON


def test_a_list_without_items() -> None:
    assert refusal(NINJS, "[]") is Reason.NO_ENTRIES


def test_a_list_has_an_entry_for_each_item() -> None:
    text = f"[{ninjs(body_text='One.')}, 7, {ninjs(type='event')}, {ninjs(body_text='Two.')}]"
    found = [part.markup if isinstance(part, Entry) else part for part in entries(NINJS, text)]
    assert found == ["One.", Reason.MALFORMED_MARKUP, Reason.NOT_A_STORY, "Two."]


OLD: dict[str, Any] = {
    "versioncreated": "2024-03-04T10:05:00Z", "firstcreated": "2024-03-04T09:30:00Z", "embargoed": "2024-03-04T12:00:00Z", "pubstatus": "canceled",
    "copyrightnotice": "© 2024 Acme", "copyrightholder": "Acme", "usageterms": "Not for print", "ednote": "Adds quotes.", "byline": "By Laila Haddad",
    "headline": "Port reopens", "subject": [{"code": "04015000", "name": "Transport", "scheme": "subj"}], "source": "Reuters",
    "organisation": [{"name": "Port Corp."}], "keywords": ["ships", "", 7],
}  # fmt: skip
NEW: dict[str, Any] = {
    "versionCreated": "2024-03-04T10:05:00Z", "firstCreated": "2024-03-04T09:30:00Z", "embargoedUntil": "2024-03-04T12:00:00Z", "pubStatus": "canceled",
    "copyrightNotice": "© 2024 Acme", "copyrightHolder": "Acme", "usageTerms": "Not for print", "edNote": "Adds quotes.", "by": "Laila Haddad",
    "headlines": [{"role": "sub", "value": "Ships wait"}, {"value": "PORT"}, {"role": "main", "value": "Port reopens"}],
    "subjects": [{"literal": "04015000", "name": "Transport", "scheme": "subj"}], "infoSources": [{"name": "Reuters"}],
    "organisations": [{"name": "Port Corp."}], "keywords": ["ships"], "title": "port-17", "contentCreated": "2024-03-04T09:00:00Z",
    "rightsInfo": {"linkedRights": "https://x.example/licence"},
}  # fmt: skip
COMMON: dict[str, Any] = {"urgency": 4, "version": "3", "language": "en", "slugline": "Lebanon-Port", "bodies": [BODY]}


@pytest.mark.parametrize("generation", [OLD, NEW])
@pytest.mark.parametrize(
    ("field", "values"),
    [
        (Field.GUID, ["urn:x:17"]),
        (Field.TITLE, ["Port reopens"]),
        (Field.PUBLISHED, ["2024-03-04T09:30:00Z"]),
        (Field.UPDATED, ["2024-03-04T10:05:00Z"]),
        (Field.EMBARGO, ["2024-03-04T12:00:00Z"]),
        (Field.URGENCY, ["4"]),
        (Field.SLUG, ["Lebanon-Port"]),
        (Field.PUB_STATUS, ["canceled"]),
        (Field.VERSION, ["3"]),
        (Field.LANGUAGE, ["en"]),
        (Field.AUTHORS, ["Laila Haddad"]),
        (Field.AGENCIES, ["Reuters"]),
        (Field.RIGHTS, ["© 2024 Acme", "Acme", "Not for print"]),
        (Field.NOTES, ["Adds quotes."]),
        (Field.SUBJECTS, [Subject("Transport", "04015000", "subj"), Subject("Port Corp."), Subject("ships")]),
    ],
)
def test_what_an_item_says(generation: dict[str, Any], field: Field, values: list[Any]) -> None:
    entry = only(NINJS, ninjs(**generation, **COMMON))
    found = said(entry, field)
    assert (
        found == values
        if field in (Field.AUTHORS, Field.AGENCIES, Field.RIGHTS, Field.NOTES, Field.SUBJECTS)
        else found[:1] == values
    )
    assert all(origin.startswith("ninjs:") for origin in origins(entry, field))


def test_headlines_and_rights_of_the_later_generations() -> None:
    entry = only(NINJS, ninjs(**NEW, **COMMON))
    assert said(entry, Field.TITLE) == ["Port reopens", "port-17"]
    assert said(entry, Field.SUBTITLE) == ["Ships wait"]
    assert said(entry, Field.LINKS) == [Link("https://x.example/licence", "license")]


def test_a_subheadline_alone_is_no_title() -> None:
    entry = only(NINJS, ninjs(bodies=[BODY], headlines=[{"role": "sub", "value": "Ships wait"}], title="Port"))
    assert (said(entry, Field.TITLE), said(entry, Field.SUBTITLE)) == (["Port"], ["Ships wait"])


@pytest.mark.parametrize(("uri", "urls"), [("https://x.example/17", ["https://x.example/17"]), ("urn:x:17", [])])
def test_an_identifier_that_is_an_address_is_the_storys_address_as_well(uri: str, urls: list[str]) -> None:
    entry = only(NINJS, ninjs(uri=uri, bodies=[BODY]))
    assert (said(entry, Field.GUID), said(entry, Field.URL)) == ([uri], urls)


def test_a_guid_stands_in_for_a_uri() -> None:
    entry = only(NINJS, '{"guid": "urn:x:17", "body_html": "<p>One.</p>"}')
    assert said(entry, Field.GUID) == ["urn:x:17"]


@pytest.mark.parametrize(
    ("thing", "subject"),
    [
        ({"uri": "http://cv.example/1", "literal": "1", "name": "Sport"}, Subject("Sport", "http://cv.example/1")),
        ({"literal": "1"}, Subject(None, "1")),
        ({"code": 7, "scheme": "medtop"}, Subject(None, "7", "medtop")),
        ({"name": "Sport", "uri": None}, Subject("Sport")),
    ],
)
def test_subjects(thing: dict[str, Any], subject: Subject) -> None:
    assert said(only(NINJS, ninjs(bodies=[BODY], subjects=[thing, {}, None])), Field.SUBJECTS) == [subject]


def test_an_author_who_is_the_source_is_an_agency() -> None:
    entry = only(NINJS, ninjs(bodies=[BODY], by="NTB", infoSources=[{"literal": "ntb"}], authors=[{"name": "Kari Lie", "role": "writer"}, {"name": "Ola Moe", "role": "editor"}]))  # fmt: skip
    assert (said(entry, Field.AUTHORS), said(entry, Field.AGENCIES)) == (["Kari Lie"], ["ntb"])


PICTURE = {
    "type": "picture",
    "uri": "urn:x:p",
    "by": "By Ola Foto",
    "descriptions": [{"role": "creditline", "value": "AP"}, {"role": "caption", "value": "Cranes."}],
    "renditions": [
        {"href": "https://x.example/s.jpg", "contentType": "image/jpeg", "width": 80},
        {"href": "https://x.example/l.jpg", "contentType": "image/jpeg", "width": "4000"},
        {"href": "urn:x:original", "width": 9000},
    ],
}


@pytest.mark.parametrize(
    "associations", [[PICTURE, None, 7], {"featured": PICTURE, "other": None}, {"featured": [PICTURE]}]
)
def test_pictures_that_come_with_a_story(associations: Any) -> None:
    entry = only(NINJS, ninjs(bodies=[BODY], associations=associations))
    assert said(entry, Field.MEDIA) == [Media("photo", "Cranes.", "AP", "https://x.example/l.jpg")]


@pytest.mark.parametrize(
    ("picture", "media"),
    [
        ({"type": "picture", "headline": "Port", "description_text": "Cranes.", "byline": "By Ola Foto"}, [Media("photo", "Cranes.", "Ola Foto")]),
        ({"type": "graphic", "renditions": {"full": {"href": "https://x.example/a.svg", "mimetype": "image/svg+xml"}}}, [Media("graphic", url="https://x.example/a.svg")]),
        ({"renditions": [{"href": "https://x.example/a.mp4", "contentType": "video/mp4"}]}, [Media("video", url="https://x.example/a.mp4")]),
        ({"renditions": [{"href": "https://x.example/a.mp3"}]}, [Media("audio", url="https://x.example/a.mp3")]),
        ({"renditions": [{"href": "https://x.example/a.svg", "contentType": "image/svg+xml"}]}, [Media("graphic", url="https://x.example/a.svg")]),
        ({"type": "picture", "uri": "https://x.example/p"}, []),
        ({"type": "planning", "descriptions": [{"value": "Cranes."}]}, []),
    ],
)  # fmt: skip
def test_media(picture: dict[str, Any], media: list[Media]) -> None:
    assert said(only(NINJS, ninjs(bodies=[BODY], associations=[picture])), Field.MEDIA) == media


def test_a_storys_own_files() -> None:
    renditions = [{"href": "https://x.example/17.pdf", "contentType": "application/pdf", "title": "Page"}, {"href": "https://x.example/a.jpg", "contentType": "image/jpeg"}]  # fmt: skip
    entry = only(NINJS, ninjs(bodies=[BODY], type="text", renditions=renditions, description_text="Ships wait."))
    assert said(entry, Field.LINKS) == [Link("https://x.example/17.pdf", "alternate", "Page")]
    assert said(entry, Field.MEDIA) == [Media("photo", url="https://x.example/a.jpg")]


def test_a_videos_script_is_a_story_with_its_video() -> None:
    text = ninjs(
        type="video",
        bodies=[body("Ships wait.", "text/plain", "script")],
        descriptions=PICTURE["descriptions"],
        renditions=[{"href": "https://x.example/a.mp4"}],
    )
    entry = only(NINJS, text)
    assert entry.markup == "Ships wait."
    assert said(entry, Field.MEDIA) == [Media("video", "Cranes.", "AP", "https://x.example/a.mp4")]


def test_a_text_that_comes_with_a_story_is_a_link() -> None:
    other = {"type": "text", "uri": "https://x.example/18", "headlines": [{"value": "Port closes"}], "descriptions": [{"value": "More."}]}  # fmt: skip
    entry = only(NINJS, ninjs(bodies=[BODY], associations=[other, {"type": "text", "uri": "urn:x:19"}]))
    assert said(entry, Field.LINKS) == [Link("https://x.example/18", "related", "Port closes")]


def test_whole_texts_that_come_with_a_story_are_stories_behind_it() -> None:
    fact_box = {"uri": "urn:x:18", "type": "text", "bodies": [body("About the port.")]}
    partial = {"uri": "urn:x:19", "type": "text", "representationType": "partial", "bodies": [body("About the …")]}
    picture = {**PICTURE, "bodies": [body("Cranes in the port.")]}
    found = entries(NINJS, ninjs(bodies=[BODY], associations=[picture, fact_box, partial]))
    assert [part.markup if isinstance(part, Entry) else part for part in found] == [
        "The port reopened.",
        "About the port.",
    ]


def test_a_package_gives_its_stories_and_is_none_itself() -> None:
    stories = [{"uri": f"urn:x:{n}", "type": "text", "body_text": f"Story {n}."} for n in range(3)]
    inner = {"uri": "urn:x:p", "type": "composite", "associations": {"main": stories[1:]}}
    found = entries(NINJS, ninjs(type="composite", associations={"main": stories[:1], "sidebars": [inner]}))
    assert [part.markup if isinstance(part, Entry) else part for part in found] == ["Story 0.", "Story 1.", "Story 2."]


def test_what_nitf_says_of_itself_comes_behind_the_items_metadata() -> None:
    entry = only(NINJS, ninjs(headline="Port reopens", bodies=[body(NITF, "application/nitf+xml")]))
    assert said(entry, Field.TITLE) == ["Port reopens", "Open"]
    assert origins(entry, Field.TITLE) == ["ninjs:headline", "nitf:hl1"]
