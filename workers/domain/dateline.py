"""The place, date and agency that open a wire story."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline ("STOCKHOLM, Aug 29, 2014 (AFP) -") taken apart; `text`, `line` and `start` say where it stood in the decoded text.

    `country` (ISO 3166-1 alpha-2) and `geonames` are the place's, where it is known.
    """

    place: str | None
    date: str | None
    agency: str | None
    text: str
    line: int
    start: int
    country: str | None = None
    geonames: int | None = None
