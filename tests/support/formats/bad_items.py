"""Items that can't be processed, each with the reason of its rejection."""

import gzip

import orjson

from dateline.domain.limits import MAX_ENTRIES
from dateline.domain.rejection import Reason
from tests.support.items import envelope

BAD = {
    "invalid JSON": (b'{"source": "a", "payload": ', Reason.INVALID_JSON),
    "an envelope without source": (orjson.dumps({"payload": "text"}), Reason.INVALID_ENVELOPE),
    "an envelope whose payload is a number": (orjson.dumps({"source": "a", "payload": 3}), Reason.INVALID_ENVELOPE),
    "an empty payload": (envelope(""), Reason.INVALID_ENVELOPE),
    "an unknown content type": (envelope("text", content_type="application/pdf"), Reason.UNKNOWN_CONTENT_TYPE),
    "white space only": (envelope("  \n\t \n"), Reason.EMPTY_TEXT),
    "markup without text": (envelope("<p> </p><div></div><br>", content_type="text/html"), Reason.EMPTY_TEXT),
    "a page of scripts": (envelope("<html><body><script>var a = 'text'</script></body></html>"), Reason.EMPTY_TEXT),
    "a NUL byte": (b"The port\x00 reopened", Reason.NUL_BYTES),
    "an escaped NUL": (b'{"source": "a", "payload": "port\\u0000"}', Reason.NUL_BYTES),
    "a tombstone": (None, Reason.TOMBSTONE),
    "10 MB of text": (b"word " * 2_000_000, Reason.TOO_LARGE),
    "10 MB in an envelope": (envelope("word " * 2_000_000), Reason.TOO_LARGE),
    "a DOCTYPE in a feed": (envelope('<!DOCTYPE rss [<!ENTITY a "b">]><rss/>', content_type="application/rss+xml"), Reason.FORBIDDEN_MARKUP),
    "a feed without items": (envelope("<rss><channel></channel></rss>"), Reason.NO_ENTRIES),
    "a feed of too many items": (envelope(f"<rss><channel>{'<item><title>A</title></item>' * (MAX_ENTRIES + 1)}</channel></rss>"), Reason.MANY_ENTRIES),
    "XML of another kind": (b"<?xml version='1.0'?><invoice><total>7</total></invoice>", Reason.UNKNOWN_CONTENT_TYPE),
    "a news message without items": (b"<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><itemSet/></newsMessage>", Reason.NO_ENTRIES),
    "a picture without a story": (b'{"uri": "urn:x:1", "type": "picture", "description_text": "The port"}', Reason.NOT_A_STORY),
    "gzip cut off": (gzip.compress(b"The port reopened on Monday.")[:-9], Reason.MALFORMED_PACKING),
    "200,000 elements inside one another": (envelope("<div>" * 200_000 + "x" + "</div>" * 200_000), Reason.FORBIDDEN_MARKUP),
    "boilerplate only": (envelope("All rights reserved\nMore Stories\nBridge opens in Lagos"), Reason.NOTHING_LEFT),
}  # fmt: skip
