"""Whether a few words can be the names in a byline."""

import re

_PARTICLES = frozenset(
    [
        "a",
        "à",
        "af",
        "al",
        "and",
        "at",
        "au",
        "aus",
        "av",
        "bin",
        "binti",
        "da",
        "dan",
        "de",
        "del",
        "della",
        "den",
        "der",
        "di",
        "dos",
        "du",
        "e",
        "el",
        "en",
        "et",
        "für",
        "for",
        "from",
        "i",
        "ibn",
        "abu",
        "im",
        "in",
        "ir",
        "ja",
        "la",
        "le",
        "mit",
        "och",
        "og",
        "ter",
        "und",
        "van",
        "ve",
        "von",
        "w",
        "with",
        "y",
        "zu",
        "zur",
        "и",
        "та",
        "و",
        "और",
        "と",
        "和",
    ]
)
_WORD = re.compile(r"[^\s,;/|&·•]+")
_MOST_WORDS = 12
# Names in scripts without capitals can only be told by length.
_LONGEST_CASELESS = 40


def look_like_names(text: str) -> bool:
    """Whether every word is capitalised, a particle, or in a script without capitals, and none holds a digit."""
    words = _WORD.findall(text)
    if not words or len(words) > _MOST_WORDS or any(char.isdigit() for char in text):
        return False
    if not any(char.isupper() or char.islower() for char in text):
        return len(text) <= _LONGEST_CASELESS
    return all(_name_word(word) for word in words) and any(word[0].isupper() for word in words)


def _name_word(word: str) -> bool:
    bare = word.strip(".()'\"’“”-–:")
    return not bare or bare[0].isupper() or bare.casefold() in _PARTICLES or not bare[0].isalpha() or "@" in bare
