"""The built-in backend: lists, capitals, titles and cue words, for every language at once."""

import re
from collections.abc import Sequence

from dateline.domain.entities import Span
from dateline.entities.backends.base import Passage
from dateline.entities.document.overlaps import without_overlaps
from dateline.entities.rules.cased import CasedTagger
from dateline.entities.rules.caseless import cued
from dateline.gazetteer import matcher as gazetteer
from dateline.gazetteer.name_lists import name_lists
from dateline.text.languages import base_language
from dateline.text.word_shape import shape

_UNCASED = re.compile(r"[\u0590-\u0e7f\u2e80-\ud7a3]")


class RuleTagger:
    """Tags by word lists and cues; needs no training and knows no language worse than its lists."""

    name = "heuristic"

    def tag(self, texts: Sequence[Passage]) -> list[list[Span]]:
        """Return the spans of each text."""
        return [[span for span in self._tag(each) if "\n" not in each.text[span.start : span.end]] for each in texts]

    def _tag(self, document: Passage) -> list[Span]:
        text, language = document.text, base_language(document.language)
        text_shape = shape(text)
        hits = gazetteer.find(text, text_shape, language)
        spans = list(CasedTagger(text, text_shape, hits, name_lists(language)).spans())
        if _UNCASED.search(text):
            uncased = [hit for hit in hits if text_shape[hit.start] not in "Aa"]
            spans += cued(text, uncased, language)
        return without_overlaps(spans)
