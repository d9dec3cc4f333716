"""Feeds that are not well-formed: read as if they were, and one bad entry costs no other."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.domain.metadata import Field, Link
from dateline.domain.rejection import Reason
from dateline.domain.story import Form
from dateline.formats.decode.format import Entry, FormatError
from dateline.formats.feeds.reader import read
from tests.support.examples import examples
from tests.support.formats.feed_documents import STORY, atom, content, entry_of, rss, said

ITEM = (
    "<title>Port &amp; ships: 3 &lt; 4</title><link>https://a.example/1?a=1&amp;b=2</link><guid isPermaLink='false'>hp&amp;17</guid>"
    "<pubDate>Mon, 04 Mar 2024 09:30:00 GMT</pubDate><dc:creator>Anna &amp; Sam</dc:creator><category domain='https://a.example/'>A &amp; B</category>"
    "<content:encoded><![CDATA[<p>Open &amp; safe</p>]]></content:encoded><description>&lt;b&gt;A&lt;/b&gt; &amp;amp; B</description>"
    "<media:content url='https://a.example/1.jpg?a=1&amp;b=2' medium='image'><media:credit>A &amp; B</media:credit></media:content>"
    "<atom:link rel='related' href='https://a.example/2?a=1&amp;b=2'/>"
)
ENTRY = (
    "<title type='html'>A &amp;amp; B</title><link href='1?a=1&amp;b=2'/><id>urn:1</id><updated>2024-03-04T10:00:00Z</updated>"
    "<author><name>Anna &amp; Sam</name></author><category term='a' label='A &amp; B'/>"
    "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Open &amp; <a href='x'>safe</a></p><title>B</title></div></content>"
)
SPOILED = ("&nbsp;", "&", "\x0b", "<br>", "</b>", "<!a")
"""What makes a document ill-formed in front of its entries without saying anything."""


@pytest.mark.parametrize("spoiled", SPOILED)
@pytest.mark.parametrize("document", [rss(ITEM), atom(ENTRY, attributes="xml:base='https://a.example/' xml:lang='en'")])
def test_an_ill_formed_feed_says_what_the_well_formed_one_says(document: str, spoiled: str) -> None:
    assert entry_of(document.replace("<title>F</title>", f"<title>F</title>{spoiled}")) == entry_of(document)


def entries(*items: str) -> list[str | Reason]:
    """The text of each entry, or the reason why it has none."""
    return [entry.markup if isinstance(entry, Entry) else entry.reason for entry in read(rss(*items))]


GOOD = "<title>Good</title><description>A good one.</description>"
BAD: dict[str, tuple[str, str | Reason]] = {
    "a bare ampersand": ("<description>A & B</description>", "A & B"),
    "a reference of HTML": ("<description>A&nbsp;caf&eacute;</description>", "A\xa0café"),
    "a control character": ("<description>A\x0bB</description>", "A\x0bB"),
    "a stray less-than sign": ("<description>3 < 4</description>", "3 < 4"),
    "a prefix that is not declared": ("<description>A</description><foo:bar>B</foo:bar>", "A"),
    "unclosed paragraphs": ("<description><p>A<p>B</description>", "<p>A<p>B"),
    "an unclosed line break": ("<description>A<br>B</description>", "A<br>B"),
    "an end tag too many": ("<description>A</description></b></title>", "A"),
    "an unclosed link": ("<link>https://a.example/1<description>A</description>", "A"),
    "an unclosed description": ("<description>A<pubDate>2024-03-04</pubDate>", Reason.MALFORMED_MARKUP),
    "an unclosed title": ("<title>A<description>B</description>", Reason.MALFORMED_MARKUP),
    "a reference to half a character": ("<description>A&#xD800;B</description>", "A&#xD800;B"),
    "a reference to no character": ("<description>A&#99999999999;B</description>", "A&#99999999999;B"),
    "an unclosed item": ("<description>A</description></item><item><description>A</description><b>", "A"),
    "no text": ("<title>A & B</title>", Reason.EMPTY_TEXT),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_siblings_of_a_bad_entry_go_on(name: str) -> None:
    bad, expected = BAD[name]
    first, *middle, last = entries(GOOD, bad, GOOD)
    assert (first, last) == ("A good one.", "A good one.")
    assert set(middle) == {expected}


def test_one_bad_entry_among_many() -> None:
    items = [f"<description>Story {n} &amp; more.</description>" for n in range(200)]
    items[100] = "<description>Story 100 <b> is cut"
    found = entries(*items)
    assert found.pop(100) is Reason.MALFORMED_MARKUP
    assert found == [f"Story {n} & more." for n in range(200) if n != 100]


def test_a_feed_that_is_cut_keeps_its_whole_entries() -> None:
    document = rss(GOOD, GOOD, GOOD)
    cut = list(read(document[: document.rindex("good one")]))
    assert [isinstance(entry, Entry) for entry in cut] == [True, True, False]
    assert isinstance(cut[2], FormatError)
    assert cut[2].reason is Reason.MALFORMED_MARKUP


def test_ampersands_of_links_are_no_references() -> None:
    document = rss("<link>https://a.example/?a=1&b=2</link><description>A</description>")
    assert said(document, Field.URL) == [("https://a.example/?a=1&b=2", "rss:link")]


def test_undeclared_prefixes_mean_what_they_usually_do() -> None:
    document = (
        "<rss><channel><item><dc:creator>A</dc:creator><atom:link rel='related' href='https://a.example/2'/>"
        f"<content:encoded><![CDATA[<p>{STORY}</p>]]></content:encoded></item></channel></rss>"
    )
    assert content(document) == (f"<p>{STORY}</p>", Form.FRAGMENT)
    assert said(document, Field.AUTHORS) == [("A", "dc:creator")]
    assert said(document, Field.LINKS) == [(Link("https://a.example/2", "related"), "atom:link")]


REASONS = {Reason.EMPTY_TEXT, Reason.MALFORMED_MARKUP, Reason.NO_ENTRIES}


def told(text: str) -> list[Any]:
    """Read a document so that two runs can be compared: it gives entries with text or reasons of REASONS, never another error."""
    try:
        found = list(read(text))
    except FormatError as error:
        found = [error]
    assert found
    assert all(entry.markup.strip() if isinstance(entry, Entry) else entry.reason in REASONS for entry in found)
    return [entry if isinstance(entry, Entry) else (entry.reason, entry.detail) for entry in found]


PIECES = (
    "<item>", "</item>", "<entry>", "</entry>", "<title>", "</title>", "<description>", "</description>", "<content type='xhtml'>", "</content>",
    "<content:encoded>", "<link>", "</link>", "<link href='a'/>", "<svg>", "</svg>", "<width>", "</width>", "</height>", "<image>", "<textinput>", "</source>",
    "<source>", "<author>", "<name>", "</name>", "</author>", "<media:group>", "<media:content url='a.jpg'/>", "</media:thumbnail>", "<media:credit>",
    "</media:credit>", "<div>", "</div>", "<![CDATA[", "]]>", "<!--", "-->", "<?a", "?>", "<!a", "&#xD800;", "&#99999999999;", "&#", "&amp;lt;", "&nbsp;",
    "xmlns:a='b'", "<a b='", "'>", "\"", "/>", "<>", "<a/b/", "\x00", "\ud800", "A", " ", "<b xml:base='http://[a/' href='b'>", "<content mode='base64'>",
    "<georss:point>", "</georss:point>", "<dcterms:valid>", "</dcterms:valid>", "<itunes:block>", "</itunes:block>", "<psc:chapters>", "<rss>", "</rss>",
    "<channel>", "</channel>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "</feed>", "<rdf:RDF>",
)  # fmt: skip
SOUP = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=40).map("".join)


@given(st.sampled_from(("", "<rss><channel><item>", "<feed xmlns='http://www.w3.org/2005/Atom'><entry>")), SOUP)
@examples(500)
def test_any_text_gives_entries_or_a_reason(before: str, text: str) -> None:
    assert told(before + text) == told(before + text)


@given(st.text(st.characters(exclude_characters="<")))
def test_text_without_markup_is_no_feed(text: str) -> None:
    assert told(text) == [(Reason.MALFORMED_MARKUP, "no feed")]


@given(st.sampled_from((rss(ITEM, GOOD), atom(ENTRY, ENTRY))), st.data())
@examples(300)
def test_a_damaged_feed_gives_entries_or_a_reason(document: str, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        at, size = data.draw(st.integers(0, len(document))), data.draw(st.integers(0, 30))
        document = document[:at] + data.draw(st.text(max_size=10)) + document[at + size :]
    assert told(document) == told(document)
