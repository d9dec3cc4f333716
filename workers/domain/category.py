"""The closed list of what a piece of a story can be besides its text."""

from enum import StrEnum


class Category(StrEnum):
    """Why a line or a part of one was taken out; part of the record's public contract."""

    SYNDICATION_DISCLAIMER = "syndication_disclaimer"
    AGENCY_CREDIT = "agency_credit"
    COPYRIGHT = "copyright"
    BYLINE = "byline"
    TIMESTAMP = "timestamp"
    HEADLINE = "headline"
    RELATED = "related"
    VIDEO = "video"
    NEWSLETTER = "newsletter"
    CAPTION = "caption"
    ADVERTISEMENT = "advertisement"
    SHARE = "share"
    PAYWALL = "paywall"
    CONTACT = "contact"
    EDITORS_NOTE = "editors_note"
    SLUG = "slug"
    PAGE = "page"
    REPEATED = "repeated"
