"""The line model: what it takes from a story whose boilerplate no rule names."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.boilerplate.fields import Fields
from dateline.boilerplate.line_features import feature_names, line_features
from dateline.boilerplate.spans import headline_of
from dateline.domain.story import Category, Removed, Story
from dateline.ml.artifacts import arrays_of
from dateline.ml.boosted_trees import Trees
from dateline.newswire.dates import is_stamp
from dateline.newswire.people import look_like_names
from dateline.text.hashed_ngrams import ngram_rows

MODEL = "line-model/1"
"""The name and version that removals carry."""

# From this score on a line goes. In cross-validation 99.0 % of genuine lines stay at .55; new publishers come out worse than that,
# so the cut is where 99.5 % stay.
CUT = 0.7
# A story of fewer lines says too little of what surrounds each.
_FEWEST_LINES, _FEWEST_KEPT = 8, 2
# A table's cells are short, whatever they say.
_CELLS = frozenset(("td", "th"))
# How much more its words must speak for a category than for the next; else it is furniture of some page.
_SURE_OF_CATEGORY = 160


@dataclass(frozen=True, slots=True)
class LineModel:
    """Trees, what each gram speaks for, and what it speaks for in each category (categories × grams)."""

    trees: Trees
    grams: NDArray[np.int16]
    categories: tuple[Category, ...]
    by_category: NDArray[np.int16]

    def scores(self, texts: Sequence[str], by_rule: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return how sure it is of each line that it is boilerplate; `by_rule` are those that rules take."""
        return self.trees.scores(line_features(texts, by_rule, self.grams))

    def category(self, text: str) -> Category:
        """Return the category whose phrases the line is most like, if it is by far."""
        found = np.sort(sums := self.by_category[:, ngram_rows(text)].sum(axis=1, dtype=np.int64))
        sure = found[-1] > 0 and found[-1] - found[-2] >= _SURE_OF_CATEGORY
        return self.categories[int(np.argmax(sums))] if sure else Category.PAGE


@cache
def line_model() -> LineModel:
    """Return the model that ships with the package (`workers/models/line.md`)."""
    return load_line_model(arrays_of("line.npz"))


def load_line_model(arrays: Any) -> LineModel:
    """Return the model out of its arrays."""
    categories = tuple(Category(name) for name in arrays["categories"].tolist())
    return LineModel(Trees.load(arrays, feature_names()), arrays["grams"], categories, arrays["by_category"])


def without_boilerplate(story: Story) -> Story:
    """Return the story without the kept lines that the model is sure of; rules have been there before."""
    kept = dict(story.kept)
    if len(story.lines) < _FEWEST_LINES or len(kept) < _FEWEST_KEPT:
        return story
    texts = [kept.get(line.number, line.text) for line in story.lines]
    by_rule = np.array([line.number not in kept for line in story.lines])
    model = line_model()
    scores = model.scores(texts, by_rule)
    # What is left around a piece that was taken from the middle of a line stays: it is no line of its own.
    taken = {
        n for n in kept if scores[n] >= CUT and kept[n] in story.lines[n].text and story.lines[n].tag not in _CELLS
    }
    if not taken or len(taken) == len(kept):
        return story
    removed = [_removed(story, number, kept[number], model, float(scores[number])) for number in sorted(taken)]
    pieces = sorted([*story.removed, *removed], key=lambda piece: (piece.line, piece.start))
    filled = _filled(story, removed)
    return replace(filled, kept=tuple(line for line in story.kept if line[0] not in taken), removed=tuple(pieces))


def _filled(story: Story, removed: Sequence[Removed]) -> Story:
    """Return the story with what removals of a telling category say in their fields; flags are set by rules only, which are certain."""
    fields = Fields(story)
    for piece in removed:
        text = piece.text.strip()
        match piece.category:
            case Category.BYLINE if look_like_names(text):
                fields.fill(piece.category, text, {"reporters": text})
            case Category.RELATED | Category.VIDEO if headline := headline_of(text):
                fields.fill(piece.category, text, {"headline": headline})
            case Category.CAPTION:
                fields.fill(piece.category, text, {"caption": text})
            case Category.TIMESTAMP if is_stamp(text):
                fields.fill(piece.category, text, {})
            case Category.AGENCY_CREDIT | Category.COPYRIGHT:
                fields.fill(piece.category, text, {})
    return fields.filled()


def _removed(story: Story, number: int, text: str, model: LineModel, score: float) -> Removed:
    start = max((p.start + len(p.text) for p in story.removed if p.line == number and p.start == 0), default=0)
    if story.dateline is not None and story.dateline.line == number:
        start = max(start, len(story.dateline.text))
    start = story.lines[number].text.index(text, min(start, len(story.lines[number].text) - len(text)))
    return Removed(model.category(text), text, number, start, MODEL, score)
