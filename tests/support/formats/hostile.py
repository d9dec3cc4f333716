# ruff: noqa: PLW0108 - each input is made where it is tried, and looks the same as the others
"""Inputs that are made to hurt: each with its message, its headers, and what must become of it."""

import gzip
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import orjson
import zstandard

from dateline.domain.rejection import Reason
from tests.support.items import envelope

STORY = "The port reopened on Monday after a week of repairs."


@dataclass(frozen=True)
class Hostile:
    """`reason` is the only one that the rejection may give; None where a record must come out, for which `check` holds."""

    name: str
    raw: Callable[[], bytes]
    reason: Reason | None = None
    check: Callable[[dict[str, object]], bool] = lambda record: STORY in str(record["text"])
    content_type: str | None = None


def rss(item: str, before: str = "") -> bytes:
    return f'{before}<rss version="2.0"><channel><title>F</title><item>{item}</item></channel></rss>'.encode()


def story_rss(rest: str = "", title: str = "Port reopens") -> bytes:
    return rss(f"<title>{title}</title>{rest}<description>{STORY}</description>")


def ninjs(**fields: object) -> bytes:
    return orjson.dumps({"uri": "urn:x:1", "type": "text", "body_text": STORY, **fields})


def atom(entry: str) -> bytes:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><id>1</id>{entry}</entry></feed>'.encode()


def package(inner: str) -> bytes:
    return (
        '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/><itemSet>'
        + inner
        + "</itemSet></newsMessage>"
    ).encode()


CYCLE = (
    '<packageItem guid="a" version="1"><groupSet root="g1"><group id="g1" role="x"><groupRef idref="g2"/></group>'
    '<group id="g2" role="x"><groupRef idref="g1"/><itemRef residref="a"/></group></groupSet></packageItem>'
)

BILLION = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">'.replace("lol0", "lol") for n in range(1, 10))
    + "]>"
)

HOSTILE = (
    Hostile("billion laughs in a feed", lambda: rss("<title>&lol9;</title>", BILLION), Reason.FORBIDDEN_MARKUP),
    Hostile("billion laughs in NITF", lambda: f"{BILLION}<nitf><body>&lol9;</body></nitf>".encode(), Reason.FORBIDDEN_MARKUP, content_type="application/xml"),
    Hostile("quadratic blow-up", lambda: f'<!DOCTYPE rss [<!ENTITY a "{"a" * 50_000}">]><rss><channel><item><title>{"&a;" * 5_000}</title></item></channel></rss>'.encode(), Reason.FORBIDDEN_MARKUP),
    Hostile("an external entity on a file", lambda: rss("<title>&x;</title>", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), Reason.FORBIDDEN_MARKUP),
    Hostile("an external entity on the network", lambda: rss("<title>&x;</title>", '<!DOCTYPE rss [<!ENTITY x SYSTEM "http://127.0.0.1:1/x">]>'), Reason.FORBIDDEN_MARKUP),
    Hostile("a parameter entity", lambda: rss("<title>T</title>", '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x.dtd"> %p;]>'), Reason.FORBIDDEN_MARKUP),
    Hostile("an entity behind a second DOCTYPE", lambda: b'<!DOCTYPE rss><!DOCTYPE rss [<!ENTITY a "b">]>' + story_rss(), Reason.FORBIDDEN_MARKUP),
    Hostile("an external DTD alone", lambda: b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/rss.dtd">' + story_rss()),
    Hostile("XInclude of a file", lambda: rss(f'<title>T</title><description>{STORY}</description><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'), check=lambda r: "root:" not in json.dumps(r)),
    Hostile("an XSLT processing instruction", lambda: b'<?xml-stylesheet type="text/xsl" href="http://127.0.0.1:1/x.xsl"?>' + story_rss()),
    Hostile("200,000 elements deep in a feed", lambda: rss("<a>" * 200_000 + "</a>" * 200_000), Reason.FORBIDDEN_MARKUP),
    Hostile("200,000 elements deep in a page", lambda: b"<html><body>" + b"<div>" * 200_000 + STORY.encode() + b"</div>" * 200_000, Reason.FORBIDDEN_MARKUP),
    Hostile("200,000 elements deep in NITF", lambda: b"<nitf><body><body.content>" + b"<p>" * 200_000 + b"</p>" * 200_000 + b"</body.content></body></nitf>", Reason.FORBIDDEN_MARKUP),
    Hostile("200,000 lists deep in JSON", lambda: b'{"uri": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", Reason.INVALID_JSON),
    Hostile("objects 5,000 deep in ninjs", lambda: b'{"uri": "urn:x:1", "body_text": "a", "associations": ' + b'[{"uri": "u", "associations": ' * 5_000 + b"[]" + b"}]" * 5_000 + b"}", Reason.INVALID_JSON),
    Hostile("250,000 elements side by side", lambda: rss("<title>T</title>" + "<a/>" * 250_000), Reason.FORBIDDEN_MARKUP),
    Hostile("a million elements in a page", lambda: b"<html><body><p>" + b"<b>a" * 1_000_000, Reason.FORBIDDEN_MARKUP),
    Hostile("a feed of 5,000 entries", lambda: b"<rss><channel>" + b"<item><title>a</title></item>" * 5_000 + b"</channel></rss>", Reason.MANY_ENTRIES),
    Hostile("50 MB of text", lambda: b"word " * 10_000_000, Reason.TOO_LARGE),
    Hostile("50 MB of markup", lambda: b"<p>word</p>" * 4_600_000, Reason.TOO_LARGE),
    Hostile("a gzip bomb of 100 MB", lambda: gzip.compress(bytes(100_000_000)), Reason.TOO_LARGE),
    Hostile("a zstd bomb of 1 GB", lambda: _zstd_bomb(1 << 30), Reason.TOO_LARGE),
    Hostile("gzip of one letter, 3 MB of it", lambda: gzip.compress(b"a" * 3_000_000), Reason.TOO_LARGE),
    Hostile("gzip in gzip", lambda: gzip.compress(gzip.compress(STORY.encode())), Reason.WRONG_CHARSET),
    Hostile("a cut gzip stream", lambda: gzip.compress(STORY.encode() * 50)[:-20], Reason.MALFORMED_PACKING),
    Hostile("a cut zstd stream", lambda: zstandard.compress(STORY.encode() * 5000)[:-9], Reason.MALFORMED_PACKING),
    Hostile("a broken gzip checksum", lambda: gzip.compress(STORY.encode())[:-8] + b"12345678", Reason.MALFORMED_PACKING),
    Hostile("zlib without a header", lambda: zlib.compress(STORY.encode() * 50), Reason.WRONG_CHARSET),
    Hostile("a zstd window of 2 GB", lambda: b"\x28\xb5\x2f\xfd\x00\xa8" + b"\x01\x00\x00", Reason.MALFORMED_PACKING),
    Hostile("a charset that there is not", lambda: STORY.encode(), Reason.WRONG_CHARSET, content_type="text/plain; charset=x-klingon"),
    Hostile("a charset that is a codec of Python", lambda: STORY.encode(), Reason.WRONG_CHARSET, content_type="text/plain; charset=rot13"),
    Hostile("UTF-7 that hides a script", lambda: b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-", Reason.WRONG_CHARSET, content_type="text/html; charset=utf-7"),
    Hostile("Latin-1 bytes declared as UTF-8", lambda: "Müller käme".encode("latin-1"), Reason.WRONG_CHARSET, content_type="text/plain; charset=utf-8"),
    Hostile("UTF-16 bytes declared as UTF-8", lambda: STORY.encode("utf-16-le"), Reason.NUL_BYTES, content_type="text/plain; charset=utf-8"),
    Hostile("a UTF-8 mark and UTF-16 behind it", lambda: b"\xef\xbb\xbf" + STORY.encode("utf-16-be"), Reason.NUL_BYTES),
    Hostile("a cut UTF-16 character", lambda: b"\xff\xfe" + STORY.encode("utf-16-le")[:-1], Reason.WRONG_CHARSET),
    Hostile("overlong UTF-8", lambda: b"<p>\xc0\xbcscript\xc0\xbe</p>" * 3, Reason.WRONG_CHARSET, content_type="text/html; charset=utf-8"),
    Hostile("half a surrogate in JSON", lambda: b'{"source": "a", "payload": "The port \\ud83d reopened."}', Reason.INVALID_JSON),
    Hostile("half a surrogate as a character reference", lambda: envelope(f"<p>{STORY}</p><p>&#xD83D;</p>", content_type="text/html")),
    Hostile("half a surrogate in a feed", lambda: story_rss(title="A&#xD83D;B"), check=lambda r: STORY in str(r["text"])),
    Hostile("a duplicate key", lambda: b'{"source": "a", "payload": "not this", "payload": "' + STORY.encode() + b'"}'),
    Hostile("a number of 400 digits", lambda: b'{"uri": "urn:x:1", "body_text": "a", "urgency": ' + b"9" * 400 + b"}", Reason.INVALID_JSON),
    Hostile("an urgency of 10 to the 15th", lambda: ninjs(urgency=10**15), check=lambda r: r["urgency"] is None and _flaws(r) == ["number_out_of_range"]),
    Hostile("an urgency of minus one", lambda: ninjs(urgency=-1), check=lambda r: r["urgency"] is None and _flaws(r) == ["number_out_of_range"]),
    Hostile("NaN in JSON", lambda: b'{"uri": "urn:x:1", "body_text": "a", "urgency": NaN}', Reason.INVALID_JSON),
    Hostile("a date in the year 1", lambda: story_rss("<pubDate>Mon, 01 Jan 0001 00:00:00 GMT</pubDate>"), check=lambda r: r["published"] is None and _flaws(r) == ["date_out_of_range"]),
    Hostile("a date in the year 9999", lambda: ninjs(versioncreated="9999-12-31T23:59:59Z", firstcreated="9999-12-31T23:59:59Z"), check=lambda r: r["published"] is None and set(_flaws(r)) == {"date_out_of_range"}),
    Hostile("a date of 10,000 digits", lambda: story_rss(f"<pubDate>{'1' * 10_000}</pubDate>"), check=lambda r: r["published"] is None and _flaws(r) == ["not_a_date"]),
    Hostile("a javascript: link", lambda: story_rss("<link>javascript:alert(1)</link>"), check=lambda r: r["url"] is None and "not_a_url" in _flaws(r)),
    Hostile("a data: link", lambda: story_rss("<link>data:text/html,&lt;script&gt;alert(1)&lt;/script&gt;</link>"), check=lambda r: r["url"] is None),
    Hostile("a file: link", lambda: envelope(STORY, url="file:///etc/passwd"), check=lambda r: r["url"] is None and "not_a_url" in _flaws(r)),
    Hostile("a link of 100,000 characters", lambda: story_rss(f"<link>https://a.example/{'a' * 100_000}</link>"), check=lambda r: r["url"] is None and "url_too_long" in _flaws(r)),
    Hostile("a link with a port of 99999999", lambda: story_rss("<link>https://a.example:99999999/</link>"), check=lambda r: r["url"] is None and "not_a_url" in _flaws(r)),
    Hostile("a link with a line end in it", lambda: envelope(STORY, url="https://a.example/\r\nSet-Cookie: a=b"), check=lambda r: r["url"] is None),
    Hostile("script in a title", lambda: story_rss(title="&lt;script&gt;alert(1)&lt;/script&gt;Port reopens"), check=lambda r: r["title"] == "Port reopens"),
    Hostile("script in a title, in CDATA", lambda: story_rss(title="<![CDATA[Port <img src=x onerror=alert(1)> reopens<script>alert(1)</script>]]>"), check=lambda r: r["title"] == "Port reopens"),
    Hostile("script in an envelope's title", lambda: envelope(STORY, title="<svg onload=alert(1)>Port reopens"), check=lambda r: r["title"] == "Port reopens"),
    Hostile("a title of 1 MB", lambda: story_rss(title="A" * 1_000_000), check=lambda r: r["title"] is None and "too_long" in _flaws(r)),
    Hostile("script and style in a page", lambda: f"<html><body><article><script>var a = 'secret'</script><style>b {{}}</style><p>{STORY}</p></article></body></html>".encode(), check=lambda r: r["text"] == STORY),
    Hostile("a NUL in the middle", lambda: b"The port\x00 reopened", Reason.NUL_BYTES),
    Hostile("an escaped NUL", lambda: b'{"source": "a", "payload": "port\\u0000"}', Reason.NUL_BYTES),
    Hostile("a direction override", lambda: envelope(f"{STORY} \u202eesrever\u202c", content_type="text/plain"), check=lambda r: "\u202e" not in str(r["text"]) and r["repairs"] == ["direction_override"]),
    Hostile("controls and escapes of a terminal", lambda: envelope(f"\x1b[31m{STORY}\x07\x08", content_type="text/plain"), check=lambda r: "\x1b" not in str(r["text"]) and r["repairs"] == ["controls"]),
    Hostile("mojibake", lambda: envelope("Die Ã„rzte spielten am Montag in KÃ¶ln vor zehntausend Menschen, sagte ein Sprecher in MÃ¼nchen.", content_type="text/plain"), check=lambda r: "Ärzte" in str(r["text"]) and "Köln" in str(r["text"]) and r["repairs"] == ["mojibake"]),
    Hostile("a package that holds itself", lambda: package(CYCLE), Reason.NOT_A_STORY),
    Hostile("a news message without items", lambda: package(""), Reason.NO_ENTRIES),
    Hostile("a list where an object belongs", lambda: b"[" * 50 + b"]" * 50, Reason.INVALID_ENVELOPE, content_type="application/json"),
    Hostile("ninjs whose body is a number", lambda: ninjs(body_text=7), Reason.EMPTY_TEXT),
    Hostile("ninjs whose everything is null", lambda: orjson.dumps(dict.fromkeys(("uri", "type", "headline", "body_text", "body_html", "associations", "subject"))), Reason.EMPTY_TEXT),
    Hostile("attributes of a megabyte", lambda: atom(f'<title a="{"x" * 1_000_000}">T</title><content>{STORY}</content>')),
    Hostile("an unclosed CDATA of a megabyte", lambda: rss("<title>T</title><description><![CDATA[" + "a" * 1_000_000), Reason.EMPTY_TEXT),
    Hostile("a comment that never ends", lambda: b"<rss><channel><item><!--" + b"-" * 1_000_000, Reason.EMPTY_TEXT),
    Hostile("900,000 ampersands", lambda: envelope(f"<p>{STORY}</p><p>{'&' * 900_000}</p>", content_type="text/html")),
    Hostile("a tombstone with a content type", lambda: b"", Reason.EMPTY_TEXT, content_type="text/plain"),
)  # fmt: skip


def _flaws(record: dict[str, object]) -> list[str]:
    refused = record["refused"]
    assert isinstance(refused, list)
    return [value["flaw"] for value in refused]


def _zstd_bomb(size: int) -> bytes:
    compressor = zstandard.ZstdCompressor(level=1).compressobj()
    block = bytes(1 << 20)
    return b"".join([compressor.compress(block) for _ in range(size >> 20)] + [compressor.flush()])
