"""ANPA 1312, the text transmission format of North American wires (Newspaper Association of America, ANPA-1312)."""

import re
from collections.abc import Iterator

from workers.domain.fact import Fact, Field
from workers.domain.form import Form
from workers.domain.reason import Reason
from workers.domain.subject import Subject
from workers.formats.format import Entry, Format, FormatError
from workers.formats.slug import read_slug, slug_line

_MARK = "\x16\x16\x01"
_STX, _ETX, _EOT = "\x02", "\x03", "\x04"
# Service level and story number; a unit separator, then selector codes.
_FIRST = re.compile(r"(?P<service>[A-Za-z])(?P<number>\d{4})(?P<selectors>[^\r\n\x02]{0,60})")
# Priority, category, then the keyword line: "r a BC-US--Winter Storm,1st Ld-Writethru   03-04 0512".
_SECOND = re.compile(
    r"[\x10-\x1f\s]{0,8}(?P<priority>[a-z])[\x10-\x1f ]{1,4}(?P<category>[a-z])[\x10-\x1f ]{1,4}(?P<keyword>[^\r\n\x02]{1,160})",
    re.I,
)
_COUNT = re.compile(r"[\x10-\x1f\s]+(?P<date>\d{1,2}-\d{1,2})?\s*(?P<words>\d{3,5})\s*$")
# What typesetters read: ^ before a heading, < behind a line, = behind a byline.
_MARKS = re.compile(r"^[\^\x10-\x1f]+|[<\x10-\x1f]+$|=<?$", re.M)
_SIGN_OFF = re.compile(
    r"\n\s*AP-[A-Z]{2}-(?P<month>\d{2})-(?P<day>\d{2})-(?P<year>\d{2})\s+(?P<hour>\d{2})(?P<minute>\d{2})(?P<zone>[A-Z]{3})[<\s]*$"
)
_SIGN_OFF_CHARS = 200
_NO_HEADLINE = re.compile(r"eds?:|by |ap (?:photo|graphic|video)|with ap", re.I)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def is_anpa1312(text: str) -> bool:
    """Whether the text opens with SYN SYN SOH and a story number."""
    start = text[:80].lstrip("\r\n \x7f")
    return start.startswith(_MARK) and _FIRST.match(start, len(_MARK)) is not None


def read(text: str) -> Iterator[Entry | FormatError]:
    """An entry for each story, in order. Raises FormatError."""
    _, *stories = text.split(_MARK)
    if not stories:
        raise FormatError(Reason.MALFORMED_MARKUP, "no ANPA 1312 story")
    return (_story(story) for story in stories)


def _story(story: str) -> Entry | FormatError:
    first = _FIRST.match(story)
    if first is None:
        return FormatError(Reason.MALFORMED_MARKUP, f"no ANPA 1312 header: {story[:60]!r}")
    header, stx, rest = story[first.end() :].partition(_STX)
    if not stx:
        return FormatError(Reason.MALFORMED_MARKUP, "no start of text")
    content = (
        re.split(f"[{_ETX}{_EOT}]", rest, maxsplit=1)[0]
        .replace("\r\r\n", "\n")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
    )
    sign_off = _SIGN_OFF.search(content.rstrip(), max(0, len(content) - _SIGN_OFF_CHARS))
    if sign_off:
        content = content[: sign_off.start()]
    text = _MARKS.sub("", content)
    if not text.strip():
        return FormatError(Reason.EMPTY_TEXT, "a story without text")
    facts = (*_header(header), *_headline(content), *(_sent(sign_off) if sign_off else ()))
    return Entry(text, Form.TEXT, facts)


def _header(header: str) -> Iterator[Fact]:
    found = _SECOND.search(header[:400])
    if found is None:
        return
    yield Fact(Field.SUBJECTS, Subject(None, found["category"].lower(), "anpa1312"), "anpa1312:category")
    keyword = found["keyword"]
    if count := _COUNT.search(keyword):
        keyword = keyword[: count.start()]
    if slug := read_slug(keyword.strip("\x10\x11\x12\x13\x14\x1f ")):
        yield Fact(Field.SLUG, slug.slug, "anpa1312:keyword")
        if slug.take:
            yield Fact(Field.TAKE, slug.take, "anpa1312:keyword")


def _headline(content: str) -> Iterator[Fact]:
    """The first heading that is neither slug, note to editors, picture list nor byline."""
    for line in content.split("\n"):
        heading = _MARKS.sub("", line).strip()
        if not line.startswith("^"):
            if heading:
                return
        elif (
            heading
            and not _NO_HEADLINE.match(heading)
            and slug_line(heading) is None
            and not line.rstrip("<\n ").endswith("=")
        ):
            yield Fact(Field.TITLE, heading, "anpa1312:heading")
            return


def _sent(sign_off: re.Match[str]) -> Iterator[Fact]:
    """AP's last line has the whole date: AP-NY-03-04-24 0123EST."""
    if 1 <= int(sign_off["month"]) <= 12:
        month = _MONTHS[int(sign_off["month"]) - 1]
        date = (
            f"{sign_off['day']} {month} {sign_off['year']} {sign_off['hour']}:{sign_off['minute']} {sign_off['zone']}"
        )
        yield Fact(Field.PUBLISHED, date, "anpa1312:sign-off")


ANPA_1312 = Format("text/vnd.anpa.1312", frozenset(("application/x-anpa1312",)), read)
