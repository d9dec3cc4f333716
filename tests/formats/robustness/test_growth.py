"""Ten times the input costs about ten times the time, never its square."""

from collections.abc import Callable

import pytest

from tests.support.growth import AT_MOST, growth, seconds
from tests.support.items import envelope, through

ENOUGH_SECONDS = 0.05
"""A shorter run says more of the clock than of the code, so the smaller input is enlarged until it takes this."""
LARGEST_BYTES = 300_000
"""Of the smaller one; ten times it is still taken."""


def repeated(before: str, unit: str, after: str = "") -> Callable[[int], bytes]:
    return lambda size: (before + unit * max(1, size // len(unit)) + after).encode()


def enveloped(unit: str, **fields: str) -> Callable[[int], bytes]:
    return lambda size: envelope("The port reopened. " + unit * max(1, size // len(unit)), **fields)


GROWING: dict[str, Callable[[int], bytes]] = {
    "angle brackets": enveloped("<", content_type="text/html"),
    "open tags": enveloped("<p ", content_type="text/html"),
    "open comments": enveloped("<!--", content_type="text/html"),
    "open CDATA": repeated("<rss><channel><item><description>", "<![CDATA["),
    "open processing instructions": repeated("<rss><channel><item>", "<?a "),
    "open declarations": repeated("<rss><channel><item>", "<!a "),
    "quotes": repeated("<rss><channel><item a=", "\"'"),
    "attributes": repeated("<rss><channel><item ", "a='b' ", "></item></channel></rss>"),
    "ampersands in a feed": repeated("<rss><channel><item><title>", "&amp;amp;", "</title></item></channel></rss>"),
    "items": repeated("<rss><channel>", "<item><title>a</title><description>Ports reopen today.</description></item>" + " " * 500, "</channel></rss>"),
    "links": repeated("<rss><channel><item><description>b</description>", "<link>https://a.example/</link>", "</item></channel></rss>"),
    "Atom links": repeated("<feed xmlns='http://www.w3.org/2005/Atom'><entry><content>b</content>", "<link href='https://a.example/'/>", "</entry></feed>"),
    "blanks in front": enveloped(" \n\t", content_type="text/plain"),
    "blanks in a declaration": repeated("<?xml ", " ", "?><rss/>"),
    "blanks in a DOCTYPE": repeated("<!DOCTYPE a SYSTEM", " ", "<rss/>"),
    "a DOCTYPE that goes on": repeated("<!DOCTYPE ", "a ", "><rss/>"),
    "quotes in JSON": lambda size: b'{"uri": "' + b'\\"' * (size // 2) + b'", "body_text": "a"}',
    "brackets in JSON strings": lambda size: b'{"uri": "' + b"[{" * (size // 2) + b'", "body_text": "a"}',
    "JSON-LD scripts": repeated("<html><head>", '<script type="application/ld+json">{"@type":"NewsArticle","headline":"a"}</script>', "</head><body><p>The port reopened on Monday.</p></body></html>"),
    "meta elements": repeated("<html><head>", "<meta name='author' content='A'>", "</head><body><p>The port reopened on Monday.</p></body></html>"),
    "blocks of a page": repeated("<html><body>", "<div class='story-body'><p>The port reopened on Monday, after a week, officials said.</p></div>", "</body></html>"),
    "classes of a page": lambda size: b"<html><body>" + b"".join(b"<p class='c%d x%d'>The port reopened.</p>" % (n, n) for n in range(size // 40)) + b"</body></html>",
    "links of a page": repeated("<html><body>", "<li><a href='/a'>Port workers end their strike</a></li>", "</body></html>"),
    "tags closed as XML": repeated("<html><body><p>The port reopened.</p>", "<script/><br/>", "</body></html>"),
    "escaped bodies in JSON-LD": lambda size: b'<html><head><script type="application/ld+json">{"articleBody": "' + b"\\u003c" * (size // 7) + b'"}</script></head><body><p>The port reopened.</p></body></html>',
    "open bodies in JSON-LD": repeated("<html><head><script>", '"articleBody": "a ', "</script></head><body><p>The port reopened.</p></body></html>"),
    "start-of-header marks": repeated("", "\x01"),
    "wire markers": repeated("", "\x16\x16\x01"),
    "zczc": repeated("ZCZC ", "ZCZC a0000 u BC-"),
    "slug hyphens": repeated("\x01abc0001 3 POL 200 a\r\n", "BC-US--", "\r\n\x02The port reopened.\r\n\x03"),
    "parentheses": enveloped("(AP) (", content_type="text/plain"),
    "capitals": enveloped("PORT ", content_type="text/plain"),
    "commas": enveloped("A, ", content_type="text/plain"),
    "one long word": enveloped("a", content_type="text/plain"),
    "combining marks": enveloped("e\u0301\u0302", content_type="text/plain"),
    "mojibake": enveloped("Ã¶Ã¼", content_type="text/plain"),
    "lines": enveloped("a\n" + "x" * 200, content_type="text/plain"),
    "NITF paragraphs": repeated("<nitf><body><body.content>", "<p>The port reopened on Monday.</p>" + " " * 300, "</body.content></body></nitf>"),
    "NITF media": repeated("<nitf><body><body.content><p>The port reopened.</p>", "<media><media-caption>a</media-caption></media>" + " " * 300, "</body.content></body></nitf>"),
    "ninjs headlines": lambda size: b'{"uri": "urn:x:1", "bodies": [{"value": "The port reopened."}], "headlines": [' + b",".join([b'{"value": "a"}'] * (size // 15)) + b"]}",
}  # fmt: skip


def job(make: Callable[[int], bytes]) -> Callable[[int], Callable[[], object]]:
    def of(size: int) -> Callable[[], object]:
        raw = make(size)
        return lambda: _through(raw)

    return of


def _through(raw: bytes) -> None:
    results = through(raw)
    assert all(getattr(result, "exception", None) is None for result in results), results


@pytest.mark.parametrize("name", GROWING)
def test_ten_times_the_input_costs_at_most_twenty_times_the_time(name: str) -> None:
    make, size = job(GROWING[name]), 2_000
    make(size)()
    while seconds(make(size)) < ENOUGH_SECONDS and size < LARGEST_BYTES:
        size = min(LARGEST_BYTES, size * 4)
    assert growth(make, size) <= AT_MOST
