"""Common parts of the wire text formats: control characters in all their spellings, hard-wrapped lines, transmission dates."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

SOH, STX, ETX, EOT, SYN, US = "\x01", "\x02", "\x03", "\x04", "\x16", "\x1f"

_CONTROLS = {"SOH": SOH, "STX": STX, "ETX": ETX, "EOT": EOT, "SYN": SYN, "US": US,
             "␁": SOH, "␂": STX, "␃": ETX, "␄": EOT, "␖": SYN, "␟": US}  # fmt: skip
_SPELT = re.compile(r"<(SOH|STX|ETX|EOT|SYN|US)>|\[(SOH|STX|ETX|EOT|SYN|US)\]|([␁␂␃␄␖␟])")
_LINE_END = re.compile(r"\r{0,2}\n|\r")
# Bells, shifts and other orders to a machine; tabs stay.
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

# Wires break lines at 64 to 80 columns; longer lines are not broken by them, and shorter ones are tables.
_NARROWEST, _WIDEST = 45, 100
# Desks that break lines by hand stay that much below the widest one.
_SLACK = 5
_OPENS = re.compile(r"\t| {3}|[-*+|#•–] ?")
_TABLE = re.compile(r"\S {3}|\||\t")

_MONTHS = {
    form: number
    for number, forms in enumerate(
        ("jan ene gen jän", "feb fév fev", "mar mär mrt mars", "apr avr abr avri", "may mai mei mag maj", "jun jui juin giu",
         "jul juil lug", "aug aoû aou ago août aout", "sep sept set", "oct okt ott out", "nov", "dec dez dic déc des"), 1)
    for form in forms.split()
}  # fmt: skip
_ENGLISH = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
# The oldest wire format is of 1979.
_FIRST_TWO_DIGITS = 79
_GROUP = re.compile(
    r"(?:(?P<sender>[A-Z]{2,8}) )?(?P<day>\d{2})(?P<hour>\d{2})(?P<minute>\d{2}) {1,3}(?:(?P<zone>[A-Z]{3,4}) {1,3})?"
    r"(?P<month>[^\W\d_]{3,4})\.? {1,3}(?P<year>\d{4}|\d{2})"
)


class Sent(NamedTuple):
    """When a message was sent, as RFC 5322 writes it ("-0000" if no zone is given), and who says so."""

    moment: str
    sender: str | None


def restored(text: str) -> str:
    """Return the text with control characters that an editor or mail has spelt out ("<SOH>", "[STX]", "␃")."""
    if SOH in text or not _SPELT.search(text, 0, 200):
        return text
    return _SPELT.sub(lambda found: _CONTROLS[found[found.lastindex or 0]], text)


def with_plain_line_ends(text: str) -> str:
    """With line feeds alone; teleprinters send two carriage returns."""
    return _LINE_END.sub("\n", text)


def without_controls(line: str) -> str:
    """Return a line without what only a machine reads."""
    return _CONTROL_CHARACTERS.sub("", line)


def sent(line: str) -> Sent | None:
    """Return a date-time group: "212101 GMT Nov 18". Day and hour alone are no date."""
    found = _GROUP.fullmatch(line.strip(" ./"))
    month = _MONTHS.get(found["month"].lower()) if found else None
    if found is None or month is None:
        return None
    year = int(found["year"])
    if year < 100:
        year += 1900 if year >= _FIRST_TWO_DIGITS else 2000
    zone = found["zone"] or "-0000"
    return Sent(
        f"{found['day']} {_ENGLISH[month - 1]} {year} {found['hour']}:{found['minute']} {zone}", found["sender"]
    )


def unwrapped(lines: Sequence[str]) -> Iterator[str]:
    """Yield the paragraphs of hard-wrapped lines: a line goes on if the next one's first word had no room on it."""
    width = _width(lines)
    paragraph, last = "", ""
    for line in lines:
        text = line.strip()
        if paragraph and text and _goes_on(last, line, width):
            # A compound that is broken at its hyphen, unlike one half of "Haupt- und".
            glue = "" if paragraph.endswith("-") and not paragraph.endswith(" -") and text[0].isupper() else " "
            paragraph += glue + text
        else:
            if paragraph:
                yield paragraph
            paragraph = text
        last = line.rstrip()
    if paragraph:
        yield paragraph


def _width(lines: Sequence[str]) -> int:
    lengths = [len(line.rstrip()) for line in lines if line.strip()]
    wide = sum(length > _WIDEST for length in lengths)
    return 0 if wide * 10 > len(lengths) else max((length for length in lengths if length <= _WIDEST), default=0)


def _goes_on(line: str, following: str, width: int) -> bool:
    if width < _NARROWEST or _OPENS.match(following) or _TABLE.search(line.strip()) or _TABLE.search(following.strip()):
        return False
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) + _SLACK > width
