"""Grows the line model: which lines of a plain text are boilerplate, and of which category."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from dateline.boilerplate.line_features import feature_names, line_features
from dateline.boilerplate.line_model import LineModel
from dateline.domain.story import Category
from dateline.text.hashed_ngrams import SIZE, ngram_rows
from training.boosting import BoostingConfig, grow
from training.stories import LabelledStory, phrases

# One forest of these takes .643 to .662 of the boilerplate lines at 99 % genuine lines kept, by chance alone; the mean of three .657.
CONFIG = BoostingConfig(trees=200, depth=7, forests=3)

# Weights of grams are in this part of a unit of log-odds, and end at this many.
_UNIT, _MOST = 64, 400
# Grams seen once say nothing; those of no class count this much in each.
_LEAST, _PRIOR, _KINDS = 2, 1.0, 1000
# Corrections stay, and what agencies tell editors is told by its form, not its words.
_NOT_TAKEN = frozenset(("note", "editors_note"))

Counts = NDArray[np.int64]


def gram_counts(texts: Iterable[str]) -> Counts:
    """In how many different texts each gram stands."""
    counts = np.zeros(SIZE, np.int64)
    for text in dict.fromkeys(texts):
        counts[list(set(ngram_rows(text)))] += 1
    return counts


def _log_odds(there: Counts, elsewhere: Counts) -> NDArray[np.int16]:
    """Return how much more often a gram stands in the one than in the other; a naive Bayes classifier's weights."""
    odds = np.log((there + _PRIOR) / (there.sum() + _PRIOR * _KINDS)) - np.log(
        (elsewhere + _PRIOR) / (elsewhere.sum() + _PRIOR * _KINDS)
    )
    odds[there + elsewhere < _LEAST] = 0
    return np.asarray(np.clip(np.rint(odds * _UNIT), -_MOST, _MOST), np.int16)


class Grams:
    """Counts over phrases of rules and sentences of corpora, to which those of stories are added."""

    def __init__(self, sentences: dict[str, list[str]]) -> None:
        self._phrases = gram_counts(phrase for _, category, phrase in phrases() if category not in _NOT_TAKEN)
        self._sentences = gram_counts(text for texts in sentences.values() for text in texts)

    def weights(self, labelled: Sequence[LabelledStory]) -> NDArray[np.int16]:
        """Return what each gram speaks for, learned from these stories."""
        pairs = [
            (text, bool(target)) for story in labelled for text, target in zip(story.texts, story.target, strict=True)
        ]
        boilerplate = gram_counts(text for text, target in pairs if target) + self._phrases
        return _log_odds(boilerplate, gram_counts(text for text, target in pairs if not target) + self._sentences)


def category_weights() -> tuple[tuple[Category, ...], NDArray[np.int16]]:
    """Categories, and what each gram of the rule files speaks for in each."""
    by_category: dict[str, list[str]] = {}
    for _, category, phrase in phrases():
        by_category.setdefault(category, []).append(phrase)
    names = sorted(name for name in by_category if name not in _NOT_TAKEN)
    counts = [gram_counts(by_category[name]) for name in names]
    total = np.sum(counts, axis=0)
    return tuple(map(Category, names)), np.array([_log_odds(own, total - own) for own in counts])


def grow_line_model(
    labelled: Sequence[LabelledStory],
    synthetic: Sequence[LabelledStory],
    known: Grams,
    folds: int,
    shape: BoostingConfig = CONFIG,
) -> LineModel:
    """Return the model. Grams of a story are weighted without its own fold, so that trees see them as those of a new publisher."""
    columns, target, weights = [], [], []
    present = [story for story in labelled if story.fold >= 0]
    without = {fold: known.weights([story for story in present if story.fold != fold]) for fold in range(folds)}
    full = known.weights(present)
    for story in (*labelled, *synthetic):
        left = ~story.by_rule
        found = line_features(story.texts, story.by_rule, without.get(story.fold, full))
        columns.append(found[:, left])
        target.append(story.target[left])
        weights.append(story.weights[left])
    trees = grow(
        feature_names(), np.concatenate(columns, axis=1), np.concatenate(target), np.concatenate(weights), shape
    )
    categories, by_category = category_weights()
    return LineModel(trees, full, categories, by_category)
