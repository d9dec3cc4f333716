"""Cuts runs of capitalised words into chunks: without titles and common words, listed names apart from other words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from operator import itemgetter

from dateline.entities.rules.capitalised_runs import CasedToken, Run, runs
from dateline.gazetteer.entry import EntryType, Hit
from dateline.gazetteer.name_lists import NameLists

# Longer runs are headlines, menus and shouting.
LONGEST_NAME = 12
_LONGEST_JOINT = 12


@dataclass(frozen=True, slots=True)
class Chunk:
    """A listed name, or words that no list knows as a whole; `titled` if a title precedes it."""

    tokens: tuple[CasedToken, ...]
    hit: Hit | None
    titled: bool

    @property
    def span(self) -> tuple[int, int]:
        """The chunk's start and end."""
        return (self.hit.start, self.hit.end) if self.hit else (self.tokens[0].start, self.tokens[-1].end)


@dataclass(frozen=True, slots=True)
class Segment:
    """The words between two titles; `opens` if a sentence begins with them."""

    tokens: tuple[CasedToken, ...]
    titled: bool
    opens: bool


def _places(hits: Sequence[Hit], types: Sequence[EntryType]) -> frozenset[int]:
    """All places in the text that listed names of these types cover."""
    return frozenset(chain.from_iterable(range(hit.start, hit.end) for hit in hits if hit.entry.type in types))


class Chunker:
    """Cuts one text; made for it, thrown away after."""

    def __init__(self, text: str, text_shape: str, hits: Sequence[Hit], lists: NameLists) -> None:
        self._text = text
        self._shape = text_shape
        self._lists = lists
        self._names = {hit.start: hit for hit in hits if hit.entry.type is not EntryType.TITLE}
        self._title_ends = {hit.end for hit in hits if hit.entry.type is EntryType.TITLE}
        self._titles = _places(hits, (EntryType.TITLE,))
        self._lands = _places(hits, (EntryType.COUNTRY, EntryType.REGION))

    def segments(self) -> Iterator[Segment]:
        """Yield what is left of the text's runs without titles and common words."""
        for run in self._joined(runs(self._text, self._shape, self._lists.language)):
            for words, titled in self._between_titles(run):
                opens = run.opens_sentence and words[0] is run.tokens[0]
                if tokens := self._without_common(words, opens):
                    yield Segment(tokens, titled, opens and tokens[0] is words[0])

    def chunks(self, segment: Segment) -> list[Chunk]:
        """Return listed names and what stands between them; a title announces one person."""
        owned = zip(segment.tokens, self._owners(segment.tokens), strict=True)
        chunks: list[Chunk] = []
        titled = segment.titled
        for hit, group in groupby(owned, key=itemgetter(1)):
            words = self._without_dangling(tuple(token for token, _ in group))
            chunks.append(Chunk(words, hit, titled))
            titled = titled and hit is not None
        return chunks

    def _without_dangling(self, words: tuple[CasedToken, ...]) -> tuple[CasedToken, ...]:
        """Drop "di" from the end of "Anwar Ibrahim di", if a place of its own follows."""
        end = len(words)
        while end > 1 and self._shape[words[end - 1].start] == "a":
            end -= 1
        return words[:end]

    def opens_organisation(self, tokens: tuple[CasedToken, ...]) -> bool:
        """Return whether a word of organisations is among the words; "United States" has one that is none."""
        return any(token.text in self._lists.organisation and token.start not in self._lands for token in tokens)

    def _joined(self, found: list[Run]) -> Iterator[Run]:
        """Put runs together over "of", "für" in organisations and "von", "bin" in persons."""
        current: Run | None = None
        for run in found:
            if current is not None and self._belongs(current, run):
                joint = CasedToken(current.end + 1, run.start - 1, self._text[current.end + 1 : run.start - 1])
                current = Run((*current.tokens, joint, *run.tokens), current.opens_sentence)
                continue
            if current is not None:
                yield current
            current = run
        if current is not None:
            yield current

    def _belongs(self, left: Run, right: Run) -> bool:
        gap = self._text[left.end : right.start]
        if len(left.tokens) > LONGEST_NAME or not 3 <= len(gap) <= _LONGEST_JOINT or gap[0] != " " or gap[-1] != " ":
            return False
        small = gap[1:-1]
        if self._lists.particles.issuperset(small.split(" ")) and self._opens_person(left):
            return True
        return small in self._lists.joints and self.opens_organisation(left.tokens)

    def _opens_person(self, run: Run) -> bool:
        if run.tokens[-1].text in self._lists.organisation:
            return False
        titled = self._is_titled(run.start) or run.start in self._titles
        return titled or any(self._lists.is_given(token.text) for token in run.tokens)

    def _is_titled(self, start: int) -> bool:
        return start - 1 in self._title_ends and self._shape[start - 1] == " "

    def _between_titles(self, run: Run) -> Iterator[tuple[tuple[CasedToken, ...], bool]]:
        """Cut titles out of a run; what follows one is announced by it."""
        tokens, begin, titled = run.tokens, 0, self._is_titled(run.start)
        for place, token in enumerate(tokens):
            if token.start not in self._titles or not self._is_office(tokens, begin, place):
                continue
            if begin < place:
                yield tokens[begin:place], titled
            begin, titled = place + 1, True
        if begin < len(tokens):
            yield tokens[begin:], titled

    def _is_office(self, tokens: tuple[CasedToken, ...], begin: int, place: int) -> bool:
        """Return whether a title is one: "King" is in "King Charles", and not in "Stephen King"."""
        return begin == place or not self._lists.is_given(tokens[begin].text)

    def _without_common(self, tokens: tuple[CasedToken, ...], opens: bool) -> tuple[CasedToken, ...]:
        """Drop common words from both ends, unless a listed name or an organisation's begins there."""
        begin, end = 0, len(tokens)
        while begin < end and self._is_droppable(tokens[begin], opens and begin == 0):
            begin += 1
        while begin < end and self._is_droppable(tokens[end - 1], False):
            end -= 1
        return tokens[begin:end]

    def _is_droppable(self, token: CasedToken, opens: bool) -> bool:
        if token.start in self._names or (token.text in self._lists.organisation and not opens):
            return False
        return len(token.text) == 1 or self._lists.is_common(token.text) or self._shape[token.start] == "a"

    def _owners(self, tokens: tuple[CasedToken, ...]) -> Iterator[Hit | None]:
        """For each word the listed name that it belongs to."""
        owner: Hit | None = None
        for token in tokens:
            if owner is None or token.start >= owner.end:
                owner = self._name_at(token, tokens[-1].end)
            yield owner

    def _name_at(self, token: CasedToken, end: int) -> Hit | None:
        """Return the listed name that begins with a word, unless it is also a word for a thing: "Kota" is a city, and city."""
        hit = self._names.get(token.start)
        if hit is None or hit.end > end:
            return None
        is_word = token.text in self._lists.place or token.text in self._lists.organisation
        return None if is_word and hit.entry.type is EntryType.CITY and token.end == hit.end else hit
