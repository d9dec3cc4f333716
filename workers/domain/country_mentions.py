"""How much a story speaks of a country."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CountryMentions:
    """Mentions of a country (ISO 3166-1 alpha-2): by its name, by places in it, by words for its people and things.

    `focus` marks the country that the story speaks of most, or several that it speaks of as often.
    """

    code: str
    named: int
    places: int
    demonyms: int
    focus: bool

    @property
    def count(self) -> int:
        """All mentions together."""
        return self.named + self.places + self.demonyms
