"""Values as documents give them, made fit for a record or refused with what is wrong."""

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from dateline.domain.limits import MAX_TITLE_CHARS, MAX_URL_CHARS
from dateline.domain.metadata import Flaw, Link, Media, Subject
from dateline.text.normalize import tidy

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\d{1,7}|#x[\da-fA-F]{1,6}|\w{2,31});")
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069<>\"\\]")
_SCHEMES = frozenset(("http", "https"))
# BCP 47: a language, then script, region and variants; POSIX's underscore is understood.
_LANGUAGE = re.compile(r"(?P<language>[a-zA-Z]{2,3})(?P<rest>(?:-[a-zA-Z0-9]{2,8}){0,4})")
_MOST_URGENT, _LEAST_URGENT = 1, 9


class InvalidValueError(ValueError):
    """A value that a record can't hold."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


def plain(text: str) -> str:
    """Return one line without markup. Raises InvalidValueError if it is too long."""
    if len(text) > 10 * MAX_TITLE_CHARS:
        raise InvalidValueError(Flaw.TOO_LONG)
    if _MARKUP.search(text):
        tree = LexborHTMLParser(text)
        tree.strip_tags(["script", "style", "template", "noscript"])
        text = tree.body.text() if tree.body is not None else ""
    line = tidy(text.replace("\n", " "))
    if len(line) > MAX_TITLE_CHARS:
        raise InvalidValueError(Flaw.TOO_LONG)
    return line


def url(text: str) -> str:
    """Return an absolute web address. Raises InvalidValueError for everything else, as `javascript:` or a path."""
    text = text.strip()
    if len(text) > MAX_URL_CHARS:
        raise InvalidValueError(Flaw.URL_TOO_LONG)
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise InvalidValueError(Flaw.NOT_A_URL) from None
    if parts.scheme.lower() not in _SCHEMES or not host or _UNSAFE.search(text):
        raise InvalidValueError(Flaw.NOT_A_URL)
    return text


def language(text: str) -> str:
    """Return a language tag as BCP 47 writes it: language, script and region in their cases. Raises InvalidValueError."""
    found = _LANGUAGE.fullmatch(text.strip().replace("_", "-"))
    if found is None:
        raise InvalidValueError(Flaw.NOT_A_LANGUAGE)
    rest = [_cased(part) for part in found["rest"].split("-") if part]
    return "-".join([found["language"].lower(), *rest])


def urgency(text: str) -> int:
    """1 (most urgent) to 9 (IPTC urgency). Raises InvalidValueError."""
    text = text.strip()
    if not re.fullmatch(r"[+-]?[0-9]+", text):
        raise InvalidValueError(Flaw.NOT_A_NUMBER)
    if len(text) > 2 or not _MOST_URGENT <= int(text) <= _LEAST_URGENT:
        raise InvalidValueError(Flaw.NUMBER_OUT_OF_RANGE)
    return int(text)


def subject(value: Subject) -> Subject | None:
    """Tidied; None if neither name nor code is left."""
    made = Subject(_optional(value.name), _optional(value.code), _optional(value.scheme))
    return made if made.name or made.code else None


def media(value: Media) -> Media | None:
    """Tidied; None if nothing is left."""
    address = url(value.url) if value.url else None
    made = Media(value.type, _optional(value.caption), _optional(value.credit), address)
    return made if made.caption or made.credit or made.url else None


def link(value: Link) -> Link:
    """Tidied."""
    return Link(url(value.url), value.rel, _optional(value.title))


def _optional(text: str | None) -> str | None:
    """Tidied; None if it is missing or too long, so that an address is kept without its title."""
    try:
        return plain(text) or None if text else None
    except InvalidValueError:
        return None


def _cased(part: str) -> str:
    if len(part) == 4 and part.isalpha():
        return part.title()
    return part.upper() if len(part) == 2 else part.lower()


def shown(text: str) -> str:
    """Return what people see of a value that was refused: one line of it, without controls."""
    return tidy(text[:MAX_TITLE_CHARS].replace("\n", " "))
