"""Names in scripts with capitals: which runs of capitalised words are names, and of what."""

from collections.abc import Iterator, Sequence

from dateline.domain.entities import EntityType, Span
from dateline.entities.rules.capitalised_runs import CasedToken
from dateline.entities.rules.chunker import LONGEST_NAME, Chunk, Chunker, Segment
from dateline.gazetteer.entry import EntryType, Hit
from dateline.gazetteer.name_lists import NameLists

_PERSON, _ORGANISATION, _PLACE = EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE
_LONGEST_PERSON = 4
_LONGEST_ACRONYM = 6
# German writes every noun with a capital, and in scripts without any a Latin word may be anything:
# a capital alone is no sign there.
_CAPITALISED_NOUNS = frozenset(("de", "lb", "zh", "ja", "ko", "th", "ar", "hi"))


class CasedTagger:
    """Tags the runs of one text; made for it, thrown away after."""

    def __init__(self, text: str, text_shape: str, hits: Sequence[Hit], lists: NameLists) -> None:
        self._text = text
        self._lists = lists
        self._chunker = Chunker(text, text_shape, hits, lists)
        self._shouting = "a" not in text_shape
        self._needs_signs = lists.language in _CAPITALISED_NOUNS

    def spans(self) -> Iterator[Span]:
        """Yield the names of the text, in order."""
        for segment in self._chunker.segments():
            chunks = self._chunker.chunks(segment)
            if whole := self._whole(segment, chunks):
                yield Span(segment.tokens[0].start, segment.tokens[-1].end, whole)
                continue
            for chunk in chunks:
                if kind := self._type(chunk, segment.opens and chunk is chunks[0]):
                    yield Span(*chunk.span, kind)

    def _whole(self, segment: Segment, chunks: list[Chunk]) -> EntityType | None:
        """Return the type if all words are one name: "Jakarta Post", "Paris Hilton", "Kota Bandung"."""
        if not 1 < len(segment.tokens) <= LONGEST_NAME or (len(chunks) == 1 and chunks[0].hit):
            return None
        if not segment.titled and self._chunker.opens_organisation(segment.tokens):
            return _ORGANISATION
        if len(chunks) == 1:
            return None
        if any(self._has_place_word(chunk.tokens) for chunk in chunks if not chunk.hit):
            return _PLACE
        return self._mixed(segment, chunks)

    def _mixed(self, segment: Segment, chunks: list[Chunk]) -> EntityType | None:
        """Return the type of listed and unlisted words that are one name."""
        first, second = chunks[0], chunks[1]
        if len(first.tokens) == 1 and self._lists.is_given(first.tokens[0].text):
            return _PERSON
        if first.hit:
            is_city = first.hit.entry.type is EntryType.CITY and len(first.tokens) == 1
            return _PERSON if segment.titled and is_city else None
        if self._looks_personal(first) or (segment.titled and len(first.tokens) > 1):
            return None
        if segment.opens and len(first.tokens) == 1:
            return None
        if len(chunks) == 2 and second.hit and second.hit.entry.type is not EntryType.ORGANISATION:
            return _PERSON if segment.titled else _ORGANISATION
        return None

    def _type(self, chunk: Chunk, opens: bool) -> EntityType | None:
        if chunk.hit:
            return self._listed(chunk, chunk.hit, opens)
        if len(chunk.tokens) == 1:
            return self._single(chunk, chunk.tokens[0], opens)
        if len(chunk.tokens) > LONGEST_NAME:
            return None
        if self._has_place_word(chunk.tokens):
            return _PLACE
        if chunk.titled or self._looks_personal(chunk):
            return _PERSON
        return self._unlisted(chunk, opens)

    def _listed(self, chunk: Chunk, hit: Hit, opens: bool) -> EntityType | None:
        """Return the listed type, unless the word is common at the beginning of a sentence or a person's name."""
        if hit.entry.type is not EntryType.CITY or len(chunk.tokens) > 1:
            return hit.entry.type.entity_type
        if chunk.titled or self._is_speaker(hit.end):
            return _PERSON
        word = chunk.tokens[0].text
        if self._lists.is_common(word) or self._is_persons(word):
            return _PLACE if self._after_preposition(hit.start) and not opens else None
        return _PLACE

    def _single(self, chunk: Chunk, token: CasedToken, opens: bool) -> EntityType | None:
        if self._lists.is_common(token.text) or len(token.text) < 2 or self._shouting:
            return None
        if chunk.titled or self._is_persons(token.text) or self._is_speaker(token.end):
            return _PERSON
        if self._is_acronym(token.text):
            return _ORGANISATION
        if opens or self._needs_signs:
            return None
        return _PLACE if self._after_preposition(token.start) else None

    def _unlisted(self, chunk: Chunk, opens: bool) -> EntityType | None:
        if self._shouting or (self._needs_signs and opens):
            return None
        if any(self._lists.is_common(token.text) for token in chunk.tokens):
            return _ORGANISATION if len(chunk.tokens) < _LONGEST_PERSON and not opens else None
        if self._needs_signs:
            return None
        return _PERSON if len(chunk.tokens) <= _LONGEST_PERSON else _ORGANISATION

    def _has_place_word(self, tokens: tuple[CasedToken, ...]) -> bool:
        return any(token.text in self._lists.place for token in tokens)

    def _is_persons(self, word: str) -> bool:
        return self._lists.is_given(word) or self._lists.is_surname(word)

    def _looks_personal(self, chunk: Chunk) -> bool:
        return self._lists.is_given(chunk.tokens[0].text) or self._lists.is_surname(chunk.tokens[-1].text)

    def _is_acronym(self, word: str) -> bool:
        return 2 <= len(word) <= _LONGEST_ACRONYM and word.isupper() and word.isalpha()

    def _is_speaker(self, end: int) -> bool:
        """Return whether a verb of speech follows."""
        following = self._text[end + 1 : end + 24].split(" ", 2)
        return following[0].rstrip(",.") in self._lists.said or " ".join(following[:2]) in self._lists.said

    def _after_preposition(self, start: int) -> bool:
        before = self._text[max(0, start - 12) : start]
        return before.endswith(" ") and before.rstrip().rpartition(" ")[2].casefold() in self._lists.place_cues
