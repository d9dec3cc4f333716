"""Language identification (py3langid; 98 % of sentences right, the best of the fast ones)."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import islice
from threading import Lock
from typing import TypeVar

from babel import Locale, UnknownLocaleError

from dateline.domain.story import Story
from dateline.language.identifier import Identifier, indonesian_or_malay

T = TypeVar("T")


def once(make: Callable[[], T]) -> Callable[[], T]:
    """`make`, whose value is made when first asked for; whoever asks in another thread meanwhile waits for it."""
    made, lock = cache(make), Lock()

    def get() -> T:
        with lock:
            return made()

    return get


# Below this many letters the declared language is the better witness.
_FEW_LETTERS = 20
# A story's language shows in its first paragraphs; more text only costs time.
_ENOUGH_CHARS = 3000


# The languages that news is published in. The model knows more, and takes short Chinese for Wu or short Portuguese for Galician's kin.
_LANGUAGES = (
    "af am ar as az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu ha he hi hr hu hy id"
    " ig is it ja ka kk km kn ko ku ky lo lt lv mk ml mn mr ms mt my ne nl nn no or pa pl ps pt ro ru"
    " si sk sl so sq sr sv sw ta te th tl tr ug uk ur uz vi xh yo zh zu"
).split()


@once
def identifier() -> Identifier:
    """Return the model."""
    return Identifier(_LANGUAGES)


def identify(story: Story) -> Story:
    """Return the story with its language as an ISO 639-1 code; None if nothing tells it."""
    return replace(story, language=detect(story.text, story.declared_language))


def detect(text: str, declared: str | None = None) -> str | None:
    """Return the language of `text`; a declared one (BCP 47) decides for texts of a few words."""
    known = _primary(declared) if declared else None
    letters = sum(1 for _ in islice(filter(str.isalpha, text[:_ENOUGH_CHARS]), _FEW_LETTERS))
    if letters < _FEW_LETTERS and known is not None:
        return known
    if not letters:
        return None
    code = str(identifier().classify(text[:_ENOUGH_CHARS])[0])
    if code in ("id", "ms"):
        return indonesian_or_malay(text, code)
    return "nb" if code == "no" else code


def _primary(tag: str) -> str | None:
    try:
        language = str(Locale.parse(tag.replace("-", "_")).language)
    except (ValueError, UnknownLocaleError):
        return None
    return "nb" if language == "no" else language
