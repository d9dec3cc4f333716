"""The built-in backend: lists, capitals, titles and cue words, for every language at once."""

import re
from collections.abc import Iterable, Sequence

from workers.domain.entity import Span
from workers.entities import gazetteer, lexicon
from workers.entities.backend import Document
from workers.entities.cased import CasedTagger
from workers.entities.nomenclature import nomenclature
from workers.entities.shape import shape
from workers.entities.uncased import cued

_UNCASED = re.compile(r"[\u0590-\u0e7f\u2e80-\ud7a3]")


def _without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """Of spans that overlap, the one that begins first, and the longer of those that begin together."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


class Heuristic:
    """Tags by word lists and cues; needs no training and knows no language worse than its lists."""

    name = "heuristic"

    def tag(self, texts: Sequence[Document]) -> list[list[Span]]:
        """The spans of each text."""
        return [[span for span in self._tag(each) if "\n" not in each.text[span.start : span.end]] for each in texts]

    def _tag(self, document: Document) -> list[Span]:
        text, language = document.text, lexicon.base_language(document.language)
        kinds = shape(text)
        hits = gazetteer.find(text, kinds, language)
        spans = list(CasedTagger(text, kinds, hits, nomenclature(language)).spans())
        if _UNCASED.search(text):
            uncased = [hit for hit in hits if kinds[hit.start] not in "Aa"]
            spans += cued(text, uncased, language)
        return _without_overlaps(spans)
