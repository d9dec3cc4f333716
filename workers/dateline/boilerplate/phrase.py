"""One phrase of a rule file, compiled: the notation in `rules/README.md`."""

import re
from dataclasses import dataclass

from dateline.text.fold import fold

# Each gap is bounded, so that no phrase can take more than polynomial time or swallow a paragraph: its pattern, and its longest text.
_GAPS = {
    "…": (".{0,160}?", 160),
    "agency": ("(?P<agency{n}>.{2,60}?)", 60),
    "names": ("(?P<names{n}>.{2,160}?)", 160),
    "reporters": ("(?P<reporters{n}>.{2,160}?)", 160),
    "headline": ("(?P<headline{n}>.{2,250}?)", 250),
    "credit": ("(?P<credit{n}>.{2,100}?)", 100),
    "caption": ("(?P<caption{n}>.{2,300}?)", 300),
    "rights": ("(?P<rights{n}>.{2,160}?)", 160),
    "date": (r"(?P<date{n}>(?=[^\d]{0,25}\d).{2,45}?)", 45),
    "time": (
        r"(?P<time{n}>\d{1,2}[:.h時시点]? ?(?:\d{2})?(?::\d\d)?(?: ?[ap]\.?m\.?)?(?: ?(?:[a-z]{2,4}|분|分))?)",
        19,
    ),
    "n": (r"[\d.,]{1,12}%?", 13),
    "url": (
        r"(?:https?://\S{3,200}|www\.\S{3,200}|\S{1,64}@\S{2,100}|[\w-]{2,63}(?:\.[\w-]{2,63}){1,4}(?:/\S{0,200})?|@\w{2,40})",
        520,
    ),
}
_HEBREW, _LAST_ARABIC = "\u0590", "\u06ff"
_MOST_SPACES = 3
# Before a colon, as in French.
_MOST_BEFORE_COLON = 2
_TOKEN = re.compile(r"\{(?P<name>\w+)\}|(?P<any>…)|(?P<literal>[^{}…]+)")
_SPECIAL = re.compile(r"[{}…:]")
_TELLING = re.compile(r"[^\W_]|©")
_CHOICE = re.compile(r"<([^<>]*)>")
# A choice that may be missing takes the space beside it along, so that none is left over.
_MISSING_BEFORE_SPACE = re.compile(r"(?:(?<= )|(?<=^))<([^<>]*\|)> ")
# "…" may be no words at all, so the spaces beside it are its own.
_BESIDE_ANY = re.compile(r" ?… ?")
_MISSING_BEHIND_SPACE = re.compile(r" <([^<>]*\|)>(?=$)")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase, and literals of which every match contains one: it ends among the first `until` code points of the match, and
    begins among the last `since`.
    """

    source: str
    anchors: tuple[str, ...]
    until: int
    since: int
    opens_with_gap: bool
    opens_with_word: bool
    closes_with_word: bool
    has_case: bool

    @property
    def pattern(self) -> str:
        """Over folded text; made when asked for, since most phrases of a file never are."""
        compiler = _Compiler()
        return "".join(compiler.part(part, n == 0) for n, part in enumerate(_parts(self.source)))


def compile_phrase(source: str) -> Phrase:
    """Return the phrase compiled. Raises ValueError for an unknown gap or a phrase with no word of its own."""
    parts = _parts(source)
    first, last = parts[0][0], parts[-1][0]
    try:
        measured = [[_measured(alternative) for alternative in part] for part in parts]
    except KeyError as error:
        raise ValueError(f"{source!r} names an unknown gap {error}") from None
    at, anchors = _anchors(source, [tuple(literal for literal, _ in part) for part in measured])
    longest = [max(size for _, size in part) for part in measured]
    return Phrase(
        source,
        anchors,
        sum(longest[: at + 1]),
        sum(longest[at:]),
        any(alternative.startswith(("{", "…")) for alternative in parts[0]),
        _is_letter(fold(first[:1])),
        _is_letter(fold(last[-1:])),
        any(char.lower() != char.upper() for char in source.partition("{")[0]),
    )


def reading(source: str, match: re.Match[str]) -> str:
    """Return the phrase with its choices made as a match made them."""
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
    """Return the phrase as a row of alternatives; a fixed stretch is an only one."""
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

    def __init__(self) -> None:
        self._gaps, self._choices = 0, -1

    def part(self, alternatives: list[str], first: bool) -> str:
        """Return the pattern of a fixed stretch or of a choice."""
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
            literal = re.escape(fold(token["literal"])).replace(":", f" {{0,{_MOST_BEFORE_COLON}}}:")
            return literal.replace(r"\ ", f" {{1,{_MOST_SPACES}}}")
        pattern, _ = _GAPS[token["name"] or "…"]
        self._gaps += 1
        # One that opens a phrase does not reach back over the end of a sentence.
        return (pattern.replace(".{", "[^.!?。！？।]{") if first else pattern).replace("{n}", str(self._gaps))


def _anchors(source: str, rows: list[tuple[str, ...]]) -> tuple[int, tuple[str, ...]]:
    """Of the literals of each part, the place of those that tell most, and they themselves."""
    telling = [at for at, row in enumerate(rows) if all(map(_TELLING.search, row))]
    if not telling:
        raise ValueError(f"{source!r} has no word of its own")
    best = max(telling, key=lambda at: min(map(len, rows[at])))
    return best, tuple(dict.fromkeys(rows[best]))


def _measured(alternative: str) -> tuple[str, int]:
    """Return its longest stretch without a gap or a colon, before which a space may stand, and the code points of the longest text that it matches."""
    if not _SPECIAL.search(alternative):  # as most are
        return fold(alternative).strip(), len(alternative) + (_MOST_SPACES - 1) * alternative.count(" ")
    best, size = "", 0
    for gap, any_, literal in _TOKEN.findall(alternative):
        if literal:
            size += len(literal) + (_MOST_SPACES - 1) * literal.count(" ") + _MOST_BEFORE_COLON * literal.count(":")
            best = max(best, *(fold(part).strip() for part in literal.split(":")), key=len)
        else:
            size += _GAPS[gap or any_][1]
    return best, size


def _is_letter(char: str) -> bool:
    """Return whether a word boundary is wanted at this end; scripts without spaces have none."""
    spaced = char.isascii() or char.lower() != char.upper() or _HEBREW <= char <= _LAST_ARABIC
    return char.isalnum() and spaced
