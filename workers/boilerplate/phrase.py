"""One phrase of a rule file, compiled: the notation in `rules/README.md`."""

import re
from dataclasses import dataclass

from workers.fold import fold

# Each gap is bounded, so that no phrase can take more than polynomial time or swallow a paragraph.
_GAPS = {
    "…": ".{0,160}?",
    "agency": "(?P<agency{n}>.{2,60}?)",
    "names": "(?P<names{n}>.{2,160}?)",
    "reporters": "(?P<reporters{n}>.{2,160}?)",
    "headline": "(?P<headline{n}>.{2,250}?)",
    "credit": "(?P<credit{n}>.{2,100}?)",
    "caption": "(?P<caption{n}>.{2,300}?)",
    "rights": "(?P<rights{n}>.{2,160}?)",
    "date": r"(?P<date{n}>(?=[^\d]{0,25}\d).{2,45}?)",
    "time": r"(?P<time{n}>\d{1,2}[:.h時시点]? ?(?:\d{2})?(?::\d\d)?(?: ?[ap]\.?m\.?)?(?: ?(?:[a-z]{2,4}|분|分))?)",
    "n": r"[\d.,]{1,12}%?",
    "url": r"(?:https?://\S{3,200}|www\.\S{3,200}|\S{1,64}@\S{2,100}|[\w-]{2,63}(?:\.[\w-]{2,63}){1,4}(?:/\S{0,200})?|@\w{2,40})",
}
_HEBREW, _LAST_ARABIC = "\u0590", "\u06ff"
_TOKEN = re.compile(r"\{(?P<name>\w+)\}|(?P<any>…)|(?P<literal>[^{}…]+)")
_CHOICE = re.compile(r"<([^<>]*)>")
# A choice that may be missing takes the space beside it along, so that none stays behind.
_MISSING_BEFORE_SPACE = re.compile(r"(?:(?<= )|(?<=^))<([^<>]*\|)> ")
# "…" may be no words at all, so the spaces beside it are its own.
_BESIDE_ANY = re.compile(r" ?… ?")
_MISSING_BEHIND_SPACE = re.compile(r" <([^<>]*\|)>(?=$)")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase: its pattern over folded text, and literals of which every match contains one."""

    source: str
    pattern: str
    anchors: tuple[str, ...]
    opens_with_gap: bool
    opens_with_word: bool
    closes_with_word: bool
    has_case: bool


def compile_phrase(source: str) -> Phrase:
    """The phrase compiled. Raises ValueError for an unknown gap or a phrase with no word of its own."""
    parts = _parts(source)
    compiler = _Compiler(source)
    pattern = "".join(compiler.part(part, n == 0) for n, part in enumerate(parts))
    first, last = parts[0][0], parts[-1][0]
    return Phrase(
        source,
        pattern,
        _anchors(source, parts),
        any(alternative.startswith(("{", "…")) for alternative in parts[0]),
        _is_letter(fold(first[:1])),
        _is_letter(fold(last[-1:])),
        any(char.lower() != char.upper() for char in source.partition("{")[0]),
    )


def reading(source: str, match: re.Match[str]) -> str:
    """The phrase with its choices made as a match made them."""
    chosen = (_chosen(part, n, match) for n, part in enumerate(_parts(source)))
    return "".join(chosen).strip()


def words_before(read: str, gap: str) -> list[str]:
    """Of a reading, the words right before each gap of that name."""
    tokens = list(_TOKEN.finditer(read))
    behind = zip([None, *tokens], tokens, strict=False)
    return [(before and before["literal"]) or "" for before, token in behind if token["name"] == gap]


def _chosen(part: list[str], n: int, match: re.Match[str]) -> str:
    return next((a for k, a in enumerate(part) if len(part) > 1 and match[f"c{n}_{k}"] is not None), part[0])


def _parts(source: str) -> list[list[str]]:
    """The phrase as a row of alternatives; a fixed stretch is an only one."""
    tidy = _BESIDE_ANY.sub("…", source)
    tidy = _MISSING_BEFORE_SPACE.sub(lambda m: _spaced(m[1], "{} "), tidy)
    tidy = _MISSING_BEHIND_SPACE.sub(lambda m: _spaced(m[1], " {}"), tidy)
    parts = [part.split("|") if n % 2 else [part] for n, part in enumerate(_CHOICE.split(tidy))]
    return [part for part in parts if part != [""]]


def _spaced(choice: str, form: str) -> str:
    return (
        "<"
        + "|".join(form.replace("{}", alternative) if alternative else "" for alternative in choice.split("|"))
        + ">"
    )


class _Compiler:
    """Turns parts into patterns; each gap and each alternative gets a group of its own."""

    def __init__(self, source: str) -> None:
        self._source, self._gaps, self._choices = source, 0, -1

    def part(self, alternatives: list[str], first: bool) -> str:
        """The pattern of a fixed stretch or of a choice."""
        self._choices += 1
        if len(alternatives) == 1:
            return self._stretch(alternatives[0], first)
        groups = (f"(?P<c{self._choices}_{k}>{self._stretch(a, first)})" for k, a in enumerate(alternatives))
        return f"(?:{'|'.join(groups)})"

    def _stretch(self, text: str, first: bool) -> str:
        tokens = _TOKEN.finditer(text)
        return "".join(self._token(token, first and token.start() == 0) for token in tokens)

    def _token(self, token: re.Match[str], first: bool) -> str:
        if token["literal"]:
            # French puts a space before a colon, and writers of other languages do, too.
            return re.escape(fold(token["literal"])).replace(":", " {0,2}:").replace(r"\ ", " {1,3}")
        gap = _GAPS.get(token["name"] or "…")
        if gap is None:
            raise ValueError(f"{self._source!r} names an unknown gap {token['name']!r}")
        self._gaps += 1
        # One that opens a phrase does not reach back over the end of a sentence.
        return (gap.replace(".{", "[^.!?。！？।]{") if first else gap).replace("{n}", str(self._gaps))


def _anchors(source: str, parts: list[list[str]]) -> tuple[str, ...]:
    """The part that tells most: its literal, or one for each of its alternatives."""
    rows = [tuple(_literal(alternative) for alternative in part) for part in parts]
    telling = [row for row in rows if all(any(char.isalnum() or char == "©" for char in anchor) for anchor in row)]
    if not telling:
        raise ValueError(f"{source!r} has no word of its own")
    return tuple(dict.fromkeys(max(telling, key=lambda row: min(map(len, row)))))


def _literal(alternative: str) -> str:
    """The longest stretch without a gap or a colon, before which a space may stand."""
    stretches = (part for token in _TOKEN.finditer(alternative) for part in (token["literal"] or "").split(":"))
    literals = (fold(part).strip() for part in stretches)
    return max(literals, key=len, default="")


def _is_letter(char: str) -> bool:
    """Whether a word boundary is wanted at this end; scripts without spaces have none."""
    spaced = char.isascii() or char.lower() != char.upper() or _HEBREW <= char <= _LAST_ARABIC
    return char.isalnum() and spaced
