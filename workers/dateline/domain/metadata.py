"""Metadata of a story: facts, links, media, subjects, timestamps and invalid values."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Link:
    """A link and how it relates to the story (RFC 8288 names: alternate, related, enclosure, via, canonical)."""

    url: str
    rel: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, video, sound or graphic: by its address if the document gives one, else by its caption or credit alone."""

    type: str
    caption: str | None = None
    credit: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject by name, or by code in a scheme ("medtop:20000350" in IPTC's media topics), or both."""

    name: str | None
    code: str | None = None
    scheme: str | None = None


@dataclass(frozen=True, slots=True)
class Timestamp:
    """`value` in RFC 3339, with offset -00:00 if the source names no zone (section 4.3); `original` as it was written."""

    value: str
    original: str


class Flaw(StrEnum):
    """Flaws of invalid values; part of the record's public contract."""

    NOT_A_DATE = "not_a_date"
    DATE_OUT_OF_RANGE = "date_out_of_range"
    AMBIGUOUS_DATE = "ambiguous_date"
    NOT_A_URL = "not_a_url"
    URL_TOO_LONG = "url_too_long"
    NOT_A_NUMBER = "not_a_number"
    NUMBER_OUT_OF_RANGE = "number_out_of_range"
    NOT_A_LANGUAGE = "not_a_language"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class InvalidValue:
    """The field, the beginning of the value, its origin, and its flaw."""

    field: str
    value: str
    origin: str
    flaw: Flaw


class Field(StrEnum):
    """A field of the record that a document can fill."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    URL = "url"
    GUID = "guid"
    PUBLISHED = "published"
    UPDATED = "updated"
    FETCHED_AT = "fetched_at"
    EMBARGO = "embargo"
    LANGUAGE = "declared_language"
    URGENCY = "urgency"
    SLUG = "slug"
    TAKE = "take"
    PUB_STATUS = "pub_status"
    VERSION = "version"
    AUTHORS = "authors"
    AGENCIES = "agencies"
    RIGHTS = "rights"
    SUBJECTS = "subjects"
    MEDIA = "media"
    LINKS = "links"
    NOTES = "notes"


Value = str | Subject | Media | Link


@dataclass(frozen=True, slots=True)
class Fact:
    """A value as the document gives it, and its origin there ("rss:pubDate", "nitf:hl1")."""

    field: Field
    value: Value
    origin: str
