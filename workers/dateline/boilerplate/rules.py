"""The rule files, loaded once: which of thousands of phrases a line is, opens with or closes with."""

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick

from dateline.boilerplate.phrase import Phrase, compile_phrase, reading, words_before
from dateline.domain.story import Category
from dateline.newswire.people import names_authors
from dateline.text.fold import fold
from dateline.text.sentence import ALL_STOPS

# What may stand around a phrase that fills its line: brackets, quotes, bullets, arrows, stars, closing punctuation.
_MARKS = r"\-\s\"'\[\](){}<>【】〔〕〖〗*•·▪■●◆◇▼▽▲△★☆◎▷▶►☞※→↓+#|丨_=~/✅👉👇📲📌"
_MOST_MARKS = 8
_OPENING = rf"[{_MARKS}]{{0,{_MOST_MARKS}}}"
_CLOSING = rf"[{_MARKS}:{ALL_STOPS}،←]{{0,{_MOST_MARKS}}}"
_SENTENCE_END = r"[.!?…。！？।\"'»)\]）」』]"
_WORD = r"[^\W_]"
# Past this a line is a paragraph that no phrase with bounded gaps can fill.
_LONGEST_LINE = 1500
_SECTION = re.compile(r"\[(?P<category>\w+) (?P<kind>line|edge|block|rest|head|tail|bar)(?: (?P<limit>\d+))?\]")


class RuleScope(StrEnum):
    """The scope of a rule: how much of a line, or of the lines below it, it removes; see `rules/README.md`."""

    LINE = "line"
    EDGE = "edge"
    BLOCK = "block"
    REST = "rest"
    HEAD = "head"
    TAIL = "tail"
    BAR = "bar"


@dataclass(frozen=True, slots=True)
class Rule:
    """A phrase in its section; `limit` is the most lines that a block takes under its heading. A line that it takes has one of the
    phrase's literals end among its first `from_start` code points, and begin among its last `from_end`.
    """

    language: str
    category: str
    scope: RuleScope
    limit: int
    phrase: str
    from_start: int
    from_end: int

    @property
    def pattern(self) -> re.Pattern[str]:
        """The rule over folded text; compiled when first needed, since most rules never are."""
        return _compiled(self.scope, self.phrase)


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that holds for a line: the matched piece, its place, and what the phrase's gaps caught."""

    rule: Rule
    text: str
    start: int
    end: int
    fields: dict[str, str]
    reading: str

    @property
    def name(self) -> str:
        """A removal's `by`: the language's file, the category, and the phrase with its choices made."""
        return f"rule:{self.rule.language}/{self.rule.category}/{self.reading}"

    @property
    def opens_block(self) -> bool:
        """Whether the lines below belong to it: a heading without a headline of its own."""
        return self.rule.scope is RuleScope.BLOCK and "headline" not in self.fields


BLOCK_LIMIT = 12
PARTS = frozenset((RuleScope.HEAD, RuleScope.TAIL))
WHOLE = frozenset((RuleScope.LINE, RuleScope.EDGE, RuleScope.BLOCK, RuleScope.REST))
_ORDER = {scope: rank for rank, scope in enumerate(RuleScope)}
FIELDS = ("agency", "names", "reporters", "headline", "credit", "caption", "rights", "date", "time")


@cache
def _compiled(scope: RuleScope, phrase: str) -> re.Pattern[str]:
    return re.compile(_form(scope, compile_phrase(phrase)), re.DOTALL)


def _form(scope: RuleScope, phrase: Phrase) -> str:
    before = f"(?<!{_WORD})" if phrase.opens_with_word else ""
    after = f"(?!{_WORD})" if phrase.closes_with_word else ""
    match scope:
        case RuleScope.LINE | RuleScope.EDGE | RuleScope.REST | RuleScope.BAR:
            return f"{_OPENING}{phrase.pattern}{_CLOSING}"
        case RuleScope.BLOCK:
            inline = r"[\s\])】]*(?::|>>|->|\||丨|/|(?<=】)| -{1,2} ) {0,3}(?P<headline>\S.{3,250})"
            return f"{_OPENING}{phrase.pattern}(?:{_CLOSING}|{inline})"
        case RuleScope.HEAD:
            return rf"(?P<piece>[{_MARKS}]{{0,4}}{phrase.pattern}{after}[\s\"')\]:>-]*)\S.*"
        case RuleScope.TAIL:
            # "… told Deutsche Presse-Agentur (dpa)." ends a sentence, so words are a tail only after the end of one;
            # East Asian sentences often leave the full stop out before a bracket.
            start = rf".*{_SENTENCE_END}" if phrase.opens_with_gap or phrase.has_case else r".*?\S"
            return rf"(?:{start})?(?P<piece>{_OPENING}{before}{phrase.pattern}{_CLOSING})"


def parse(language: str, text: str) -> Iterator[tuple[Rule, tuple[str, ...]]]:
    """Yield the rules of one file, each with literals of which every match contains one. Raises ValueError with the line at fault."""
    section = None
    for number, raw in enumerate(unicodedata.normalize("NFC", text).splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            section = _SECTION.fullmatch(line)
            if section is None:
                raise ValueError(f"rules/{language}.txt:{number}: not a section: {line}")
            continue
        if section is None:
            raise ValueError(f"rules/{language}.txt:{number}: a phrase before any section")
        scope, limit = RuleScope(section["kind"]), int(section["limit"] or BLOCK_LIMIT)
        try:
            phrase = compile_phrase(line)
        except ValueError as error:
            raise ValueError(f"rules/{language}.txt:{number}: {error}") from error
        yield _rule(language, section["category"], scope, limit, phrase), phrase.anchors


def _rule(language: str, category: str, scope: RuleScope, limit: int, phrase: Phrase) -> Rule:
    from_start = sys.maxsize if scope is RuleScope.TAIL else phrase.until + _MOST_MARKS
    from_end = sys.maxsize if scope in (RuleScope.BLOCK, RuleScope.HEAD) else phrase.since + _MOST_MARKS
    return Rule(language, category, scope, limit, phrase.source, from_start, from_end)


class Rules:
    """All rules, in one automaton over their literals, so that a line is compared with few phrases."""

    def __init__(self, parsed: list[tuple[Rule, tuple[str, ...]]]) -> None:
        ranked = sorted(parsed, key=lambda entry: _precedence(entry[0]))
        self.all = tuple(rule for rule, _ in ranked)
        by_anchor: dict[str, list[int]] = {}
        for rank, (_, anchors) in enumerate(ranked):
            for anchor in anchors:
                by_anchor.setdefault(anchor, []).append(rank)
        self._automaton = AhoCorasick(list(by_anchor))
        self._places = tuple(
            tuple((rank, self.all[rank].from_start, self.all[rank].from_end) for rank in ranks)
            for ranks in by_anchor.values()
        )

    def matches(self, line: str) -> Iterator[Match]:
        """Yield every rule that holds for the line: whole lines before their ends, then as `_precedence` says."""
        folded = fold(line)
        size, possible = len(folded), set[int]()
        for i, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            for rank, from_start, from_end in self._places[i]:
                if end <= from_start and size - start <= from_end:
                    possible.add(rank)
        for rank in sorted(possible):
            if match := _match(self.all[rank], line, folded):
                yield match


def _precedence(rule: Rule) -> tuple[int, bool, int, str, str]:
    """Return whole lines before their ends, phrases that say how they begin before others, then the longer one."""
    opens_with_gap = rule.phrase.startswith(("{", "…"))
    return _ORDER[rule.scope], opens_with_gap, -len(rule.phrase), rule.language, rule.phrase


def _match(rule: Rule, line: str, folded: str) -> Match | None:
    if len(line) > _LONGEST_LINE and rule.scope not in PARTS:
        return None
    offset = max(0, len(folded) - _LONGEST_LINE) if rule.scope is RuleScope.TAIL else 0
    match = rule.pattern.fullmatch(folded, offset)
    if match is None:
        return None
    start, end = match.span("piece") if rule.scope in PARTS else (0, len(line))
    said = reading(rule.phrase, match)
    return Match(rule, line[start:end], start, end, _fields(rule, match, line, said), said)


def _fields(rule: Rule, match: re.Match[str], line: str, said: str) -> dict[str, str]:
    """Return what the gaps caught, as it stands in the line; a gap that a phrase has twice gives both, with a comma. Of the `names`
    in a byline those of reporters stand once more in `reporters`.
    """
    fields: dict[str, str] = {}
    is_byline = rule.category == Category.BYLINE
    before = iter(words_before(said, "names") if is_byline else ())
    for group in match.re.groupindex:
        name = group.rstrip("0123456789")
        if name in FIELDS and match[group] is not None:
            value = line[match.start(group) : match.end(group)].strip(" :>|-–—")
            _add(fields, name, value)
            if name == "names" and is_byline and names_authors(next(before)):
                _add(fields, "reporters", value)
    return fields


def _add(fields: dict[str, str], name: str, value: str) -> None:
    fields[name] = f"{fields[name]}, {value}" if name in fields else value


@cache
def load() -> Rules:
    """Return the rules that ship with the package."""
    parsed: list[tuple[Rule, tuple[str, ...]]] = []
    for file in sorted(files("dateline.boilerplate").joinpath("rules").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".txt"):
            parsed += parse(file.name.removesuffix(".txt"), file.read_text("utf-8"))
    return Rules(parsed)
