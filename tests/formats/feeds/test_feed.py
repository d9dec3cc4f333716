"""Feeds of every version by hand, and what is read out of them: content, facts with their origins, entries that can't be read."""

import socket
from typing import Any

import pytest

from dateline.domain.limits import MAX_ENTRIES, MAX_TITLE_CHARS
from dateline.domain.metadata import Fact, Field, Link, Media, Subject
from dateline.domain.rejection import Reason
from dateline.domain.story import Form
from dateline.formats.decode.format import Entry, FormatError
from dateline.formats.feeds.reader import ATOM, RSS, read
from tests.support.formats.feed_documents import STORY, atom, content, entry_of, rss, said


def refusal(text: str) -> Reason:
    with pytest.raises(FormatError) as raised:
        list(read(text))
    return raised.value.reason


def test_rss_0_91_with_its_document_type() -> None:
    entry = entry_of(
        '<?xml version="1.0" encoding="ISO-8859-1"?>\n'
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">\n'
        '<rss version="0.91"><channel><title>Harbour</title><link>https://a.example/</link><language>en-us</language>'
        "<copyright>Harbour Post</copyright><item><title>Port reopens</title><link>https://a.example/1</link>"
        f"<description>{STORY}</description></item></channel></rss>"
    )
    assert entry == Entry(
        STORY,
        Form.TEXT,
        (
            Fact(Field.TITLE, "Port reopens", "rss:title"),
            Fact(Field.URL, "https://a.example/1", "rss:link"),
            Fact(Field.LANGUAGE, "en-us", "rss:language of the feed"),
            Fact(Field.RIGHTS, "Harbour Post", "rss:copyright of the feed"),
        ),
    )


def test_rss_0_92() -> None:
    entry = entry_of(
        '<rss version="0.92"><channel><title>Harbour</title><item>'
        '<description>The &lt;a href="https://a.example/p"&gt;port&lt;/a&gt; reopened.</description>'
        '<source url="https://b.example/rss.xml">Coast News</source><category domain="https://a.example/topics">Shipping</category>'
        '<enclosure url="https://a.example/port.mp3" length="12" type="audio/mpeg"/></item></channel></rss>'
    )
    assert entry == Entry(
        'The <a href="https://a.example/p">port</a> reopened.',
        Form.FRAGMENT,
        (
            Fact(Field.SUBJECTS, Subject("Shipping", None, "https://a.example/topics"), "rss:category"),
            Fact(Field.LINKS, Link("https://a.example/port.mp3", "enclosure"), "rss:enclosure"),
            Fact(Field.LINKS, Link("https://b.example/rss.xml", "via", "Coast News"), "rss:source"),
            Fact(Field.MEDIA, Media("audio", url="https://a.example/port.mp3"), "rss:enclosure"),
        ),
    )


def test_rss_1_0_whose_items_stand_beside_the_channel() -> None:
    entry = entry_of(
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<channel rdf:about="https://a.example/"><title>Harbour</title><dc:language>de</dc:language>'
        '<items><rdf:Seq><rdf:li rdf:resource="https://a.example/1"/></rdf:Seq></items></channel>'
        '<image rdf:about="https://a.example/logo.png"><title>Logo</title><url>https://a.example/logo.png</url></image>'
        '<item rdf:about="https://a.example/1"><title>Hafen offen</title><link>https://a.example/1</link>'
        "<description>Der Hafen ist offen.</description><dc:creator>Petra Muster</dc:creator>"
        "<dc:subject>Wirtschaft</dc:subject><dc:date>2024-03-04T09:30:00+01:00</dc:date></item></rdf:RDF>"
    )
    assert entry == Entry(
        "Der Hafen ist offen.",
        Form.TEXT,
        (
            Fact(Field.TITLE, "Hafen offen", "rss:title"),
            Fact(Field.URL, "https://a.example/1", "rss:link"),
            Fact(Field.URL, "https://a.example/1", "rdf:about"),
            Fact(Field.GUID, "https://a.example/1", "rdf:about"),
            Fact(Field.PUBLISHED, "2024-03-04T09:30:00+01:00", "dc:date"),
            Fact(Field.LANGUAGE, "de", "dc:language of the feed"),
            Fact(Field.AUTHORS, "Petra Muster", "dc:creator"),
            Fact(Field.SUBJECTS, Subject("Wirtschaft"), "dc:subject"),
        ),
    )


def test_rss_2_0_with_its_modules() -> None:
    entry = entry_of(
        rss(
            "<title>Port &lt;b&gt;reopens&lt;/b&gt;</title><link>https://a.example/1</link>"
            '<atom:link rel="related" href="https://a.example/0" title="Port shut"/><guid isPermaLink="false">hp-17</guid>'
            "<pubDate>Mon, 04 Mar 2024 09:30:00 +0200</pubDate><atom:updated>2024-03-04T10:05:00Z</atom:updated>"
            "<author>desk@a.example (Anna Cole)</author><dc:creator>Laila Haddad</dc:creator><dc:language>en-GB</dc:language>"
            "<category>Shipping</category><comments>https://a.example/1#comments</comments>"
            "<wfw:commentRss>https://a.example/1.rss</wfw:commentRss><feedburner:origLink>https://c.example/1</feedburner:origLink>"
            "<description>A teaser that is by far longer than the story itself, as some feeds have it.</description>"
            f"<content:encoded><![CDATA[<p>{STORY}</p>]]></content:encoded>"
            '<media:content url="https://a.example/port.jpg" type="image/jpeg"><media:description>Cranes</media:description>'
            "<media:credit>AP</media:credit></media:content><dc:rights>Laila Haddad</dc:rights>",
            channel="<language>en</language><copyright>Harbour Post</copyright>",
        )
    )
    assert entry == Entry(
        f"<p>{STORY}</p>",
        Form.FRAGMENT,
        (
            Fact(Field.TITLE, "Port <b>reopens</b>", "rss:title"),
            Fact(Field.URL, "https://a.example/1", "rss:link"),
            Fact(Field.GUID, "hp-17", "rss:guid"),
            Fact(Field.PUBLISHED, "Mon, 04 Mar 2024 09:30:00 +0200", "rss:pubDate"),
            Fact(Field.UPDATED, "2024-03-04T10:05:00Z", "atom:updated"),
            Fact(Field.LANGUAGE, "en-GB", "dc:language"),
            Fact(Field.LANGUAGE, "en", "rss:language of the feed"),
            Fact(Field.RIGHTS, "Laila Haddad", "dc:rights"),
            Fact(Field.AUTHORS, "Laila Haddad", "dc:creator"),
            Fact(Field.AUTHORS, "Anna Cole", "rss:author"),
            Fact(Field.SUBJECTS, Subject("Shipping"), "rss:category"),
            Fact(Field.LINKS, Link("https://a.example/0", "related", "Port shut"), "atom:link"),
            Fact(Field.LINKS, Link("https://a.example/1#comments", "replies"), "rss:comments"),
            Fact(Field.LINKS, Link("https://a.example/1.rss", "replies"), "wfw:commentRss"),
            Fact(Field.LINKS, Link("https://c.example/1", "canonical"), "feedburner:origLink"),
            Fact(Field.MEDIA, Media("photo", "Cranes", "AP", "https://a.example/port.jpg"), "media:content"),
        ),
    )


def test_atom_0_3() -> None:
    entry = entry_of(
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" xml:lang="en">'
        "<title>Harbour</title><author><name>The desk</name></author><copyright>Harbour Post</copyright>"
        '<entry><title mode="escaped" type="text/html">Port &lt;i&gt;reopens&lt;/i&gt;</title>'
        '<link rel="alternate" type="text/html" href="https://a.example/1"/><id>tag:a.example,2004:1</id>'
        "<issued>2004-03-04T09:30:00Z</issued><modified>2004-03-04T10:00:00Z</modified>"
        f'<content type="application/xhtml+xml" mode="xml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{STORY}</p></div></content>'
        "<dc:subject>Shipping</dc:subject></entry></feed>"
    )
    assert entry == Entry(
        f"<div><p>{STORY}</p></div>",
        Form.FRAGMENT,
        (
            Fact(Field.TITLE, "Port <i>reopens</i>", "atom:title"),
            Fact(Field.URL, "https://a.example/1", "atom:link"),
            Fact(Field.GUID, "tag:a.example,2004:1", "atom:id"),
            Fact(Field.PUBLISHED, "2004-03-04T09:30:00Z", "atom:issued"),
            Fact(Field.UPDATED, "2004-03-04T10:00:00Z", "atom:modified"),
            Fact(Field.LANGUAGE, "en", "xml:lang"),
            Fact(Field.RIGHTS, "Harbour Post", "atom:copyright of the feed"),
            Fact(Field.AUTHORS, "The desk", "atom:author of the feed"),
            Fact(Field.SUBJECTS, Subject("Shipping"), "dc:subject"),
        ),
    )


def test_atom_1_0() -> None:
    entry = entry_of(
        atom(
            '<title type="text">Port reopens</title><id>tag:a.example,2024:1</id><link href="1.html"/>'
            '<link rel="enclosure" type="video/mp4" href="1.mp4" title="The opening"/><link rel="via" href="https://b.example/1"/>'
            "<published>2024-03-04T09:30:00Z</published><updated>2024-03-04T10:00:00Z</updated>"
            "<author><name>Laila Haddad</name><email>l@a.example</email></author><author><name>Sam Haddad</name></author>"
            "<contributor><name>Anna Cole</name></contributor><rights>Reuters</rights>"
            '<category term="shipping" scheme="https://a.example/topics" label="Shipping"/><category term="ports"/>'
            f'<summary>A teaser.</summary><content type="html">&lt;p&gt;{STORY}&lt;/p&gt;</content>',
            feed="<author><name>The desk</name></author><rights>Harbour Post</rights>"
            '<link rel="self" href="https://a.example/atom"/><link rel="via" href="https://c.example/"/><category term="all"/>',
            attributes='xml:lang="en-GB" xml:base="https://a.example/news/"',
        )
    )
    assert entry == Entry(
        f"<p>{STORY}</p>",
        Form.FRAGMENT,
        (
            Fact(Field.TITLE, "Port reopens", "atom:title"),
            Fact(Field.URL, "https://a.example/news/1.html", "atom:link"),
            Fact(Field.GUID, "tag:a.example,2024:1", "atom:id"),
            Fact(Field.PUBLISHED, "2024-03-04T09:30:00Z", "atom:published"),
            Fact(Field.UPDATED, "2024-03-04T10:00:00Z", "atom:updated"),
            Fact(Field.LANGUAGE, "en-GB", "xml:lang"),
            Fact(Field.RIGHTS, "Reuters", "atom:rights"),
            Fact(Field.AUTHORS, "Laila Haddad", "atom:author"),
            Fact(Field.AUTHORS, "Sam Haddad", "atom:author"),
            Fact(Field.SUBJECTS, Subject("Shipping", "shipping", "https://a.example/topics"), "atom:category"),
            Fact(Field.SUBJECTS, Subject("ports"), "atom:category"),
            Fact(Field.LINKS, Link("https://a.example/news/1.mp4", "enclosure", "The opening"), "atom:link"),
            Fact(Field.LINKS, Link("https://b.example/1", "via"), "atom:link"),
            Fact(Field.MEDIA, Media("video", url="https://a.example/news/1.mp4"), "atom:link"),
        ),
    )


def test_cdf() -> None:
    entry = entry_of(
        '<?xml version="1.0"?><CHANNEL HREF="https://a.example/"><TITLE>Harbour</TITLE>'
        '<ITEM HREF="https://a.example/1" LASTMOD="1998-03-04T09:30"><TITLE>Port reopens</TITLE>'
        f"<ABSTRACT>{STORY}</ABSTRACT></ITEM></CHANNEL>"
    )
    assert entry == Entry(
        STORY,
        Form.TEXT,
        (
            Fact(Field.TITLE, "Port reopens", "cdf:title"),
            Fact(Field.URL, "https://a.example/1", "cdf:href"),
            Fact(Field.UPDATED, "1998-03-04T09:30", "cdf:lastmod"),
        ),
    )


XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
CONTENTS = {
    "text that has tags": (atom('<content type="text">3 &lt; 4 &lt;b&gt;</content>'), ("3 < 4 <b>", Form.TEXT)),
    "text without a type": (atom(f"<content>{STORY}</content>"), (STORY, Form.TEXT)),
    "HTML": (atom('<content type="html">&lt;p&gt;A &amp;amp; B&lt;/p&gt;</content>'), ("<p>A &amp; B</p>", Form.FRAGMENT)),
    "HTML with an entity alone": (atom('<content type="html">A &amp;amp; B</content>'), ("A &amp; B", Form.FRAGMENT)),
    "HTML without markup": (atom('<content type="html">A &lt; B</content>'), ("A < B", Form.TEXT)),
    "HTML in CDATA": (atom('<content type="html"><![CDATA[<p>A &amp; B</p>]]></content>'), ("<p>A &amp; B</p>", Form.FRAGMENT)),
    "XHTML": (atom(f'<content type="xhtml"><div {XHTML}><p>A &amp; B</p>C</div></content>'), ("<p>A &amp; B</p>C", Form.FRAGMENT)),
    "XHTML under a prefix": (
        atom('<content type="xhtml"><h:div xmlns:h="http://www.w3.org/1999/xhtml"><h:p>A</h:p></h:div></content>'),
        ("<p>A</p>", Form.FRAGMENT),
    ),
    "XHTML with elements that feeds have, too": (
        atom(
            f'<content type="xhtml"><div {XHTML}><details><summary>A</summary><p>B</p></details><title>C</title><content>D</content>'
            f'<video><source src="x"/></video><p>E</p></div></content>', "<summary>F</summary>"
        ).replace("</entry><entry>", ""),
        ("<details><summary>A</summary><p>B</p></details><title>C</title><content>D</content>"
         '<video><source src="x"></source></video><p>E</p>', Form.FRAGMENT),
    ),
    "an SVG image with text": (
        atom(f'<content type="xhtml"><div {XHTML}><svg xmlns="http://www.w3.org/2000/svg"><title>A</title><text>B</text></svg><p>C</p></div></content>'),
        ('<svg xmlns="http://www.w3.org/2000/svg"><title>A</title><text>B</text></svg><p>C</p>', Form.FRAGMENT),
    ),
    "a summary where the content lies elsewhere": (atom('<content type="video/mp4" src="https://a.example/1.mp4"/><summary>A</summary>'), ("A", Form.TEXT)),
    "a summary beside content in base64": (atom('<content type="image/png">iVBORw0KGgo=</content><summary>A</summary>'), ("A", Form.TEXT)),
    "a summary beside XML that is no XHTML": (
        atom('<content type="application/xml"><doc xmlns=""><title>B</title><entry/></doc></content><summary>A</summary>'), ("A", Form.TEXT),
    ),
    "the longest of several contents": (
        atom('<content type="html">&lt;p&gt;A&lt;/p&gt;</content>', '<content type="html">&lt;p&gt;A and B&lt;/p&gt;</content>').replace("</entry><entry>", ""),
        ("<p>A and B</p>", Form.FRAGMENT),
    ),
    "content before a longer description": (rss("<description>A and B</description><content:encoded>A</content:encoded>"), ("A", Form.TEXT)),
    "a description before content without text": (
        rss("<content:encoded><![CDATA[<p><img src='x'>&nbsp;</p>]]></content:encoded><description>A</description>"), ("A", Form.TEXT),
    ),
    "markup without text where there is nothing else": (rss("<description>&lt;br&gt;</description>"), ("<br>", Form.FRAGMENT)),
    "a description that is escaped twice": (rss("<description>&amp;lt;p&amp;gt;A &amp;amp;amp; B&amp;lt;/p&amp;gt;</description>"), ("<p>A &amp; B</p>", Form.FRAGMENT)),
    "a description of an element's name": (rss("<description>The &amp;lt;b&amp;gt; tag is old.</description>"), ("The &lt;b&gt; tag is old.", Form.FRAGMENT)),
    "a description with elements of its own": (rss("<description>A <b>B</b> &amp; C</description>"), ("A <b>B</b> &amp; C", Form.FRAGMENT)),
    "a description with references to Windows' characters": (rss("<description>It&#146;s &#147;A&#148;</description>"), ("It’s “A”", Form.TEXT)),
    "mojibake as it came": (rss("<description>FranÃ§ois</description>"), ("FranÃ§ois", Form.TEXT)),
    "a body": (rss(f"<body {XHTML}><p>A</p></body>"), ("<p>A</p>", Form.FRAGMENT)),
    "a podcast's summary": (rss("<itunes:summary>A</itunes:summary>"), ("A", Form.TEXT)),
    "a video's description": (rss("<media:group><media:description>A</media:description></media:group>"), ("A", Form.TEXT)),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTENTS)
def test_the_content_is_the_story_in_its_own_form(name: str) -> None:
    text, expected = CONTENTS[name]
    assert content(text) == expected


FACTS: dict[str, tuple[str, Field, list[tuple[Any, str]]]] = {
    "the entry's own title, wherever others stand": (
        rss("<media:group><media:title>B</media:title></media:group><image><title>C</title></image><title>A</title>"),
        Field.TITLE, [("A", "rss:title")],
    ),
    "an XHTML title as markup": (atom(f'<title type="xhtml"><div {XHTML}>A <em>B</em></div></title>'), Field.TITLE, [("A <em>B</em>", "atom:title")]),
    "a media title where there is no other": (rss("<media:title>A</media:title>"), Field.TITLE, [("A", "media:title")]),
    "a subtitle": (rss("<itunes:subtitle>A</itunes:subtitle>"), Field.SUBTITLE, [("A", "itunes:subtitle")]),
    "a guid that is the link": (rss("<guid>https://a.example/1</guid>"), Field.URL, [("https://a.example/1", "rss:guid")]),
    "a guid that is no link": (rss('<guid isPermaLink="false">https://a.example/1</guid>'), Field.URL, []),
    "a guid that is no address": (rss("<guid>hp-17</guid>"), Field.URL, []),
    "a page before other forms of it": (
        atom('<link type="application/json" href="https://a.example/1.json"/><link type="text/html" href="https://a.example/1"/>'),
        Field.URL, [("https://a.example/1", "atom:link"), ("https://a.example/1.json", "atom:link")],
    ),
    "other alternates": (
        atom('<link href="https://a.example/1"/><link href="https://a.example/1.json" type="application/json" title="JSON"/>'),
        Field.LINKS, [(Link("https://a.example/1.json", "alternate", "JSON"), "atom:link")],
    ),
    "the first of several relations": (atom('<link rel="Related nofollow" href="https://a.example/2"/>'), Field.LINKS, [(Link("https://a.example/2", "related"), "atom:link")]),
    "a relation that is none": (atom('<link rel="&lt;b&gt;" href="https://a.example/2"/>'), Field.LINKS, [(Link("https://a.example/2", "related"), "atom:link")]),
    "a relative link without a base, as it came": (rss("<link>/1.html</link>"), Field.URL, [("/1.html", "rss:link")]),
    "a relative link against the entry's base": (rss("<link>1.html</link>").replace("<item>", '<item xml:base="https://a.example/b/">'), Field.URL, [("https://a.example/b/1.html", "rss:link")]),
    "several dates, the most trusted first": (
        rss("<dc:date>2024-03-01</dc:date><dcterms:issued>2024-03-02</dcterms:issued><pubDate>Sunday</pubDate>"),
        Field.PUBLISHED, [("Sunday", "rss:pubDate"), ("2024-03-02", "dcterms:issued"), ("2024-03-01", "dc:date")],
    ),
    "no date of publication where only a change is dated": (atom("<updated>2024-03-04T10:00:00Z</updated>"), Field.PUBLISHED, []),
    "an author's name without the address": (rss("<author>Anna Cole &lt;desk@a.example&gt;</author>"), Field.AUTHORS, [("Anna Cole", "rss:author")]),
    "an author's address alone": (rss("<author>desk@a.example</author>"), Field.AUTHORS, [("desk@a.example", "rss:author")]),
    "authors of the feed that an entry came from": (
        atom("<source><author><name>A</name></author><rights>C</rights></source>", feed="<author><name>B</name></author>"),
        Field.AUTHORS, [("A", "atom:author of the source")],
    ),
    "no author from an RSS channel": (rss("", channel="<managingEditor>a@b.example (A)</managingEditor><itunes:author>B</itunes:author>"), Field.AUTHORS, []),
    "the page that an entry came from": (
        atom('<source><title>Coast</title><link rel="self" href="https://b.example/atom"/><link href="https://b.example/"/></source>'),
        Field.LINKS, [(Link("https://b.example/", "via", "Coast"), "atom:source")],
    ),
    "the entry's language before the feed's": (
        atom("", attributes='xml:lang="en"').replace("<entry>", '<entry xml:lang="de">'), Field.LANGUAGE, [("de", "xml:lang")],
    ),
    "the content's language before the entry's": (
        atom('<content xml:lang="fr">A</content>', attributes='xml:lang="en"'), Field.LANGUAGE, [("fr", "xml:lang")],
    ),
    "a language that is taken back": (atom("", attributes='xml:lang="en"').replace("<entry>", '<entry xml:lang="">'), Field.LANGUAGE, []),
    "keywords one by one": (
        rss("<media:keywords>ports, trade,</media:keywords><itunes:keywords>news</itunes:keywords>"),
        Field.SUBJECTS, [(Subject("ports"), "media:keywords"), (Subject(" trade"), "media:keywords"), (Subject("news"), "itunes:keywords")],
    ),
    "a media category": (
        rss('<media:category scheme="https://a.example/" label="Ports">p/1</media:category>'),
        Field.SUBJECTS, [(Subject("Ports", "p/1", "https://a.example/"), "media:category")],
    ),
    "content that lies elsewhere": (
        atom('<content type="text/html" src="https://a.example/1.html"/>'), Field.LINKS, [(Link("https://a.example/1.html", "alternate"), "atom:content")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FACTS)
def test_facts_are_as_given_with_where_they_stood(name: str) -> None:
    text, field, expected = FACTS[name]
    with_text = text.replace("</item>", f"<description>{STORY}</description></item>")
    if field is not Field.LANGUAGE or "<content" not in text:
        with_text = with_text.replace("</entry>", f"<summary>{STORY}</summary></entry>")
    assert said(with_text, field) == expected


MEDIA: dict[str, tuple[str, list[tuple[Media, str]]]] = {
    "the nearest caption and credit": (
        '<media:credit>B</media:credit><media:description>A</media:description><media:group><media:credit>C</media:credit>'
        '<media:content url="https://a.example/1.jpg" medium="image"><media:description>D</media:description></media:content>'
        '<media:content url="https://a.example/2.jpg" medium="image"/></media:group>',
        [(Media("photo", "D", "C", "https://a.example/1.jpg"), "media:content"), (Media("photo", "A", "C", "https://a.example/2.jpg"), "media:content")],
    ),
    "several credits": (
        '<media:content url="https://a.example/1.jpg" medium="image"><media:credit>A</media:credit><media:credit>B</media:credit></media:content>',
        [(Media("photo", None, "A, B", "https://a.example/1.jpg"), "media:content")],
    ),
    "a type by its name or by how the address ends": (
        '<media:content url="https://a.example/1" type="image/svg+xml"/><media:content url="https://a.example/2.WEBP?w=1"/><media:content url="https://a.example/3"/>',
        [(Media("graphic", url="https://a.example/1"), "media:content"), (Media("photo", url="https://a.example/2.WEBP?w=1"), "media:content")],
    ),
    "what is neither picture nor sound": ('<media:content url="https://a.example/1.swf" type="application/x-shockwave-flash"/>', []),
    "the same picture once": (
        '<media:content url="https://a.example/1.jpg" medium="image"><media:description>A</media:description></media:content>'
        '<media:thumbnail url="https://a.example/1.jpg"/><enclosure url="https://a.example/1.jpg" type="image/jpeg"/>',
        [(Media("photo", "A", None, "https://a.example/1.jpg"), "media:content")],
    ),
    "thumbnails and a podcast's picture": (
        '<media:thumbnail url="https://a.example/1.jpg"/><itunes:image href="https://a.example/2.jpg"/><image><url>https://a.example/3.jpg</url></image>',
        [(Media("photo", url="https://a.example/1.jpg"), "media:thumbnail"), (Media("photo", url="https://a.example/2.jpg"), "itunes:image"),
         (Media("photo", url="https://a.example/3.jpg"), "rss:image")],
    ),
    "a caption that is too long to be one": (
        f'<media:content url="https://a.example/1.jpg" medium="image"><media:description>{"a" * (MAX_TITLE_CHARS + 1)}</media:description></media:content>',
        [(Media("photo", url="https://a.example/1.jpg"), "media:content")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MEDIA)
def test_pictures_videos_and_sounds(name: str) -> None:
    elements, expected = MEDIA[name]
    assert said(rss(f"<description>{STORY}</description>{elements}"), Field.MEDIA) == expected


@pytest.mark.parametrize("before", ["", "\n", '<?xml version="1.0"?>\n'])
def test_a_bare_item_knows_the_usual_prefixes(before: str) -> None:
    item = f"{before}<item><title>A</title><dc:creator>B</dc:creator><content:encoded><![CDATA[<p>{STORY}</p>]]></content:encoded></item>"
    assert content(item) == (f"<p>{STORY}</p>", Form.FRAGMENT)
    assert said(item, Field.AUTHORS) == [("B", "dc:creator")]


def test_a_bare_entry_is_of_atom() -> None:
    entry = f"<entry><title>A</title><id>urn:1</id><content>{STORY}</content><media:thumbnail url='https://a.example/1.jpg'/></entry>"
    assert said(entry, Field.GUID) == [("urn:1", "atom:id")]
    assert said(entry, Field.MEDIA) == [(Media("photo", url="https://a.example/1.jpg"), "media:thumbnail")]
    assert content(entry) == (STORY, Form.TEXT)


def test_several_bare_items_are_several_entries() -> None:
    assert [entry.markup for entry in read("<item><description>A</description></item> <item><description>B</description></item>") if isinstance(entry, Entry)] == ["A", "B"]  # fmt: skip


def test_an_entry_without_text_is_an_error_in_its_place() -> None:
    first, second, third = read(rss("<description>A</description>", "<title>B</title>", "<description>C</description>"))
    assert isinstance(second, FormatError)
    assert second.reason is Reason.EMPTY_TEXT
    assert [entry.markup for entry in (first, third) if isinstance(entry, Entry)] == ["A", "C"]


def test_no_more_entries_than_a_document_may_hold() -> None:
    item = "<description>A</description>"
    assert len(list(read(rss(*[item] * MAX_ENTRIES)))) == MAX_ENTRIES
    assert refusal(rss(*[item] * (MAX_ENTRIES + 1))) is Reason.MANY_ENTRIES
    assert refusal(rss(*[item] * (MAX_ENTRIES + 1), channel="&nbsp;")) is Reason.MANY_ENTRIES


REFUSED = {
    "a feed without entries": (rss(), Reason.NO_ENTRIES),
    "an Atom feed without entries": (atom(), Reason.NO_ENTRIES),
    "no markup": ("The port reopened.", Reason.MALFORMED_MARKUP),
    "nothing": ("", Reason.MALFORMED_MARKUP),
    "a page": ("<html><body><p>The port reopened.</p></body></html>", Reason.MALFORMED_MARKUP),
    "entities": ('<!DOCTYPE rss [<!ENTITY a "b">]>' + rss("<description>&a;</description>"), Reason.FORBIDDEN_MARKUP),
    "elements deep inside one another": (rss("<a>" * 200_000 + "</a>" * 200_000), Reason.FORBIDDEN_MARKUP),
    "elements deep inside one another, ill-formed": ("<rss>&nbsp;<channel><item>" + "<a>" * 150_000, Reason.FORBIDDEN_MARKUP),
    "too many elements": (rss("<a/>" * 200_001), Reason.FORBIDDEN_MARKUP),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_feed_is_refused_as_a_whole(name: str) -> None:
    text, reason = REFUSED[name]
    assert refusal(text) is reason


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection")

    monkeypatch.setattr(socket, "socket", refuse)
    document = '<!DOCTYPE rss SYSTEM "http://a.example/rss.dtd">' + rss(f"<description>{STORY}</description>")
    assert content(document) == (STORY, Form.TEXT)
    assert content(document.replace("</rss>", "&nbsp;</rss>")) == (STORY, Form.TEXT)
    assert refusal("http://a.example/rss.xml") is Reason.MALFORMED_MARKUP


def test_the_formats_have_the_types_that_feeds_are_served_with() -> None:
    assert (RSS.content_type, ATOM.content_type) == ("application/rss+xml", "application/atom+xml")
    assert "application/rdf+xml" in RSS.also
