"""What a document says of its story, each piece with the place that said it."""

from dataclasses import dataclass
from enum import StrEnum

from workers.domain.link import Link
from workers.domain.media import Media
from workers.domain.subject import Subject


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
    """A value as the document gives it, and where it stood there ("rss:pubDate", "nitf:hl1")."""

    field: Field
    value: Value
    origin: str
