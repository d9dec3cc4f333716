"""Ten times the feed costs about ten times the time, whatever it is made of: the readers alone, which growth of all stages would hide."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from dateline.formats.decode.format import FormatError, Read
from dateline.formats.feeds.json_feed import JSON_FEED
from dateline.formats.feeds.reader import read
from tests.support.growth import AT_MOST, growth

SIZE = 15_000

RSS = (
    '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><item><description>Story.</description>',
    "</item></channel></rss>",
)
XHTML = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">',
    "</div></content></entry></feed>",
)
ATOM = ('<feed xmlns="http://www.w3.org/2005/Atom"><entry><content>Story.</content>', "</entry></feed>")


def repeated(before: str, unit: str, after: str = "") -> Callable[[int], str]:
    return lambda size: before + unit * max(1, size // len(unit)) + after


def numbered(before: str, unit: str, after: str = "") -> Callable[[int], str]:
    return lambda size: before + "".join(unit.replace("#", str(n)) for n in range(size // len(unit))) + after


def item(unit: str, inside: tuple[str, str] = ("", "")) -> Callable[[int], str]:
    return repeated(RSS[0] + inside[0], unit, inside[1] + RSS[1])


GROWING: dict[str, Callable[[int], str]] = {
    "blanks in a tag": repeated(RSS[0] + "<a", " "),
    "open comments": repeated(RSS[0], "<!--"),
    "entries": repeated("<rss><channel>", "<item><description>Story.</description></item>" + " " * 500, "</channel></rss>"),
    "categories": numbered(RSS[0], "<category>a#</category>", RSS[1]),
    "authors": item("<author>a</author>"),
    "an author like an address": item("a", ("<author>", "</author>")),
    "an author of many at signs": item("a@a.", ("<author>", "</author>")),
    "links": item("<link>https://a.example/</link>"),
    "Atom links": repeated(ATOM[0], "<link href='https://a.example/'/>", ATOM[1]),
    "sources": repeated(ATOM[0], "<source><title>a</title><link href='x'/></source>", ATOM[1]),
    "guids": item("<guid>a</guid>"),
    "titles": item("<title>a</title>"),
    "descriptions": item("<description>a</description>"),
    "pictures": numbered(RSS[0], "<media:content medium='image' url='https://a.example/#'/><media:credit/><media:description/>", RSS[1]),
    "pictures in a group": numbered(RSS[0] + "<media:group>", "<media:content medium='image' url='https://a.example/#'/><media:credit/>", "</media:group>" + RSS[1]),
    "keywords": item("a,", ("<keywords>", "</keywords>")),
    "attributes": numbered(RSS[0] + "<a ", "a#='b' ", "/>" + RSS[1]),
    "the same attribute": item("a='b' ", ("<a ", "/>")),
    "attributes in XHTML": numbered(XHTML[0] + "<a ", "a#='b' ", "/>" + XHTML[1]),
    "namespaces at once": lambda size: "<rss " + " ".join(f"xmlns:a{n}='u{n}'" for n in range(size // 40)) + "><channel><item>" + "<b xmlns='z'/>" * (size // 40) + "<description>a</description>" + RSS[1],
    "namespaces one by one": numbered(RSS[0], "<z#:b xmlns:z#='u#'/>", RSS[1]),
    "a long base": lambda size: f"<rss xml:base='https://a.example/{'b' * (size // 2)}'><channel><item>" + "<a/>" * (size // 8) + "<description>a</description>" + RSS[1],
    "a long language": lambda size: f"<rss xml:lang='{'a_' * (size // 4)}'><channel><item>" + "<title/>" * (size // 16) + "<description>a</description>" + RSS[1],
    "long relations": item("a ", ("<link href='b' rel='", "'/>")),
    "steps up": repeated("<rss xml:base='https://a.example/b/'><channel><item><description>a</description><link>", "../", "</link>" + RSS[1]),
    "processing instructions in XHTML": repeated(XHTML[0], " <?a?>", XHTML[1]),
    "comments in XHTML": repeated(XHTML[0], " <!---->", XHTML[1]),
    "blank references in XHTML": repeated(XHTML[0], "&#32;", XHTML[1]),
    "blank references in ill-formed XHTML": repeated(XHTML[0], "&#32;", "&nbsp;" + XHTML[1]),
    "paragraphs in XHTML": repeated(XHTML[0], "<p>a</p>", XHTML[1]),
    "content in content": repeated(XHTML[0], "<content>a</content>", XHTML[1]),
    "base64": repeated('<feed xmlns="http://purl.org/atom/ns#"><entry><content mode="base64" type="text/html">', "YWFh\n", "</content></entry></feed>"),
    "escaped twice": repeated("<rss><channel><item><description>", "&amp;lt;p ", "</description>" + RSS[1]),
    "blanks": item("&amp;nbsp;", ("<description>", "</description>")),
    "angle brackets": repeated(RSS[0], "< "),
    "open CDATA": repeated(RSS[0] + "<title>", "<![CDATA["),
    "CDATA": item("<![CDATA[a]]>", ("<title>", "&nbsp;</title>")),
    "open processing instructions": repeated(RSS[0], "<?a "),
    "open declarations": repeated(RSS[0], "<!a "),
    "open tags": repeated(RSS[0], "<a "),
    "open attributes": repeated(RSS[0], '<a b="'),
    "quotes": repeated(RSS[0] + "<a b=", "\"'"),
    "quoted words": item('"a" ', ("<a ", "")),
    "a long name": item("a", ("<", ">")),
    "colons": item(":a", ("<a", ">")),
    "short tags": repeated(RSS[0], "<>"),
    "tags with a slash": repeated(RSS[0], "<a/"),
    "ampersands": item("&", ("<title>", "</title>")),
    "references of HTML": item("&nbsp;", ("<title>", "</title>")),
    "references to no character": item("&#99999999999;", ("<title>", "</title>")),
    "a reference of many digits": item("1", ("<title>&#", ";&nbsp;</title>")),
    "unclosed elements": lambda size: RSS[0] + "<p>" * min(3000, size // 8) + "</a>" * (size // 8),
    "items in items": lambda size: "<rss><channel>" + "<item>" * min(900, size // 100) + "a" * size,
}  # fmt: skip


def job(reader: Read, make: Callable[[int], str]) -> Callable[[int], Callable[[], object]]:
    def of(size: int) -> Callable[[], object]:
        text = make(size)
        return lambda: _read(reader, text)

    return of


def _read(reader: Read, text: str) -> None:
    with suppress(FormatError):
        list(reader(text))


@pytest.mark.parametrize("name", GROWING)
def test_ten_times_the_feed_costs_at_most_twenty_times_the_time(name: str) -> None:
    assert growth(job(read, GROWING[name]), SIZE) <= AT_MOST


@pytest.mark.parametrize("unit", ['{"content_text": "a"}', '{"content_html": "<p>a &lt; b</p>"}', "null"])
def test_ten_times_the_json_feed_costs_at_most_twenty_times_the_time(unit: str) -> None:
    assert growth(job(JSON_FEED.read, lambda count: '{"items": [' + ",".join([unit] * count) + "]}"), 80) <= AT_MOST
