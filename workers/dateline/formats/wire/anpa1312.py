"""ANPA 1312, the text transmission format of North American wires (Newspaper Association of America, ANPA-1312; later 89-3)."""

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
    SYN,
    restored,
    unwrapped,
    with_plain_line_ends,
    without_controls,
)

# Service level and story number, a wire's own name, a unit separator, selector codes: "a0105KYODO\x1fkoko-".
_FIRST = re.compile(r"(?P<service>[A-Za-z])?(?P<number>\d{1,4})(?P<name>[A-Z]{0,15})\x1f(?P<selectors>[\w-]{0,40}) *\n")
# Priority, category and two device controls for the type that it is set in, then the keywords; the controls may stand in front.
_SECOND = re.compile(
    r"[\x11-\x14]{0,2} ?(?P<priority>[a-z]) (?P<category>[a-z])[\x11-\x14]{0,2} {1,4}(?P<keywords>[^\n\x02]{1,160})\n?",
    re.I,
)
# Both lines as they are found without controls, when only the text shows what it is.
_BARE = re.compile(
    r"\s{0,8}[A-Za-z]\d{4}[A-Za-z]{0,15}[\w-]{0,20}\n[a-z] [a-z] {1,3}(?:BC|AM|PM|AP)-[^\n]{2,120} \d{1,2}-\d{1,2}(?: \d{3,5})? *\n"
)
_START = re.compile(rf"[\s\x00{SYN}\x7f]{{0,40}}{SOH}")
_DATE_AND_WORDS = re.compile(r" +\d{1,2}-\d{1,2}(?: +\d{1,5})? *$")
_LOOKED_AT = 300

# What typesetters read: ^ before a heading, < or @< after a paragraph, = after what is centred.
_BREAK = re.compile(r"<[ \t]*(?=\^)")
_NOTE = re.compile(
    r"eds?(?:\.|:|itors?\b)|editor'?s'? note|ap (?:photo|graphic|video|newsnow)|with (?:ap )?(?:photo|graphic)|hfr|\(|[a-z]{3,8}:",
    re.I,
)
_HEADLINE = re.compile(r"HL: ?", re.I)
_TYPED = (("``", "“"), ("''", "”"), ("`", "‘"), (" _ ", " — "))
_SIGN_OFF = re.compile(
    r"[A-Z]{2,4}-[A-Z]{2}-(?P<month>\d{2})-(?P<day>\d{2})-(?P<year>\d{2}) (?P<hour>\d{2})(?P<minute>\d{2})(?P<zone>[A-Z]{3})"
)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def is_anpa1312(text: str) -> bool:
    """Return whether the text opens with SOH, a story number and a unit separator, or with the two header lines that it has lost them from."""
    start = with_plain_line_ends(restored(text[:_LOOKED_AT]))
    if found := _START.match(start):
        return _FIRST.match(start, found.end()) is not None
    return _BARE.match(start) is not None


def read(text: str) -> Iterator[Entry | FormatError]:
    """Return an entry for each story, in order. Raises FormatError."""
    text = with_plain_line_ends(restored(text))
    stories = (
        [part for part in text.split(SOH)[1:] if part.strip(f" \n\t{EOT}{SYN}\x7f\x00")] if SOH in text else [text]
    )
    if not stories or (SOH not in text and _BARE.match(text) is None):
        raise FormatError(Reason.MALFORMED_MARKUP, "no ANPA 1312 story")
    return (_story(story) for story in stories)


def _story(story: str) -> Entry | FormatError:
    first = _FIRST.match(story)
    bare = None if first else _BARE.match(story)
    if first is None and bare is None:
        return FormatError(Reason.MALFORMED_MARKUP, f"no ANPA 1312 header: {story[:60]!r}")
    second = _SECOND.match(story, first.end() if first else story.index("\n", len(story) - len(story.lstrip())) + 1)
    rest = story[second.end() if second else first.end() if first else bare.end() if bare else 0 :]
    before, stx, after = rest.partition(STX)
    content, _, ending = (after if stx else before).partition(ETX)
    lines = _BREAK.sub("<\n", content.split(EOT, 1)[0]).split("\n")
    header = tuple(_header(second)) if second else ()
    parts = _Parts()
    parts.read(_without_slug(lines, header), ending.split("\n"))
    text = "\n".join((*parts.notes, *unwrapped(parts.lines)))
    if not text.strip():
        return FormatError(Reason.EMPTY_TEXT, "a story without text")
    return Entry(text, Form.TEXT, (*parts.facts, *header))


def _without_slug(lines: list[str], header: tuple[Fact, ...]) -> list[str]:
    """Kyodo repeats the slug above the text, without a mark."""
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    slugs = {fact.value for fact in header if fact.field is Field.SLUG}
    return lines[first + 1 :] if lines and _bare(lines[first]) in slugs and not _is_heading(lines[first]) else lines


def _header(second: re.Match[str]) -> Iterator[Fact]:
    """Yield the priority is a letter that no document puts in IPTC's numbers."""
    yield Fact(Field.SUBJECTS, Subject(None, second["category"].lower(), "anpa1312"), "anpa1312:category")
    keyword, _, version = _DATE_AND_WORDS.sub("", without_controls(second["keywords"])).strip().partition(" ")
    yield from _slug(f"{keyword}, {version.strip()}" if is_take(version) else f"{keyword} {version}".strip(), "keyword")


def _slug(line: str, place: str) -> Iterator[Fact]:
    found = read_slug(line)
    if found is not None:
        yield Fact(Field.SLUG, found.slug, f"anpa1312:{place}")
        if found.take:
            yield Fact(Field.TAKE, found.take, f"anpa1312:{place}")


@dataclass(slots=True)
class _Parts:
    """The lines of a story while they are told apart."""

    facts: list[Fact] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def read(self, lines: list[str], ending: list[str]) -> None:
        """Headings into facts and notes, all else into lines; the sign-off with the date follows either."""
        while lines and (not _bare(lines[-1]) or self._signs_off(lines[-1])):
            lines.pop()
        for line in ending:
            self._signs_off(line)
        at = next((at for at, line in enumerate(lines) if _bare(line) and not _is_heading(line)), len(lines))
        self._head(lines[:at], has_text=at < len(lines))
        for line in lines[at:]:
            self._body(line)

    def _head(self, lines: list[str], has_text: bool) -> None:
        open_fields = [Field.TITLE, Field.SUBTITLE] if has_text else [Field.TITLE]
        slugged = False
        for line in lines:
            heading = _bare(line)
            if not heading:
                continue
            people = byline(heading)
            if not slugged and (facts := list(_slug(heading, "slug line"))):
                self.facts += facts
            elif found := _HEADLINE.match(heading):
                self.facts.insert(0, Fact(Field.TITLE, heading[found.end() :], "anpa1312:heading"))
                open_fields = [name for name in open_fields if name is not Field.TITLE]
            elif _NOTE.match(heading):
                self.notes.append(heading)
                self.facts.append(Fact(Field.NOTES, heading, "anpa1312:note"))
            elif people is not None:
                self.facts += [Fact(Field.AUTHORS, name, "anpa1312:byline") for name in people]
                open_fields.clear()
                if not people:
                    self._body(line)
            elif open_fields and not line.rstrip("< ").endswith("="):
                self.facts.append(Fact(open_fields.pop(0), heading, "anpa1312:heading"))
            else:
                self._body(line)
            slugged = True

    def _body(self, line: str) -> None:
        text = line.rstrip()
        ended = text.endswith(("<", "=")) or _is_heading(line)
        # Blanks in front begin a paragraph.
        opens = line[: len(line) - len(line.lstrip())] if not _is_heading(line) else ""
        self.lines.append(opens.replace("\t", "   ") + _typed(_bare(line)))
        if ended:
            self.lines.append("")

    def _signs_off(self, line: str) -> bool:
        """AP's last line has the whole date: "AP-NY-03-04-24 0123EST"."""
        found = _SIGN_OFF.fullmatch(_bare(line))
        if found is None or not 1 <= int(found["month"]) <= 12:
            return False
        month = _MONTHS[int(found["month"]) - 1]
        date = f"{found['day']} {month} {found['year']} {found['hour']}:{found['minute']} {found['zone']}"
        self.facts.append(Fact(Field.PUBLISHED, date, "anpa1312:sign-off"))
        return True


def _is_heading(line: str) -> bool:
    return without_controls(line).lstrip().startswith("^")


def _bare(line: str) -> str:
    """Return a line without its marks."""
    text = without_controls(line).strip().lstrip("^")
    return text.rstrip("< ").removesuffix("@").rstrip("=").strip()


def _typed(text: str) -> str:
    """With the quotes and dashes that the format's seven bits stand for."""
    for sent, meant in _TYPED:
        text = text.replace(sent, meant)
    return text


ANPA_1312 = Format(
    "text/vnd.anpa.1312", frozenset(("application/x-anpa1312", "text/vnd.iptc.anpa", "text/anpa-1312")), read
)
