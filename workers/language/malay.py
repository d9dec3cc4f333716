"""Indonesian and Malay, which character statistics take for one another."""

import re
from functools import cache
from importlib.resources import files

from workers.lists import section_lines

_WORD = re.compile(r"[a-z]+")


@cache
def _words() -> dict[str, str]:
    """Words that only one of the two spells so, by language (`id-ms.txt`)."""
    words = {}
    for _, line in section_lines(files("workers.language").joinpath("id-ms.txt")):
        indonesian, malay = line.split()
        words[indonesian], words[malay] = "id", "ms"
    return words


def indonesian_or_malay(text: str, guess: str) -> str:
    """Whichever language more of the telling words belong to; `guess` where they balance."""
    told = [_words()[word] for word in _WORD.findall(text.lower()) if word in _words()]
    indonesian, malay = told.count("id"), told.count("ms")
    return guess if indonesian == malay else "id" if indonesian > malay else "ms"
