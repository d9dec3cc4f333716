"""Slugs and takes as wire copy gives them: "BC-US--Winter Storm, 7th Ld-Writethru, 1020", "UPDATE 2-Port reopens"."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dateline.text.data_files import section_lines

# Sections of the data file that are no takes of a slug line by themselves.
_HEADLINE, _ALONE, _MARKS = "headline", "alone", "marks"
# "7th Ld", "1stLd", "2.Zusammenfassung", "3e lead".
_NUMBER = re.compile(r"\(?\d{1,2}(?:st|nd|rd|th|er?|ère|[.ªº])?\)?", re.I)
_GLUED = re.compile(r"(?P<number>\d{1,2}(?:st|nd|rd|th|[.ªº]))(?=\w)", re.I)
_SPLIT = re.compile(r"[\s\-–/]+")
_WORD_COUNT = re.compile(r"\d{2,5}")
# A slug is short and names its parts with hyphens: "US--Storm", "skien-google", "POL/Wahlen".
_SLUG = re.compile(r"[^\W_][\w.'&()/ +–-]{1,60}")
_CYCLE = re.compile(r"(?:BC|AM|PM|AP|BN|NA)-", re.I)
_NUMBERED = re.compile(r"\d{1,2}(?:st|nd|rd|th)", re.I)
# "PRECEDE Beirut": what comes before the story from there.
_PRECEDE = re.compile(r"PRECEDE(?: [^\W\d_][\w'’.-]{1,30}){0,3}")
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Slug:
    """A slug line taken apart; `words` is the word count that it gives."""

    slug: str
    take: str | None
    words: int | None


def read_slug(line: str) -> Slug | None:
    """Return the parts of a slug line; None for a line that can't be one."""
    pieces = [piece.strip() for piece in line.strip(" ^<=").split(",")]
    if len(line) > _LONGEST or not _SLUG.fullmatch(pieces[0]):
        return None
    takes, words = [], None
    for piece in pieces[1:]:
        if _WORD_COUNT.fullmatch(piece):
            words = int(piece)
        elif is_take(piece):
            takes.append(piece)
        elif piece:
            return None
    return Slug(pieces[0], ", ".join(takes) or None, words)


def slug_line(line: str) -> Slug | None:
    """Return the slug of a line that surely is one: a cycle ("BC-") or double hyphen with a take or word count, a take ("1stLd",
    "URGENT", "PRECEDE Beirut") or what says that there are pictures ("=(PICTURE)=").
    """
    bare = line.strip()
    if _is_mark(bare):
        return Slug("", None, None)
    if _PRECEDE.fullmatch(bare) or _is_alone(bare):
        return Slug("", bare.strip("()"), None)
    found = read_slug(line)
    if found is None:
        return None
    if is_take(found.slug) and _NUMBERED.match(found.slug):
        return Slug("", found.slug if found.take is None else f"{found.slug}, {found.take}", found.words)
    sure = (found.take is not None or found.words is not None) and ("--" in found.slug or _CYCLE.match(found.slug))
    return found if sure else None


def _is_alone(line: str) -> bool:
    """Return a word or two in capitals or brackets that only wires put above a story."""
    inner = line[1:-1] if line.startswith("(") and line.endswith(")") else line if line.isupper() else ""
    return (
        bool(inner)
        and len(inner) <= _LONGEST
        and all(word.casefold() in _alone() or _NUMBER.fullmatch(word) for word in _SPLIT.split(inner))
        and not inner[0].isdigit()
    )


def _is_mark(line: str) -> bool:
    """Pictures and the like in brackets: "=(PICTURE+VIDEO)="."""
    inner = line.strip("=")
    if not (inner.startswith("(") and inner.endswith(")") and len(inner) <= _LONGEST):
        return False
    words = [word for word in re.split(r"[ +,&/-]+", inner[1:-1]) if word]
    return bool(words) and inner.isupper() and all(word in _sections()[_MARKS] for word in words)


def is_take(piece: str) -> bool:
    """Return whether it is a take: a word of takes, and besides only numbers and such words."""
    parts = [part for part in _SPLIT.split(_GLUED.sub(r"\g<number> ", piece)) if part]
    known = [part.casefold() in _words() for part in parts]
    return any(known) and all(is_known or _NUMBER.fullmatch(part) for part, is_known in zip(parts, known, strict=True))


def take_of_headline(title: str) -> str | None:
    """Return the take that opens a headline, as agencies put it in capitals with a hyphen and no blank: "UPDATE 2", "REFILE-UPDATE 1"."""
    taken = []
    while found := _headline_take().match(title):
        taken.append(found["take"])
        title = title[found.end() :]
    return "-".join(taken) or None


@cache
def _sections() -> dict[str, list[str]]:
    """Return the data file's words by section."""
    sections: dict[str, list[str]] = {}
    for section, line in section_lines(files("dateline.newswire").joinpath("takes.txt")):
        sections.setdefault(section, []).extend(line.split())
    return sections


@cache
def _words() -> frozenset[str]:
    kept = (words for name, words in _sections().items() if name not in (_HEADLINE, _MARKS))
    return frozenset(word.casefold() for words in kept for word in words)


@cache
def _alone() -> frozenset[str]:
    return frozenset(word.casefold() for word in _sections()[_ALONE])


@cache
def _headline_take() -> re.Pattern[str]:
    names = "|".join(sorted(_sections()[_HEADLINE], key=lambda word: (-len(word), word)))
    return re.compile(rf"(?P<take>(?:{names})(?: \d{{1,2}})?)-(?=\S)")
