"""Natasha's news tagger for Russian, whose model comes in its package; says nothing of other languages."""

from collections.abc import Sequence

from natasha import NewsEmbedding, NewsNERTagger

from dateline.domain.entities import EntityType, Span
from dateline.entities.backends.base import Passage


class Natasha:
    """Slovnet's network (BIO, CRF) on Navec's vectors, trained on a million sentences of news."""

    name = "natasha"
    languages = ("ru",)

    def __init__(self) -> None:
        self._tagger = NewsNERTagger(NewsEmbedding())

    def tag(self, texts: Sequence[Passage]) -> list[list[Span]]:
        """Return the spans of each text."""
        return [self._tag(each.text) if each.text.strip() else [] for each in texts]

    def _tag(self, text: str) -> list[Span]:
        return [Span(found.start, found.stop, EntityType(found.type)) for found in self._tagger(text).spans]
