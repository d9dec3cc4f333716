"""IPTC 7901, the text transmission format of news agencies (https://www.iptc.org/std/IPTC7901/): SOH, header, STX, text, ETX."""

import re
from collections.abc import Iterator

from workers.domain.fact import Fact, Field
from workers.domain.form import Form
from workers.domain.reason import Reason
from workers.domain.subject import Subject
from workers.formats.format import Entry, Format, FormatError
from workers.formats.slug import read_slug

_SOH, _STX, _ETX, _EOT = "\x01", "\x02", "\x03", "\x04"
# Files that went through mail or an editor have the controls spelt out.
_SPELT = {"<SOH>": _SOH, "<STX>": _STX, "<ETX>": _ETX, "<EOT>": _EOT}
_HEADER = re.compile(
    r"[\r\n ]*(?:ZCZC[ \r\n]+)?(?P<source>[A-Za-z]{1,5})(?P<number>\d{1,5})[ \t]+(?P<priority>[1-9])[ \t]+(?P<category>[A-Za-z]{1,5}(?:/[A-Za-z]{1,5}){0,3})"
    r"[ \t]+(?P<words>\d{1,5})(?:[ \t]+(?P<info>[^\r\n]{0,200}))?[\r\n]"
)
_START = re.compile(r"[\s\x00-\x1f]{0,40}\x01")
_HEADLINE = re.compile(r"\s*(?P<line>\S[^\n]{3,118}[^\s.:=-])[ \t]*\n(?:[ \t]*\n){1,4}[^\n]")
# Behind ETX: day, hour and minute, zone, month and year of sending.
_SENT = re.compile(
    r"\s*(?P<day>\d{2})(?P<hour>\d{2})(?P<minute>\d{2})\s+(?P<zone>[A-Z]{3,4})\s+(?P<month>[A-Za-z]{3})\s+(?P<year>\d{2,4})\b"
)


def is_iptc7901(text: str) -> bool:
    """Whether the text opens with SOH and a header of this form."""
    start = _spelt_out(text[:400])
    found = _START.match(start)
    return found is not None and _HEADER.match(start, found.end()) is not None


def read(text: str) -> Iterator[Entry | FormatError]:
    """An entry for each message, in order. Raises FormatError."""
    messages = [message for message in _spelt_out(text).split(_SOH) if message.strip(" \r\n\t\x04\x16\x00")]
    if not messages:
        raise FormatError(Reason.MALFORMED_MARKUP, "no IPTC 7901 message")
    return (_message(message) for message in messages)


def _spelt_out(text: str) -> str:
    for spelt, control in _SPELT.items():
        text = text.replace(spelt, control)
    return text


def _message(message: str) -> Entry | FormatError:
    header = _HEADER.match(message)
    if header is None:
        return FormatError(Reason.MALFORMED_MARKUP, f"no IPTC 7901 header: {message[:60]!r}")
    before, stx, rest = message[header.end() :].partition(_STX)
    content, _, after = (rest if stx else before).partition(_ETX)
    content = content.split(_EOT, 1)[0].replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    if not content.strip():
        return FormatError(Reason.EMPTY_TEXT, "a message without text")
    facts = (*_header_facts(header), *_keyword_facts(before if stx else ""), *_headline(content), *_sent(after))
    return Entry(content, Form.TEXT, facts)


def _header_facts(header: re.Match[str]) -> Iterator[Fact]:
    """The priority is IPTC's urgency (IPTC 7901, section 2.4)."""
    yield Fact(Field.URGENCY, header["priority"], "iptc7901:priority")
    for category in header["category"].split("/"):
        yield Fact(Field.SUBJECTS, Subject(None, category.lower(), "iptc7901"), "iptc7901:category")
    yield Fact(Field.AGENCIES, header["source"].upper(), "iptc7901:source")


def _keyword_facts(lines: str) -> Iterator[Fact]:
    """Lines between header and text: the slug, with its take."""
    for line in lines.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if slug := read_slug(line.strip()):
            yield Fact(Field.SLUG, slug.slug, "iptc7901:keyword")
            if slug.take:
                yield Fact(Field.TAKE, slug.take, "iptc7901:keyword")


def _headline(content: str) -> Iterator[Fact]:
    """A first line that is short, no sentence, and has a blank line below."""
    found = _HEADLINE.match(content)
    if found:
        yield Fact(Field.TITLE, found["line"], "iptc7901:first line")


def _sent(after: str) -> Iterator[Fact]:
    """Only a whole date is one; most agencies send the day and hour alone."""
    if found := _SENT.match(after):
        date = f"{found['day']} {found['month']} {found['year']} {found['hour']}:{found['minute']} {found['zone']}"
        yield Fact(Field.PUBLISHED, date, "iptc7901:sent")


IPTC_7901 = Format("text/vnd.iptc.7901", frozenset(("application/x-iptc7901",)), read)
