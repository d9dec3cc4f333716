"""NITF: the story out of body.content, what stands apart as facts, the dateline where print has it."""

import pytest

from dateline.domain.metadata import Field, Link, Media, Subject
from dateline.domain.rejection import Reason
from dateline.domain.story import Form, Story
from dateline.extract import extract
from dateline.formats.decode.format import Entry
from dateline.formats.newsml.nitf import NITF
from tests.support.formats.entries import entries, only, origins, refusal, said

STORY = "<p>The port reopened on Monday.</p>"


def nitf(content: str = STORY, head: str = "", body_head: str = "", body_end: str = "", attributes: str = "") -> str:
    return (
        f"<nitf {attributes}><head>{head}</head><body><body.head>{body_head}</body.head>"
        f"<body.content>{content}</body.content><body.end>{body_end}</body.end></body></nitf>"
    )


def lines(entry: Entry) -> list[str]:
    story = extract(Story(raw=None, markup=entry.markup, form=entry.form))
    assert isinstance(story, Story), story
    return [line.text for line in story.lines]


def lines_of(*arguments: str, **parts: str) -> list[str]:
    return lines(only(NITF, nitf(*arguments, **parts)))


@pytest.mark.parametrize("attributes", ["", 'xmlns="http://iptc.org/std/NITF/2006-10-18/"'])
def test_a_document_with_and_without_a_namespace(attributes: str) -> None:
    entry = only(NITF, nitf(body_head="<hedline><hl1>Port reopens</hl1></hedline>", attributes=attributes))
    assert entry.form is Form.FRAGMENT
    assert lines(entry) == ["The port reopened on Monday."]
    assert said(entry, Field.TITLE) == ["Port reopens"]


def test_a_document_type_that_only_names_a_dtd_is_no_hindrance() -> None:
    text = '<?xml version="1.0"?><!DOCTYPE nitf PUBLIC "-//IPTC//DTD NITF 3.6//EN" "nitf-3-6.dtd">' + nitf()
    assert lines(only(NITF, text)) == ["The port reopened on Monday."]


def test_another_document_is_none() -> None:
    assert refusal(NITF, "<contentSet/>") is Reason.MALFORMED_MARKUP
    assert refusal(NITF, "no XML") is Reason.MALFORMED_MARKUP


@pytest.mark.parametrize(
    "content", ["", "<p> </p>", '<media media-type="image"><media-caption>Cranes.</media-caption></media>']
)
def test_a_story_without_text(content: str) -> None:
    assert entries(NITF, nitf(content)) == [Reason.EMPTY_TEXT]


def test_an_abstract_is_the_text_only_where_there_is_no_other() -> None:
    head = "<abstract><p>The port is open.</p></abstract>"
    assert lines_of("", body_head=head) == ["The port is open."]
    assert lines_of(body_head=head) == ["The port reopened on Monday."]


def test_blocks_lists_tables_and_quotes() -> None:
    content = """<block><hl2>At the port</hl2><p>One <em>and</em> <person>Laila Haddad</person>.</p><ul><li>Two</li><li>Three</li></ul></block>
      <table><caption>Ships</caption><tr><th>Name</th><th>Tons</th></tr><tr><td>Blue</td><td>9</td></tr></table>
      <bq><block><p>Four</p></block><credit>A captain</credit></bq><pre>Five</pre><p>Six<br/>seven</p>"""
    assert lines_of(content) == ["At the port", "One and Laila Haddad.", "Two", "Three", "Ships", "Name", "Tons", "Blue", "9", "Four", "A captain", "Five", "Six", "seven"]  # fmt: skip


def test_footnotes_and_notes_for_print_are_text_once() -> None:
    content = f"{STORY}<fn><body.content><p>Tons of cargo.</p></body.content></fn>"
    assert lines_of(content) == ["The port reopened on Monday.", "Tons of cargo."]


def test_notes_for_editors_are_no_text() -> None:
    advisory = '<note type="npa"><body.content><p>Not for print.</p></body.content></note>'
    head = "<note><body.content><p>Eds: adds quotes.</p></body.content></note>"
    entry = only(NITF, nitf(STORY + advisory, '<docdata><ed-msg info="Check the name."/></docdata>', head))
    assert lines(entry) == ["The port reopened on Monday."]
    assert said(entry, Field.NOTES) == ["Check the name.", "Eds: adds quotes.", "Not for print."]


def test_a_tagline_is_the_last_paragraph() -> None:
    end = '<tagline>Sam Haddad contributed.</tagline><tagline type="npa">Desk: 555</tagline><bibliography>The Port, 2020</bibliography>'
    entry = only(NITF, nitf(body_end=end))
    assert lines(entry) == ["The port reopened on Monday.", "Sam Haddad contributed.", "The Port, 2020"]
    assert said(entry, Field.NOTES) == ["Desk: 555"]


@pytest.mark.parametrize(
    ("dateline", "first", "shown"),
    [
        ("<location>BEIRUT</location> (AP)", "Ships wait.", "BEIRUT (AP) - Ships wait."),
        ("BEIRUT (AP) —", "Ships wait.", "BEIRUT (AP) — Ships wait."),
        ("<location><city>Seattle</city><state>Wash.</state></location>", "Ships wait.", "Seattle Wash. - Ships wait."),
        ("<location> <city>Seattle</city> </location>, <state>Wash.</state>(AP)", "Ships wait.", "Seattle, Wash. (AP) - Ships wait."),
        ("NEW YORK", "(AP) - Ships wait.", "NEW YORK (AP) - Ships wait."),
        # Already there, whole or only its place, also inside of another element.
        ("BEIRUT (AP)", "BEIRUT (AP) - Ships wait.", "BEIRUT (AP) - Ships wait."),
        ("<location>NEW YORK</location>", "<location>New York</location> (AP) - Ships wait.", "New York (AP) - Ships wait."),
        ("BEIRUT, March 4", "BEIRUT (AP) - Ships wait.", "BEIRUT (AP) - Ships wait."),
        # Times that only machines read are not printed.
        ('<story.date norm="20170102T222800+0000">20170102T222800+0000</story.date>', "Ships wait.", "Ships wait."),
        ('<location>BEIRUT</location>, <story.date norm="20240304">March 4</story.date> (AP)', "Ships wait.", "BEIRUT, March 4 (AP) - Ships wait."),
        ('<location>BEIRUT</location>, <story.date norm="20240304"/>', "Ships wait.", "BEIRUT - Ships wait."),
        ('<location>BEIRUT</location>, <story.date norm="20240304">20240304</story.date>', "Ships wait.", "BEIRUT - Ships wait."),
    ],
)  # fmt: skip
def test_a_dateline_stands_where_print_has_it(dateline: str, first: str, shown: str) -> None:
    assert lines_of(f"<p/><p>{first}</p>", body_head=f"<dateline>{dateline}</dateline>") == [shown]


def test_each_block_has_its_dateline() -> None:
    content = (
        "<block><dateline>BEIRUT</dateline><p>One.</p></block><block><dateline>CAIRO</dateline><p>Two.</p></block>"
    )
    assert lines_of(content) == ["BEIRUT - One.", "CAIRO - Two."]


def test_a_dateline_is_in_front_of_the_story_and_not_of_a_table() -> None:
    content = "<table><tr><td><p>Ships</p></td></tr></table><p>One.</p>"
    assert lines_of(content, body_head="<dateline>BEIRUT (AP)</dateline>") == ["Ships", "BEIRUT (AP) - One."]


def test_a_paragraph_that_was_wrapped_by_hand_is_several() -> None:
    content = "<p>    By A. Haddad\n    BEIRUT (Reuters) - Ships\nwait.\n    They wait\nlong.</p>"
    assert lines_of(content) == ["By A. Haddad", "BEIRUT (Reuters) - Ships wait.", "They wait long."]


def test_rows_of_a_table_that_was_set_by_hand_stay_rows() -> None:
    content = "<p>    Prices\nGold   1,200\nSilver   17\n    The end.\nOf it.</p>"
    assert lines_of(content) == ["Prices", "Gold 1,200", "Silver 17", "The end. Of it."]


def test_a_paragraph_that_is_only_indented_as_xml_is_one() -> None:
    assert lines_of("<p>Ships\n        wait\n        long.\n      </p>") == ["Ships wait long."]


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By <person>Laila Haddad</person> and <person>Sam Fares</person>", ["Laila Haddad", "Sam Fares"]),
        ("<person><name.given>Laila</name.given><name.family>Haddad</name.family><function>editor</function></person>", ["Laila Haddad"]),
        ("By BERNARD CONDON<byttl>AP Business Writer</byttl>", ["BERNARD CONDON"]),
        ("By Meredith Jameson, <byttl>Staff Reporter</byttl>", ["Meredith Jameson"]),
        ("By Ann Lee and Bo Ek", ["Ann Lee", "Bo Ek"]),
        ("<byttl>Sports Network</byttl>", []),
        ("By The Associated Press", []),
        ("Von der Leyen", ["Von der Leyen"]),
    ],
)  # fmt: skip
def test_bylines(byline: str, names: list[str]) -> None:
    head = f"<byline>{byline}</byline><distributor>The Associated Press</distributor>"
    entry = only(NITF, nitf(body_head=head))
    assert said(entry, Field.AUTHORS) == names
    assert said(entry, Field.AGENCIES) == ["The Associated Press"]


def test_headlines() -> None:
    head = "<hedline><hl1>Port<br/>reopens</hl1><hl2>Port reopens</hl2><hl2>Ships wait</hl2></hedline>"
    entry = only(NITF, nitf("<block><hl2>At sea</hl2><p>One.</p></block>", "<title>port</title>", head))
    assert said(entry, Field.TITLE) == ["Port reopens", "port"]
    assert said(entry, Field.SUBTITLE) == ["Ships wait"]


HEAD = """
  <meta name="anpa-takekey" content="1st Ld"/>
  <docdata management-status="embargoed">
    <date.issue norm="20240304T093000Z"/><date.release norm="20240304T120000Z"/><date.expire norm="20240404T120000Z"/>
    <urgency ed-urg="4"/><doc-id regsrc="AP" id-string="ap-17"/><du-key key="BC-ML--Port" generation="3" version="2"/>
    <doc.copyright year="2024" holder="AP"/><doc.rights owner="AAP" limitations="Not for print"/>
    <correction info="Corrects the date"/><doc-scope scope="Middle East"/>
    <key-list><keyword key="Lebanon"/></key-list>
    <identified-content><org idsrc="nasdaq" value="PORT">Port Corp.</org><classifier type="apcategorycode" value="i"/></identified-content>
  </docdata>
  <pubdata date.publication="20240305" ex-ref="https://ap.example/17"/><pubdata ex-ref="urn:x:17"/>
  <revision-history norm="20240304T094000Z"/><revision-history norm="20240304T095000Z"/>
"""  # fmt: skip


@pytest.mark.parametrize(
    ("field", "values"),
    [
        (Field.PUBLISHED, ["20240304T120000Z", "20240304T093000Z", "20240305"]),
        (Field.UPDATED, ["20240304T095000Z"]),
        (Field.EMBARGO, ["20240304T120000Z"]),
        (Field.PUB_STATUS, ["embargoed"]),
        (Field.URGENCY, ["4"]),
        (Field.GUID, ["ap-17", "uno-17"]),
        (Field.URL, ["https://ap.example/17"]),
        (Field.SLUG, ["BC-ML--Port"]),
        (Field.TAKE, ["1st Ld"]),
        (Field.VERSION, ["2", "3"]),
        (Field.LANGUAGE, ["en-GB", "en-US"]),
        (Field.NOTES, ["Corrects the date"]),
        (Field.RIGHTS, ["AAP", "Not for print", "© 2024 AP"]),
        (
            Field.SUBJECTS,
            [
                Subject("Lebanon"),
                Subject("Middle East"),
                Subject("Port Corp.", "PORT", "nasdaq"),
                Subject(None, "i", "apcategorycode"),
            ],
        ),
    ],
)
def test_what_a_head_says(field: Field, values: list[object]) -> None:
    entry = only(NITF, nitf(head=HEAD, attributes='xml:lang="en-GB" baselang="en-US" uno="uno-17"'))
    assert said(entry, field) == values
    assert all(origin.startswith("nitf:") for origin in origins(entry, field))


def test_a_release_is_no_embargo_unless_the_document_says_so() -> None:
    head = '<docdata management-status="usable"><date.release norm="20240304T120000Z"/></docdata>'
    entry = only(NITF, nitf(head=head))
    assert (said(entry, Field.EMBARGO), said(entry, Field.PUB_STATUS)) == ([], ["usable"])


@pytest.mark.parametrize(
    ("attributes", "subject"),
    [
        ('refnum="04015000" tobject.subject.type="Economy" tobject.subject.matter="Transport"', Subject("Transport", "04015000", "subj")),
        ('refnum="20000822" tobject.subject.ipr="IPTC"', Subject(None, "20000822", "medtop")),
        ('refnum="F01001000" tobject.subject.ipr="EFE"', Subject(None, "F01001000", "EFE")),
        ('type="Sport"', Subject("Sport")),
    ],
)  # fmt: skip
def test_subject_codes_keep_their_scheme(attributes: str, subject: Subject) -> None:
    head = f"<tobject><tobject.subject tobject.subject.{attributes}/></tobject>"
    assert said(only(NITF, nitf(head=head)), Field.SUBJECTS) == [subject]


@pytest.mark.parametrize(
    ("media", "value"),
    [
        (
            '<media media-type="image"><media-reference source="thumb"/><media-reference source="https://x.example/a.jpg" source-credit="AFP"/>'
            "<media-caption><p>Cranes.</p><p>Ships.</p></media-caption></media>",
            Media("photo", "Cranes. Ships.", "AFP", "https://x.example/a.jpg"),
        ),
        (
            '<media media-type="image"><media-reference source="iJIJyyF0tiE"/><media-caption>Cranes.</media-caption>'
            "<media-producer>AP/Ali Fayad</media-producer></media>",
            Media("photo", "Cranes.", "AP/Ali Fayad"),
        ),
        (
            '<media media-type="other"><media-reference mime-type="audio/mpeg" source="https://x.example/a.mp3"/></media>',
            Media("audio", url="https://x.example/a.mp3"),
        ),
    ],
)
def test_media_are_no_text(media: str, value: Media) -> None:
    entry = only(NITF, nitf(f"{STORY}{media}<p>Ships wait.</p>"))
    assert lines(entry) == ["The port reopened on Monday.", "Ships wait."]
    assert said(entry, Field.MEDIA) == [value]


def test_another_text_is_a_link() -> None:
    media = '<media media-type="text"><media-reference source="https://x.example/2"/><media-caption>Port closes</media-caption></media>'
    entry = only(NITF, nitf(STORY + media))
    assert said(entry, Field.MEDIA) == []
    assert said(entry, Field.LINKS) == [Link("https://x.example/2", "related", "Port closes")]


def test_media_of_no_known_kind_are_told_by_their_files_or_left_out() -> None:
    media = "<media>{}<media-caption>Cranes.</media-caption></media>"
    assert said(only(NITF, nitf(STORY + media.format(""))), Field.MEDIA) == []
    file = media.format('<media-reference source="https://x.example/a.mp4"/>')
    assert said(only(NITF, nitf(STORY + file)), Field.MEDIA) == [
        Media("video", "Cranes.", url="https://x.example/a.mp4")
    ]


def test_copyright_in_a_block_is_no_text() -> None:
    entry = only(NITF, nitf(f"<block><copyrite>© 2024 AP</copyrite>{STORY}</block>"))
    assert lines(entry) == ["The port reopened on Monday."]
    assert said(entry, Field.RIGHTS) == ["© 2024 AP"]
