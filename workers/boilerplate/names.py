"""Whether a few words can be the names in a byline, or a credit."""

import re

from workers.boilerplate.agencies import named_in
from workers.places import is_place

_PARTICLES = frozenset(
    (
        "a à af al and at au aus av bin binti da dan de del della den der di dos du e el en et für for from i ibn abu im"
        " in ir ja la le mit och og ter und van ve von w with y и та و और と 和"
    ).split()
)
_WORD = re.compile(r"[^\s,;/|&·•]+")
_MOST_WORDS = 12
# Names in scripts without capitals can only be told by length.
_LONGEST_CASELESS = 40
_MOST_CREDIT_WORDS = 30
_SPEECH = re.compile(r"[?!\"“”„«»]")


def look_like_names(text: str) -> bool:
    """Whether all words are capitalised or particles, at least two of them names or one an agency; short in scripts without capitals."""
    words: list[str] = _WORD.findall(text)
    if not words or len(words) > _MOST_WORDS or any(char.isdigit() for char in text):
        return False
    if not any(char.isupper() or char.islower() for char in text):
        return len(text) <= _LONGEST_CASELESS
    if not all(_name_word(word) for word in words) or is_place(text):
        return False
    return sum(word[0].isupper() for word in words) > 1 or bool(named_in(text))


def look_like_a_credit(text: str) -> bool:
    """Whether the words can be a source: a known agency is named, or most words are capitalised and none ends a sentence."""
    if named_in(text):
        return True
    words: list[str] = [word for word in _WORD.findall(text) if word[0].isalpha()]
    if not words or len(words) > _MOST_CREDIT_WORDS or _SPEECH.search(text):
        return False
    if not any(char.isupper() or char.islower() for char in text):
        return len(text) <= _LONGEST_CASELESS
    capitals = sum(word[0].isupper() for word in words)
    return capitals * 2 >= len(words)


def _name_word(word: str) -> bool:
    bare = word.strip(".()'\"’“”-–:")
    return not bare or bare[0].isupper() or bare.casefold() in _PARTICLES or not bare[0].isalpha() or "@" in bare
