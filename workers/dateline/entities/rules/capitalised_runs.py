"""Runs of capitalised words, and whether a sentence begins there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LETTER = "[Aa0c]"
_ABBREVIATION = r"(?:A{1,2}\.){2,}A?"
_PARTS = rf"(?:-{_LETTER}+|'(?=A|aa){_LETTER}+|&{_LETTER}+)*"
_PARTS_TURKISH = rf"(?:-{_LETTER}+|'(?=A){_LETTER}+|&{_LETTER}+)*"
_INITIAL = r"A\.(?= ?A)"
_NAME = r"A" + _LETTER + "*"
_SMALL_START = r"a-?(?=A)"
# Behind these a capital says nothing; brackets, quotes and blanks in between do not matter.
_STOPS = frozenset(".!?:;\n•*|>")
_TRANSPARENT = frozenset(" \"'“”„«»‘’‚()[]{}-\t")


@dataclass(frozen=True, slots=True)
class CasedToken:
    """A word of a run."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words with one blank between them."""

    tokens: tuple[CasedToken, ...]
    opens_sentence: bool

    @property
    def start(self) -> int:
        """Start of the first word."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """End of the last word."""
        return self.tokens[-1].end


def _pattern(parts: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!{_LETTER})(?:{_ABBREVIATION}|{_INITIAL}|(?:{_SMALL_START})?{_NAME}{parts})")


_WORD = _pattern(_PARTS)
_WORD_TURKISH = _pattern(_PARTS_TURKISH)
_ELISION = re.compile(r"[LDSNMQldsnmq]['’]|(?:[Dd]ell|[Nn]ell|[Ss]ull|[Aa]ll|[Uu]n|[Dd]all)['’]")
_ELIDING = frozenset(("fr", "it", "ca"))


def opens_sentence(text_shape: str, start: int) -> bool:
    """Return whether a word at `start` would have a capital whatever it is."""
    place = start - 1
    while place >= 0 and text_shape[place] in _TRANSPARENT:
        place -= 1
    return place < 0 or text_shape[place] in _STOPS


def _tokens(text: str, text_shape: str, language: str | None) -> Iterator[CasedToken]:
    pattern = _WORD_TURKISH if language == "tr" else _WORD
    for match in pattern.finditer(text_shape):
        start, end = match.span()
        if language in _ELIDING and (elision := _ELISION.match(text, start, end)):
            start = elision.end()
        if start < end:
            yield CasedToken(start, end, text[start:end])


def runs(text: str, text_shape: str, language: str | None) -> list[Run]:
    """The capitalised sequences of a text whose shape is `text_shape`."""
    found: list[list[CasedToken]] = []
    for token in _tokens(text, text_shape, language):
        if found and token.start == found[-1][-1].end + 1 and text_shape[token.start - 1] == " ":
            found[-1].append(token)
        else:
            found.append([token])
    return [Run(tuple(tokens), opens_sentence(text_shape, tokens[0].start)) for tokens in found]
