"""Recognises the names in bylines and credits."""

import re
from functools import cache
from importlib.resources import files

from dateline.gazetteer.is_place import is_place
from dateline.newswire.agencies import named_in
from dateline.newswire.bylines import split_names
from dateline.text.data_files import rows
from dateline.text.fold import fold

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
_FROM_WHERE = re.compile(r"\s+(?:in|at|en|à|em|aus|в|у)\s+[^\W\d_].*")
_NO_PERSON = frozenset(
    (
        "newsroom newsdesk staff bureau desk team correspondent correspondents reporter reporters writer writers agencies"
        " redaktion redacción redação rédaction redazione redactie redakcja редакция redaksi tim"
    ).split()
)
_AROUND_WORDS = " :/-–—|()[]【】<>=・丨;,.、·、　"
_SPEECH = re.compile(r"[?!\"“”„«»]")


def look_like_names(text: str) -> bool:
    """Return whether all words are capitalised or particles, at least two of them names or one an agency; short in scripts without capitals."""
    words: list[str] = _WORD.findall(text)
    if not words or len(words) > _MOST_WORDS or any(char.isdigit() for char in text):
        return False
    if not any(char.isupper() or char.islower() for char in text):
        return len(text) <= _LONGEST_CASELESS
    if not all(_name_word(word) for word in words) or is_place(text):
        return False
    return sum(word[0].isupper() for word in words) > 1 or bool(named_in(text))


def people(text: str) -> list[str]:
    """Return the people whom a byline names, without the place that each reports from; none if they can't be told apart."""
    named = [_FROM_WHERE.sub("", part) for part in split_names(text.strip(" .;,:"))]
    return named if all(_is_person(name) for name in named) else []


def names_authors(words: str) -> bool:
    """Return whether these words of a byline stand before authors, and not before its editors or photographers (`not_authors.txt`)."""
    return fold(words).strip(_AROUND_WORDS) not in _not_authors()


def look_like_a_credit(text: str) -> bool:
    """Return whether the words can be a source: a known agency is named, or most words are capitalised and none ends a sentence."""
    if named_in(text):
        return True
    words: list[str] = [word for word in _WORD.findall(text) if word[0].isalpha()]
    if not words or len(words) > _MOST_CREDIT_WORDS or _SPEECH.search(text):
        return False
    if not any(char.isupper() or char.islower() for char in text):
        return len(text) <= _LONGEST_CASELESS
    capitals = sum(word[0].isupper() for word in words)
    return capitals * 2 >= len(words)


@cache
def _not_authors() -> frozenset[str]:
    listed = rows(files("dateline.newswire").joinpath("not_authors.txt"))
    return frozenset(fold(phrase).strip(_AROUND_WORDS) for _, *phrases in listed for phrase in phrases)


def _is_person(name: str) -> bool:
    words = name.casefold().split()
    whole = len(words) > 1 or not any(char.isupper() for char in name)
    return whole and look_like_names(name) and not named_in(name) and _NO_PERSON.isdisjoint(words)


def _name_word(word: str) -> bool:
    bare = word.strip(".()'\"’“”-–:")
    return not bare or bare[0].isupper() or bare.casefold() in _PARTICLES or not bare[0].isalpha() or "@" in bare
