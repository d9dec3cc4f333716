"""Names in scripts without capitals: listed names, and what titles and cue words tell of the words beside them."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from dateline.domain.entities import EntityType, Span
from dateline.gazetteer import lexicon
from dateline.gazetteer.entry import EntryType, Hit
from dateline.text.scripts import HAN, HANGUL_SYLLABLES, KATAKANA_LETTERS

_PERSON, _ORGANISATION, _PLACE = EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE
_ARABIC_WORD = r"[ء-ٰٟـ-ۓ]+"
_HINDI_WORD = r"[ऀ-ॣॱ-ॿ]+"
# Languages with blanks between words, whose names are read word by word; the others have expressions.
_SPACED = frozenset(("ar", "hi"))


def _alternatives(words: frozenset[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda one: (-len(one), one)))


def _words(name: str, language: str, kind: str = "") -> str:
    """Return an expression for the words of a section; one that never matches if there are none."""
    found = lexicon.sections(name, " | ").get(f"{language} {kind}".strip(), frozenset())
    return f"(?:{_alternatives(found)})" if found else "(?!)"


def _names(name: str, language: str, kind: str = "") -> str:
    """As `_words`, of a file whose words are separated by blanks."""
    found = lexicon.sections(name).get(f"{language} {kind}".strip(), frozenset()) - {"|"}
    return f"(?:{_alternatives(found)})" if found else "(?!)"


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], EntityType], ...]:
    """Return expressions whose group 1 is a name, the surest first."""
    build = {"zh": _chinese, "ja": _japanese, "ko": _korean, "th": _thai}.get(language)
    return tuple((re.compile(pattern), kind) for pattern, kind in build()) if build else ()


def _chinese() -> Iterator[tuple[str, EntityType]]:
    surname, han = _names("surnames-cjk.txt", "zh"), f"[{HAN}]"
    title, said = _words("suffix-titles.txt", "zh"), _words("cues.txt", "zh", "said")
    yield rf"([{HAN}]{{1,5}}(?:[·・•‧][{HAN}]{{1,6}}){{1,5}})", _PERSON
    yield rf"({han}{{2,8}}?{_words('organisation-cues.txt', 'zh', 'tail')})", _ORGANISATION
    yield rf"{title}({surname}{han}{{1,2}}?)(?={said}|[，。、,（(]|在|和|与|對|对|于|於|将|將|率|出席|访|会)", _PERSON
    yield rf"({surname}{han}{{1,2}}?)(?={title}|{said})", _PERSON
    yield (
        rf"(?<![{HAN}])({han}{{2,3}}?{_names('place-words.txt', 'zh', 'tail')})(?!长|長|委|民|政|场|場)",
        _PLACE,
    )


def _japanese() -> Iterator[tuple[str, EntityType]]:
    surname, han, kana = _names("surnames-cjk.txt", "ja"), f"[{HAN}々]", f"[{KATAKANA_LETTERS}]"
    title = _words("suffix-titles.txt", "ja")
    name = f"[{HAN}々{KATAKANA_LETTERS}A-Za-z]{{1,15}}"
    yield rf"({_words('organisation-cues.txt', 'ja', 'head')}{name})", _ORGANISATION
    yield rf"({name}{_words('organisation-cues.txt', 'ja', 'tail')})(?![{HAN}])", _ORGANISATION
    yield rf"({kana}{{2,20}}(?:[・＝=]{kana}{{1,20}}){{1,5}})", _PERSON
    yield rf"({surname}(?!{title}){han}{{1,3}}?)(?={title}?(?![{HAN}]))", _PERSON
    yield rf"((?:{surname}|{kana}{{2,20}}|{han}{{2,4}}))(?={title}(?![{HAN}]))", _PERSON
    yield rf"((?:{han}{{1,4}}|{kana}{{2,20}}){_names('place-words.txt', 'ja', 'tail')})(?![{HAN}])", _PLACE


def _korean() -> Iterator[tuple[str, EntityType]]:
    surname, hangul = _names("surnames-cjk.txt", "ko"), f"[{HANGUL_SYLLABLES}]"
    title = _words("suffix-titles.txt", "ko")
    end = rf"(?!{hangul})|(?=(?:은|는|이|가|을|를|의|에|에서|에게|로|으로|와|과|도|만|측|부터|까지)(?!{hangul}))"
    yield rf"(?<!{hangul})({hangul}{{2,8}}{_words('organisation-cues.txt', 'ko', 'tail')})(?:{end})", _ORGANISATION
    yield rf"(?<!{hangul})({surname}{hangul}{{2}}|{hangul}{{2,4}}(?: {hangul}{{2,4}})?)(?= {title}(?:{end}))", _PERSON
    yield rf"(?<!{hangul})({surname}{hangul}{{2}})(?={title}(?:{end}))", _PERSON
    yield rf"(?<!{hangul})({surname}{hangul}{{2}})(?=\(\d|（)", _PERSON
    yield rf"(?<!{hangul})({hangul}{{2,3}}{_names('place-words.txt', 'ko', 'tail')})(?:{end})", _PLACE


def _thai() -> Iterator[tuple[str, EntityType]]:
    word = r"[ก-๏]{1,60}"
    title = _words("titles.txt", "th")
    yield rf"(?<![ก-๏])({title}\s?{word}(?: {word})?)(?=[\s(]|$)", _PERSON
    yield rf"((?<![ก-๏]){_words('organisation-cues.txt', 'th', 'head')}{word}?)(?=\s|$|[(\"”])", _ORGANISATION
    yield rf"((?<![ก-๏.]){_words('place-words.txt', 'th', 'head')}\s?{word}?)(?=\s|$|[(])", _PLACE


def cued(text: str, hits: Sequence[Hit], language: str | None) -> list[Span]:
    """Return the names of a text without capitals: listed ones, and those that a pattern of the language finds beside them."""
    spans = [
        Span(hit.start, hit.end, hit.entry.type.entity_type) for hit in hits if hit.entry.type is not EntryType.TITLE
    ]
    if language is not None and language in _SPACED:
        return [*_Phrases(text, hits, language).spans(), *spans]
    for pattern, kind in _patterns(language or ""):
        spans.extend(Span(*match.span(1), kind) for match in pattern.finditer(text))
    return spans


@cache
def _word(language: str) -> re.Pattern[str]:
    return re.compile(_ARABIC_WORD if language == "ar" else _HINDI_WORD)


class _Phrases:
    """Persons after titles or from first names on, organisations around their cue words; made for one text."""

    def __init__(self, text: str, hits: Sequence[Hit], language: str) -> None:
        self._text = text
        self._tokens = [match.span() for match in _word(language).finditer(text)]
        self._titles = {hit.end for hit in hits if hit.entry.type is EntryType.TITLE}
        self._listed = {hit.start: hit for hit in hits}
        self._stops = lexicon.words("small-words.txt", language)
        self._given = lexicon.words("given-names.txt", language)
        self._heads = lexicon.sections("organisation-cues.txt", " | ").get(f"{language} head", frozenset())
        self._tails = lexicon.sections("organisation-cues.txt", " | ").get(f"{language} tail", frozenset())
        self._place_tails = lexicon.sections("place-words.txt").get(f"{language} tail", frozenset())

    def spans(self) -> Iterator[Span]:
        """Yield names that begin at one word after the other."""
        end = 0
        for place, (start, _) in enumerate(self._tokens):
            if start >= end and (span := self._span(place)):
                end = span.end
                yield span

    def _span(self, place: int) -> Span | None:
        start, end = self._tokens[place]
        word, hit = self._text[start:end], self._listed.get(start)
        if word in self._stops or (hit and hit.entry.type is EntryType.TITLE):
            return None
        if word in self._heads:
            stop = self._reach(place, 2)
            return Span(start, stop, _ORGANISATION) if stop > end else None
        titled = start - 1 in self._titles
        if titled or word in self._given:
            return self._person(place, 2 if titled else 1, hit)
        return self._before_tail(place)

    def _person(self, place: int, more: int, hit: Hit | None) -> Span | None:
        if hit and hit.entry.type is not EntryType.CITY:
            return None
        return Span(self._tokens[place][0], self._reach(place, more), _PERSON)

    def _reach(self, place: int, words: int) -> int:
        """Return the end of at most so many words after a token, up to a small word or punctuation."""
        end = self._tokens[place][1]
        for start, stop in self._tokens[place + 1 : place + 1 + words]:
            if self._text[end:start] != " " or self._text[start:stop] in self._stops:
                break
            end = stop
        return end

    def _before_tail(self, place: int) -> Span | None:
        """Return a word and the cue word after it, as in "दिल्ली विश्वविद्यालय"."""
        if place + 1 == len(self._tokens):
            return None
        (start, end), (next_start, next_end) = self._tokens[place], self._tokens[place + 1]
        following = self._text[next_start:next_end]
        if self._text[end:next_start] != " " or following not in self._tails | self._place_tails:
            return None
        return Span(start, next_end, _ORGANISATION if following in self._tails else _PLACE)
