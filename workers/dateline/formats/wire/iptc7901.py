"""IPTC 7901, the text transmission format of news agencies (https://www.iptc.org/std/IPTC7901/): SOH, header, STX, text, ETX.

Agencies end a headline with "=", dpa puts takes and notes above it, and many systems store messages without their controls.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dateline.domain.metadata import Fact, Field, Subject
from dateline.domain.rejection import Reason
from dateline.domain.story import Form
from dateline.formats.decode.format import Entry, Format, FormatError
from dateline.newswire.bylines import byline
from dateline.newswire.slug import is_take, read_slug
from dateline.newswire.wire_text import (
    EOT,
    ETX,
    SOH,
    STX,
    restored,
    sent,
    unwrapped,
    with_plain_line_ends,
    without_controls,
)

_HEADER = re.compile(
    r"(?:ZCZC[ \n]+)?(?P<source>[A-Za-z]{1,6})(?P<number>\d{1,6}) {1,4}(?P<priority>[1-9]) {1,4}"
    r"(?P<category>[A-Za-z]{1,5}(?:/[A-Za-z]{1,5}){0,3}) {1,4}(?P<words>\d{1,5})(?: {1,8}(?P<info>[^\n]{0,200}))? *(?:\n|\Z)"
)
_START = re.compile(r"[\s\x00-\x1f\x7f]{0,40}\x01\s{0,4}")
# The time at which a teleprinter began: "[31-JUL-97  00:00]".
_BLANK_START = re.compile(r"\s{0,40}(?:\[[^\]\n]{1,40}\]\s{1,8})?")
_LOOKED_AT = 400
_END_MARKS = frozenset(("./.", "NNNN"))
# Takes, headline and byline stay within these.
_HEAD_LINES, _HEADLINE_LINES = 14, 2
_HEADLINE_CHARS = 150
_SLUG_CHARS = 200
_DATELINE = re.compile(r"\([^()\n]{2,40}\) ?[-–—=]")
_KEYWORDS_END = "/"


def is_iptc7901(text: str) -> bool:
    """Return whether the text opens with SOH and a header of this form, or with such a header and ends with a date-time group."""
    start = with_plain_line_ends(restored(text[:_LOOKED_AT]))
    if found := _START.match(start):
        return _HEADER.match(start, found.end()) is not None
    opening = _BLANK_START.match(start)
    if opening is None or _HEADER.match(start, opening.end()) is None:
        return False
    return any(sent(line) for line in with_plain_line_ends(text[-_LOOKED_AT:]).split("\n"))


def read(text: str) -> Iterator[Entry | FormatError]:
    """Return an entry for each message, in order. Raises FormatError."""
    text = with_plain_line_ends(restored(text))
    messages = (
        [part for part in text.split(SOH)[1:] if part.strip(" \n\t\x04\x16\x7f\x00")] if SOH in text else _apart(text)
    )
    if not messages:
        raise FormatError(Reason.MALFORMED_MARKUP, "no IPTC 7901 message")
    return (_message(message) for message in messages)


def _apart(text: str) -> list[str]:
    """Return messages that have lost their controls: each begins with a header, and all but the first follow a date-time group."""
    messages: list[list[str]] = []
    ended = True
    for line in text.split("\n"):
        if ended and _HEADER.match(line):
            messages.append([])
        if messages:
            messages[-1].append(line)
        if line.strip() and not line.startswith("["):
            ended = sent(line) is not None
    return ["\n".join(lines) for lines in messages]


def _message(message: str) -> Entry | FormatError:
    message = message.lstrip("\n ")
    header = _HEADER.match(message)
    if header is None:
        return FormatError(Reason.MALFORMED_MARKUP, f"no IPTC 7901 header: {message[:60]!r}")
    before, stx, rest = message[header.end() :].partition(STX)
    content, etx, after = (rest if stx else before).partition(ETX)
    lines = [without_controls(line) for line in content.split(EOT, 1)[0].split("\n")]
    ending = _Ending(lines)
    for line in after.split("\n") if etx else ():
        ending.read(without_controls(line))
    story = _Story()
    if stx:
        story.keywords([without_controls(line) for line in before.split("\n")])
    elif lines := _from_first(lines):
        lines = story.keyword_line(lines)
    story.head(_from_first(lines))
    text = "\n".join((*story.notes, *unwrapped(story.lines)))
    if not text.strip():
        return FormatError(Reason.EMPTY_TEXT, "a message without text")
    return Entry(text, Form.TEXT, (*_header_facts(header), *story.facts(), *ending.facts))


def _header_facts(header: re.Match[str]) -> Iterator[Fact]:
    """Yield the priority counts from 1, the most urgent, as IPTC's urgency does; what stands for the sender is a service of his."""
    yield Fact(Field.URGENCY, header["priority"], "iptc7901:priority")
    for category in header["category"].split("/"):
        yield Fact(Field.SUBJECTS, Subject(None, category.lower(), "iptc7901"), "iptc7901:category")


class _Ending:
    """The trailer of a message, whose lines are taken from the end of the text."""

    def __init__(self, lines: list[str]) -> None:
        self.facts: list[Fact] = []
        while lines and (not lines[-1].strip() or lines[-1].strip() in _END_MARKS or self.read(lines[-1])):
            lines.pop()

    def read(self, line: str) -> bool:
        """Take a date-time group."""
        found = sent(line)
        if found is not None:
            self.facts.append(Fact(Field.PUBLISHED, found.moment, "iptc7901:sent"))
            if found.sender:
                self.facts.append(Fact(Field.AGENCIES, found.sender, "iptc7901:sent"))
        return found is not None


@dataclass(slots=True)
class _Story:
    """The lines between header and text, while they are classified."""

    slug: str = ""
    takes: list[str] = field(default_factory=list)
    title: str = ""
    authors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def facts(self) -> Iterator[Fact]:
        """In no order, for each place fills a field of its own."""
        for name, value, place in (
            (Field.SLUG, self.slug, "keyword"),
            (Field.TAKE, " ".join(self.takes), "take"),
            (Field.TITLE, self.title, "headline"),
        ):
            if value:
                yield Fact(name, value, f"iptc7901:{place}")
        yield from (Fact(Field.AUTHORS, author, "iptc7901:byline") for author in self.authors)
        yield from (Fact(Field.NOTES, note, "iptc7901:note") for note in self.notes)

    def keywords(self, lines: list[str]) -> None:
        """The keyword lines: "Yemen/conflict/", "Hafen/Libanon, 2.Zusammenfassung"."""
        line = " ".join(" ".join(lines).split()).strip(_KEYWORDS_END)
        found = read_slug(line)
        if found is not None:
            self.slug, self.takes = found.slug, [found.take] if found.take else []
        elif len(line) <= _SLUG_CHARS:
            self.slug = line

    def keyword_line(self, lines: list[str]) -> list[str]:
        """Take the keyword line if no STX marks its end; return the rest."""
        rest = _from_first(lines[1:])
        is_block = bool(rest) and not lines[1].strip() and _end_of_head(rest) is not None
        if lines[0].rstrip().endswith(_KEYWORDS_END) or is_block:
            self.keywords(lines[:1])
            return rest
        return lines

    def head(self, lines: list[str]) -> None:
        """Tell takes, notes, headline and byline from the text."""
        end = _end_of_head(lines)
        if end is None:
            at = self._takes_and_notes(lines)
            title, rest = _first_block(lines[at:])
            self.title, self.lines = (title, rest) if title else ("", lines[at:])
            return
        head, self.lines = [line.strip() for line in lines[:end]], lines[end:]
        head[-1] = head[-1].removesuffix("=").rstrip()
        head = head[self._takes_and_notes(head) :]
        if len(head) > 1 and head[-1].startswith("(") and head[-1].endswith(")"):
            self.notes.append(head.pop())
        if len(head) > 1 and (people := byline(head[-1])) is not None:
            self.authors = people
            if not people:
                self.notes.append(head[-1])
            head.pop()
        self.title = " ".join(head)

    def _takes_and_notes(self, lines: list[str]) -> int:
        """Return those above a headline, in capitals or brackets; returns how many lines they are."""
        at = 0
        while at < min(len(lines), _HEAD_LINES):
            line = lines[at].strip()
            end = at + 1
            if line.startswith("("):
                end = next((n + 1 for n in range(at, min(len(lines), at + 6)) if lines[n].rstrip().endswith(")")), at)
                if end == at:
                    break
                note = " ".join(part.strip() for part in lines[at:end])
                inner = note[1:-1].strip()
                (self.takes if is_take(inner) else self.notes).append(inner if is_take(inner) else note)
            elif line.isupper() and is_take(line):
                self.takes.append(line)
            else:
                break
            at = end
        return at


def _from_first(lines: list[str]) -> list[str]:
    """From the first line that is not blank."""
    return lines[next((at for at, line in enumerate(lines) if line.strip()), len(lines)) :]


def _end_of_head(lines: list[str]) -> int | None:
    """Behind the line with the "=" that ends a headline, if the first block of lines has one."""
    for at, line in enumerate(lines[:_HEAD_LINES]):
        if not line.strip():
            return None
        if line.rstrip().endswith("="):
            return at + 1
    return None


def _first_block(lines: list[str]) -> tuple[str, list[str]]:
    """Return a headline without "=": short, no sentence, no dateline, a blank line below and text after that."""
    block = lines[: next((at for at, line in enumerate(lines) if not line.strip()), len(lines))]
    title, rest = " ".join(line.strip() for line in block), _from_first(lines[len(block) :])
    fits = 0 < len(block) <= _HEADLINE_LINES and len(title) <= _HEADLINE_CHARS and bool(rest)
    if not fits or title[-1] in ".:;,-" or _DATELINE.search(title):
        return "", lines
    return title, rest


IPTC_7901 = Format(
    "text/vnd.iptc.7901", frozenset(("application/x-iptc7901", "application/x-iptc-7901", "text/x-iptc7901")), read
)
