"""Names out of dictionaries, to put in place of others: a tagger that has seen them only so has to read what stands around them."""

from collections.abc import Mapping, Sequence

from dateline.entities.network.segmenter import LexicalClass
from dateline.gazetteer import lexicon
from training import dictionaries

_SENSES = {"LOC": LexicalClass.PLACE, "ORG": LexicalClass.ORGANISATION}
_LEAST = 300
_PERSONS = 20_000


def dictionary_names() -> dict[str, Mapping[str, Sequence[str]]]:
    """Return names by language and type; persons of Japanese, Thai and German are each put together of a first and a last name."""
    words = {"zh": dictionaries.chinese(), "ja": dictionaries.japanese(), "ko": dictionaries.korean()}
    words |= {"th": dictionaries.thai(), "de": dictionaries.german()}
    return {language: _by_type(language, senses) for language, senses in words.items()}


def _by_type(language: str, senses: Mapping[str, LexicalClass]) -> Mapping[str, Sequence[str]]:
    found = {kind: [word for word, is_of in senses.items() if is_of is sense] for kind, sense in _SENSES.items()}
    found["PER"] = _persons(language, senses)
    return {kind: names for kind, names in found.items() if len(names) >= _LEAST}


def _persons(language: str, senses: Mapping[str, LexicalClass]) -> list[str]:
    given, family = (
        [word for word, is_of in senses.items() if is_of is sense]
        for sense in (LexicalClass.GIVEN_NAME, LexicalClass.FAMILY_NAME)
    )
    if not given:
        openings = tuple(lexicon.words("surnames-cjk.txt", language))
        return [word for word, is_of in senses.items() if is_of is LexicalClass.PERSON and word.startswith(openings)]
    # Steps without a common factor, so that every name meets another partner each time.
    pairs = [(given[7 * n % len(given)], family[11 * n % len(family)]) for n in range(_PERSONS)]
    return [last + first if language == "ja" else f"{first} {last}" for first, last in pairs]
