"""The word lists that tell what a capitalised name is, for one language."""

from dataclasses import dataclass
from functools import cache

from dateline.gazetteer import demonyms, lexicon
from dateline.gazetteer.inflection import bases
from dateline.text.fold import fold


@dataclass(frozen=True, slots=True)
class NameLists:
    """The lists' entries for single words of a language."""

    language: str | None
    common: frozenset[str]
    organisation: frozenset[str]
    place: frozenset[str]
    joints: frozenset[str]
    said: frozenset[str]
    place_cues: frozenset[str]
    given: frozenset[str]
    surnames: frozenset[str]
    particles: frozenset[str]

    def is_common(self, word: str) -> bool:
        """Return whether a word is written with a capital for another reason than being a name."""
        low = fold(word)
        return low in self.common or low in demonyms.capitalised()

    def is_given(self, word: str) -> bool:
        """Return whether a word is a first name, in any case of it."""
        return any(base in self.given for base in bases(word, self.language))

    def is_surname(self, word: str) -> bool:
        """Return whether a word is a family name, in any case of it."""
        return any(base in self.surnames for base in bases(word, self.language))


def _cues(language: str | None, kind: str) -> frozenset[str]:
    return frozenset(map(fold, lexicon.words("cues.txt", language, kind, " | ")))


@cache
def name_lists(language: str | None) -> NameLists:
    """Return the lists of a language, or of all together if it is unknown."""
    return NameLists(
        language=language,
        common=lexicon.words("common-words.txt", language),
        organisation=lexicon.words("organisation-words.txt", language),
        place=lexicon.words("place-words.txt", language),
        joints=_cues(language, "joint"),
        said=_cues(language, "said"),
        place_cues=_cues(language, "place"),
        given=lexicon.words("given-names.txt", language),
        surnames=lexicon.words("surnames.txt", language),
        particles=lexicon.words("name-particles.txt", language),
    )
