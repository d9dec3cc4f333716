"""Items that can't be published: each kind with its headers and the reason that its dead letter must give."""

from dataclasses import dataclass

import orjson

from dateline.domain.rejection import Reason
from tests.support.formats.bad_items import BAD
from tests.support.items import envelope

JSON = {"content-type": b"application/json"}
RSS = "application/rss+xml"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
# Kinds as large as this come seldom: they test the limits, not the network.
LARGE_BYTES = 1_000_000


@dataclass(frozen=True)
class Bad:
    """One kind."""

    name: str
    value: bytes | None
    reason: Reason
    headers: dict[str, bytes]

    @property
    def is_large(self) -> bool:
        """Whether it is to come seldom."""
        return len(self.value or b"") > LARGE_BYTES


def feed(body: str) -> bytes:
    """Return an envelope with a feed in it."""
    return envelope(body, content_type=RSS)


def plain(charset: str) -> dict[str, bytes]:
    """Return the headers of bare text in a charset."""
    return {"content-type": f"text/plain; charset={charset}".encode()}


MORE: dict[str, tuple[bytes, Reason, dict[str, bytes]]] = {
    "no bytes at all": (b"", Reason.EMPTY_TEXT, {}),
    "bad UTF-8 in an envelope": (b'{"source": "a", "payload": "caf\xe9"}', Reason.INVALID_JSON, {}),
    "a lone surrogate in an envelope": (b'{"source": "a", "payload": "\\ud800"}', Reason.INVALID_JSON, {}),
    "NaN in an envelope": (b'{"source": "a", "payload": NaN}', Reason.INVALID_JSON, {}),
    "an envelope cut off": (envelope("The port reopened on Monday.")[:-9], Reason.INVALID_JSON, {}),
    "two envelopes in one message": (envelope("One.") + envelope("Two."), Reason.INVALID_JSON, {}),
    "JSON nested too deep": (b'{"source": ' + b"[" * 100_000, Reason.INVALID_JSON, {}),
    "a list that says it is JSON": (b"[1, 2]", Reason.INVALID_ENVELOPE, JSON),
    "a number that says it is JSON": (b"17", Reason.INVALID_ENVELOPE, JSON),
    "null for a source": (orjson.dumps({"source": None, "payload": "text"}), Reason.INVALID_ENVELOPE, {}),
    "a list for a payload": (orjson.dumps({"source": "a", "payload": ["text"]}), Reason.INVALID_ENVELOPE, {}),
    "a number for a URL": (envelope("text", url=7), Reason.INVALID_ENVELOPE, {}),
    "a date that is none": (envelope("text", fetched_at="yesterday"), Reason.INVALID_ENVELOPE, {}),
    "Latin-1 declared as UTF-8": ("Müller".encode("latin-1"), Reason.WRONG_CHARSET, plain("utf-8")),
    "a charset that nobody knows": (b"text", Reason.WRONG_CHARSET, plain("klingon")),
    "UTF-16 cut in half": ("Hafen".encode("utf-16")[:-1], Reason.WRONG_CHARSET, {}),
    "an image": (envelope("GIF89a", content_type="image/gif"), Reason.UNKNOWN_CONTENT_TYPE, {}),
    "a bare archive": (b"PK\x03\x04 zip", Reason.UNKNOWN_CONTENT_TYPE, {"content-type": b"application/zip"}),
    "a billion laughs": (feed(f"<!DOCTYPE rss [{LAUGHS}]><rss>&l9;</rss>"), Reason.FORBIDDEN_MARKUP, {}),
    "an external entity": (feed('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>'), Reason.FORBIDDEN_MARKUP, {}),
    "a feed that is no XML": (feed("]]>not a feed<<<"), Reason.MALFORMED_MARKUP, {}),
    "a feed of a hundred items without text": (feed(f"<rss><channel>{'<item><title>A</title></item>' * 100}</channel></rss>"), Reason.EMPTY_TEXT, {}),
    "a feed's item without text": (feed("<item><title>Only a title</title></item>"), Reason.EMPTY_TEXT, {}),
    "comments only": (envelope("<html><body><!-- nothing --></body></html>"), Reason.EMPTY_TEXT, {}),
}  # fmt: skip

KINDS: tuple[Bad, ...] = (
    *(Bad(name, value, reason, {}) for name, (value, reason) in BAD.items()),
    *(Bad(name, value, reason, headers) for name, (value, reason, headers) in MORE.items()),
)
