"""NewsML-G2: which items are stories, where their text stands, and what their metadata says."""

import pytest

from dateline.domain.metadata import Field, Link, Media, Subject
from dateline.domain.rejection import Reason
from dateline.domain.story import Form, Story
from dateline.extract import extract
from dateline.formats.decode.format import Entry
from dateline.formats.newsml.g2 import NEWSML_G2
from tests.support.formats.entries import entries, only, origins, refusal, said

NAMESPACE = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
NITF = '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.content><p>The port reopened.</p></body.content></body></nitf>'


def inline(xml: str, type_: str = "application/xhtml+xml") -> str:
    return f'<inlineXML contenttype="{type_}">{xml}</inlineXML>'


def data(text: str, type_: str = "text/plain") -> str:
    return f'<inlineData contenttype="{type_}"><![CDATA[{text}]]></inlineData>'


STORY = inline(f"<html {XHTML}><body><p>The port reopened.</p></body></html>")


def item(
    content: str = STORY,
    *,
    meta: str = "",
    about: str = "",
    rights: str = "",
    class_: str = "ninat:text",
    language: str = "en",
    more: str = "",
) -> str:
    return (
        f'<newsItem {NAMESPACE} guid="urn:x:17" version="3" xml:lang="{language}"><rightsInfo>{rights}</rightsInfo>'
        f'<itemMeta><itemClass qcode="{class_}"/>{meta}</itemMeta><contentMeta>{about}</contentMeta>{more}'
        f"<contentSet>{content}</contentSet></newsItem>"
    )


def message(*items: str) -> str:
    return f"<newsMessage {NAMESPACE}><header/><itemSet>{''.join(items)}</itemSet></newsMessage>"


def lines(entry: Entry) -> list[str]:
    story = extract(Story(raw=None, markup=entry.markup, form=entry.form))
    assert isinstance(story, Story), story
    return [line.text for line in story.lines]


def test_a_message_gives_its_items_in_order_and_a_reason_for_each_that_is_no_story() -> None:
    picture = item("", class_="ninat:picture")
    found = entries(NEWSML_G2, message("<packageItem/>", item(), picture, item(data("Ships wait.")), item("")))
    assert [part.markup if isinstance(part, Entry) else part for part in found] == [
        Reason.NOT_A_STORY,
        only(NEWSML_G2, item()).markup,
        Reason.NOT_A_STORY,
        "Ships wait.",
        Reason.EMPTY_TEXT,
    ]


@pytest.mark.parametrize("name", ["conceptItem", "knowledgeItem", "planningItem", "catalogItem", "packageItem"])
def test_items_that_are_no_stories(name: str) -> None:
    assert entries(NEWSML_G2, f"<{name} {NAMESPACE}/>") == [Reason.NOT_A_STORY]
    assert entries(NEWSML_G2, message(f"<{name}/>")) == [Reason.NOT_A_STORY]


@pytest.mark.parametrize("root", ["contentSet", "contentMeta", "groupSet", "html"])
def test_a_bare_element_is_no_document(root: str) -> None:
    assert refusal(NEWSML_G2, f"<{root}/>") is Reason.MALFORMED_MARKUP


def test_a_message_without_items_has_no_entries() -> None:
    assert refusal(NEWSML_G2, message()) is Reason.NO_ENTRIES


def test_packages_that_refer_to_themselves_end() -> None:
    group = '<groupSet root="a"><group id="a"><itemRef residref="p"/><groupRef idref="b"/></group><group id="b"><groupRef idref="a"/></group></groupSet>'
    packages = (f'<packageItem guid="p">{group}</packageItem>', f'<packageItem guid="q">{group}</packageItem>')
    assert entries(NEWSML_G2, message(*packages)) == [Reason.NOT_A_STORY, Reason.NOT_A_STORY]


def test_items_inside_a_package_are_stories() -> None:
    assert [type(found) for found in entries(NEWSML_G2, message(f"<packageItem>{item()}{item()}</packageItem>"))] == [Entry, Entry]  # fmt: skip


@pytest.mark.parametrize(
    "status", ["stat:canceled", "stat:withheld", "http://cv.iptc.org/newscodes/pubstatusg2/usable"]
)
def test_an_item_is_read_whatever_its_status(status: str) -> None:
    name = "uri" if status.startswith("http") else "qcode"
    entry = only(NEWSML_G2, item(meta=f'<pubStatus {name}="{status}"/>'))
    assert said(entry, Field.PUB_STATUS) == [status.replace("/", ":").rsplit(":", 1)[1]]


@pytest.mark.parametrize(
    ("content", "form", "text"),
    [
        (inline(NITF, "application/nitf+xml"), Form.FRAGMENT, ["The port reopened."]),
        (STORY, Form.FRAGMENT, ["The port reopened."]),
        (inline("<p>One.</p><p>Two.</p>"), Form.FRAGMENT, ["One.", "Two."]),
        (inline("Two <b>bold</b> words."), Form.FRAGMENT, ["Two bold words."]),
        (inline("<html><body>One<br/>two</body></html>", "xhtml/xml"), Form.FRAGMENT, ["One", "two"]),
        (inline("<html><body><p>Firm <Company>Icare</Company> buys.</p></body></html>"), Form.FRAGMENT, ["Firm Icare buys."]),
        (inline("<HTML><BODY><P>One.</P></BODY></HTML>"), Form.FRAGMENT, ["One."]),
        (inline("&lt;p>One.&lt;/p>&lt;p>Two.&lt;/p>"), Form.FRAGMENT, ["One.", "Two."]),
        (data("One.\nTwo."), Form.TEXT, ["One.", "Two."]),
        (data("<p>One.</p>", "text/html"), Form.FRAGMENT, ["One."]),
        (data("<p>One.</p>"), Form.FRAGMENT, ["One."]),
        (data("Is 3 < 4?", ""), Form.TEXT, ["Is 3 < 4?"]),
        # The first that has text; markup before data.
        (inline("<p/>") + inline("<p>One.</p>"), Form.FRAGMENT, ["One."]),
        (data("Two.") + inline("<p>One.</p>"), Form.FRAGMENT, ["One."]),
        (inline("<sports-content><team>A</team></sports-content>") + data("Two."), Form.TEXT, ["Two."]),
    ],
)  # fmt: skip
def test_where_text_stands(content: str, form: Form, text: list[str]) -> None:
    entry = only(NEWSML_G2, item(content))
    assert (entry.form, lines(entry)) == (form, text)


@pytest.mark.parametrize(
    "content",
    [
        "",
        inline(""),
        inline("<html><head><title>Port reopens</title></head><body/></html>"),
        inline("<events><event><name>Meeting</name></event></events>"),
        inline(NITF.replace("The port reopened.", "")),
        '<inlineData contenttype="text/plain" encoding="base64">VGhl</inlineData>',
        data("a,b,c", "text/csv"),
        '<remoteContent href="https://x.example/17.html" contenttype="text/html"/>',
    ],
)
def test_a_text_item_without_text(content: str) -> None:
    assert entries(NEWSML_G2, item(content)) == [Reason.EMPTY_TEXT]


@pytest.mark.parametrize(
    "class_", ["ninat:picture", "icls:video", "http://cv.iptc.org/newscodes/ninature/audio", "ninat:composite"]
)
def test_another_item_without_text_is_no_story_whatever_its_caption(class_: str) -> None:
    about = '<description role="drol:caption">Cranes.</description>'
    assert entries(NEWSML_G2, item("", about=about, class_=class_)) == [Reason.NOT_A_STORY]


def test_a_summary_is_the_text_of_a_text_item_that_has_no_other() -> None:
    about = '<description role="descRole:caption">PORT/</description><description role="drol:summary">Ships wait.</description>'
    assert only(NEWSML_G2, item("", about=about)).markup == "Ships wait."
    assert lines(only(NEWSML_G2, item(about=about))) == ["The port reopened."]


def test_what_stands_above_a_story_in_its_page_is_given_apart_but_for_a_lead() -> None:
    header = "<header><ul><li>Lebanon</li></ul><time>04.03.2024</time><h1>Port reopens</h1><p>Ships wait off the coast.</p></header>"
    content = inline(f"<html {XHTML}><body>{header}<section><p>The port reopened.</p></section></body></html>")
    assert lines(only(NEWSML_G2, item(content))) == ["Ships wait off the coast.", "The port reopened."]


def test_paragraphs_of_text_that_was_wrapped_by_hand() -> None:
    text = "(Adds quotes)\n    * Gold up\n\n    By A. Haddad\n    Jan 30 (Reuters) - Gold rose\non Tuesday.\n    Spot   1,200   1,199\n    The end.\n"
    content = inline(f"<html {XHTML}><head><title/></head><body><p>{text}</p></body></html>")
    assert lines(only(NEWSML_G2, item(content))) == ["(Adds quotes)", "* Gold up", "By A. Haddad", "Jan 30 (Reuters) - Gold rose on Tuesday.", "Spot 1,200 1,199", "The end."]  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        inline(f"<html {XHTML}><body><p>Ships wait.</p><p>Long.</p></body></html>"),
        inline(NITF.replace("The port reopened.", "Ships wait.</p><p>Long.")),
        data("<p>Ships wait.</p><p>Long.</p>", "text/html"),
        data("Ships wait.\nLong."),
        inline("<div>Ships wait.<p>Long.</p></div>").replace("<div>Ships wait.", "<div><p>Ships wait.</p>"),
    ],
)
def test_a_dateline_stands_where_print_has_it(content: str) -> None:
    dateline = "<dateline>MOSCOW, Monday (Reuters)</dateline>"
    shown = lines(only(NEWSML_G2, item(content, about=dateline)))
    assert shown == ["MOSCOW, Monday (Reuters) - Ships wait.", "Long."]
    again = content.replace("Ships wait.", "MOSCOW (Reuters) - Ships wait.")
    assert lines(only(NEWSML_G2, item(again, about=dateline)))[0] == "MOSCOW (Reuters) - Ships wait."


def test_a_dateline_of_the_text_itself_counts_most() -> None:
    text = NITF.replace("<body>", "<body><body.head><dateline>BEIRUT (AP)</dateline></body.head>")
    entry = only(NEWSML_G2, item(inline(text), about="<dateline>MOSCOW (AP)</dateline>"))
    assert lines(entry) == ["BEIRUT (AP) - The port reopened."]


def test_a_time_is_no_dateline() -> None:
    assert lines(only(NEWSML_G2, item(about="<dateline>2018-01-03 20:13:08 GMT</dateline>"))) == ["The port reopened."]


def test_a_text_without_paragraphs_has_its_dateline_as_well() -> None:
    content = inline("<html><body>Ships wait.<br/>Long.</body></html>")
    assert lines(only(NEWSML_G2, item(content, about="<dateline>MOSCOW (AP)</dateline>"))) == ["MOSCOW (AP) - Ships wait.", "Long."]  # fmt: skip


META = """
  <provider qcode="nprov:REUTERS"/><versionCreated>2024-03-04T10:05:00Z</versionCreated><firstCreated> 2024-03-04T09:30:00Z </firstCreated>
  <embargoed>2024-03-04T12:00:00Z</embargoed><title>PORT/</title><edNote>Adds <b>quotes</b>.</edNote><edNote role="x:contact">Desk: 555</edNote>
  <link rel="irel:seeAlso" href="https://x.example/map" contenttype="text/html"><title>A map</title></link>
  <link rel="irel:derivedFrom" href="https://x.example/source"/><link rel="irel:previousVersion" residref="urn:x:16"/>
  <link rel="x:hasPicture" href="https://x.example/a.jpg" contenttype="image/jpeg"><title>Port</title><description>Cranes.</description></link>
"""
ABOUT = """
  <urgency>4</urgency><contentCreated>2024-03-04T09:00:00Z</contentCreated><contentModified>2024-03-04T10:00:00Z</contentModified>
  <by>By Laila Haddad and Sam Fares</by><creditline>Reuters</creditline><creator literal="Reuters"/><creator qcode="s:1"/>
  <creator><name>Acme TV</name><organisationDetails/></creator><creator type="cpnat:organisation"><name>Acme Radio</name></creator>
  <contributor role="ctrol:descrWriter"><name>sp/lrc</name></contributor><contributor role="ctrol:reporter"><name>Omar Aziz</name></contributor>
  <infoSource qcode="is:AP"><name>Associated Press</name></infoSource><language tag="en"/><genre qcode="genre:Interview"><name>Interview</name></genre>
  <subject qcode="medtop:20000343"><name role="nrol:short">sea</name><name>sea transport</name><broader qcode="medtop:04000000"><name>economy</name></broader></subject>
  <subject qcode="geo:1"/><subject literal="ships"/><subject><mainConcept qcode="medtop:1"><name>swimming</name></mainConcept><facetConcept><name>1</name></facetConcept></subject>
  <keyword>Lebanon</keyword><slugline separator="-">Lebanon-Port</slugline><headline role="hld:subHeadline">Ships wait</headline><headline>Port reopens</headline>
"""
RIGHTS = """
  <copyrightHolder uri="https://x.example/"><name>Acme</name></copyrightHolder><copyrightNotice href="https://x.example/licence">(c) 2024 Acme</copyrightNotice>
  <usageTerms>Not for<br/>print</usageTerms>
"""
ASSERTIONS = '<assert qcode="geo:1"><name>Beirut</name></assert><assert qcode="s:1"><name>Zeina Khoury</name></assert>'


@pytest.mark.parametrize(
    ("field", "values"),
    [
        (Field.GUID, ["urn:x:17"]),
        (Field.VERSION, ["3"]),
        (Field.TITLE, ["Port reopens", "PORT/"]),
        (Field.SUBTITLE, ["Ships wait"]),
        (Field.PUBLISHED, ["2024-03-04T09:30:00Z", "2024-03-04T09:00:00Z", "2024-03-04T10:05:00Z"]),
        (Field.UPDATED, ["2024-03-04T10:05:00Z", "2024-03-04T10:00:00Z"]),
        (Field.EMBARGO, ["2024-03-04T12:00:00Z"]),
        (Field.URGENCY, ["4"]),
        (Field.SLUG, ["Lebanon-Port"]),
        (Field.NOTES, ["Adds quotes.", "Desk: 555"]),
        (Field.LANGUAGE, ["en"]),
        (Field.AUTHORS, ["Laila Haddad", "Sam Fares", "Zeina Khoury", "Omar Aziz"]),
        (Field.AGENCIES, ["Associated Press", "REUTERS", "Reuters", "Acme TV", "Acme Radio"]),
        (Field.RIGHTS, ["(c) 2024 Acme", "Not for print", "Acme"]),
        (
            Field.SUBJECTS,
            [
                Subject("sea transport", "medtop:20000343"),
                Subject("Beirut", "geo:1"),
                Subject("ships", "ships"),
                Subject("swimming", "medtop:1"),
                Subject("Lebanon"),
            ],
        ),
        (
            Field.LINKS,
            [
                Link("https://x.example/licence", "license"),
                Link("https://x.example/map", "related", "A map"),
                Link("https://x.example/source", "via"),
            ],
        ),
        (Field.MEDIA, [Media("photo", "Cranes.", url="https://x.example/a.jpg")]),
    ],
)
def test_what_metadata_says(field: Field, values: list[object]) -> None:
    entry = only(NEWSML_G2, item(meta=META, about=ABOUT, rights=RIGHTS, more=ASSERTIONS))
    assert said(entry, field) == values
    assert all(origin.startswith("newsml-g2:") for origin in origins(entry, field))


def test_what_the_text_says_of_itself_comes_behind_the_items_metadata() -> None:
    text = NITF.replace(
        "<body>", "<body><body.head><hedline><hl1>Open</hl1></hedline><byline>By Omar Aziz</byline></body.head>"
    )
    entry = only(NEWSML_G2, item(inline(text), about="<headline>Port reopens</headline><by>Omar Aziz</by>"))
    assert said(entry, Field.TITLE) == ["Port reopens", "Open"]
    assert said(entry, Field.AUTHORS) == ["Omar Aziz"]


ALTERNATIVES = """
  <headline xml:lang="fr">Le port rouvre</headline><headline xml:lang="en-GB">Port reopens</headline><headline xml:lang="ar">فتح</headline>
  <slugline xml:lang="fr">Port-FR</slugline><slugline xml:lang="en">Port-EN</slugline>
  <subject qcode="m:1"><name xml:lang="fr">transports</name><name xml:lang="en-US">transport</name></subject>
"""


@pytest.mark.parametrize(
    ("language", "tag", "title", "slug", "subject"),
    [
        ("en", "", "Port reopens", "Port-EN", "transport"),
        ("fr", "", "Le port rouvre", "Port-FR", "transports"),
        # The content's language counts more than that of the metadata.
        ("en", '<language tag="fr"/>', "Le port rouvre", "Port-FR", "transports"),
        ("en", '<language tag="ar"/>', "فتح", "Port-EN", "transport"),
        ("de", "", "Le port rouvre", "Port-FR", "transports"),
    ],
)
def test_alternatives_in_the_items_own_language(language: str, tag: str, title: str, slug: str, subject: str) -> None:
    entry = only(NEWSML_G2, item(about=tag + ALTERNATIVES, language=language))
    assert said(entry, Field.TITLE)[0] == title
    assert said(entry, Field.SLUG)[0] == slug
    assert said(entry, Field.SUBJECTS) == [Subject(subject, "m:1")]


def test_text_in_the_items_own_language() -> None:
    content = '<inlineXML xml:lang="fr"><p>Un.</p></inlineXML><inlineXML xml:lang="de"><p>Eins.</p></inlineXML>'
    assert lines(only(NEWSML_G2, item(content, language="de"))) == ["Eins."]


def test_notices_in_several_languages_are_one() -> None:
    rights = '<copyrightNotice xml:lang="de">Alle Rechte</copyrightNotice><copyrightNotice xml:lang="en">All rights</copyrightNotice>'
    assert said(only(NEWSML_G2, item(rights=rights, language="de")), Field.RIGHTS) == ["Alle Rechte"]


def test_renditions_are_one_picture_and_another_form_of_the_text_a_link() -> None:
    remote = """<remoteContent href="https://x.example/s.jpg" contenttype="image/jpeg" width="80"/>
      <remoteContent href="https://x.example/l.jpg" contenttype="image/jpeg" width="4000"/><remoteContent href="file:///a.jpg" contenttype="image/jpeg" width="9000"/>
      <remoteContent href="https://x.example/17.pdf" contenttype="application/pdf"/>"""
    entry = only(NEWSML_G2, item(STORY + remote, about='<description role="drol:summary">Ships wait.</description>'))
    assert said(entry, Field.MEDIA) == [Media("photo", url="https://x.example/l.jpg")]
    assert said(entry, Field.LINKS) == [Link("https://x.example/17.pdf", "alternate")]


def test_a_description_is_the_caption_where_the_item_is_a_picture() -> None:
    about = '<creditline>Acme</creditline><description role="drol:summary">A port.</description><description role="drol:caption">Cranes.</description>'
    remote = '<remoteContent href="https://x.example/l.jpg"/>'
    entry = only(NEWSML_G2, item(STORY + remote, about=about, class_="ninat:picture"))
    assert said(entry, Field.MEDIA) == [Media("photo", "Cranes.", "Acme", "https://x.example/l.jpg")]
