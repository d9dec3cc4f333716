"""Grows the page model: which blocks of a page are its story."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dateline.extract.blocks import read_blocks
from dateline.extract.features import Page, feature_names, features
from dateline.ml.boosted_trees import Trees
from dateline.text.char_stats import Ints
from training.boosting import BoostingConfig, Floats, grow
from training.pages import Gold, labels

CONFIG = BoostingConfig(trees=600, depth=6, shrinkage=8, rows=90_000)
# One that knows its pages less well, and so leaves more of their furniture in a generous extract.
LESS_SURE = replace(CONFIG, trees=250)
# A page counts the same however long it is, nearly; a long block more than a short one, since scores count words.
_BLOCK_POWER, _PAGE_POWER = 0.5, 0.6


@dataclass(frozen=True, slots=True)
class Example:
    """A page's blocks: features as columns, whether each is the story's, whether the model is asked, characters, and texts."""

    columns: Floats
    target: NDArray[np.bool_]
    asked: NDArray[np.bool_]
    chars: Ints
    texts: list[str]

    @property
    def weights(self) -> NDArray[np.float64]:
        """Weight of each block, (blocks,)."""
        each = (self.chars + 5.0) ** _BLOCK_POWER
        return np.asarray(each / each.sum() ** _PAGE_POWER)


def example(gold: Gold) -> Example | None:
    """Return the page as the model sees it; None if it has no text."""
    blocks = read_blocks(gold.html)
    if not blocks.texts:
        return None
    page = Page(blocks)
    return Example(features(page)[1], labels(blocks.texts, gold.text), ~page.excluded, page.chars, blocks.texts)


def scores_of(found: Example, trees: Trees) -> NDArray[np.float64]:
    """Return what the trees say of the page's blocks, as `dateline.extract.page` has it."""
    return np.where(found.asked, trees.scores(found.columns), 0.0)


def grow_page_model(found: Sequence[Example], shape: BoostingConfig = CONFIG) -> Trees:
    """Return the trees."""
    columns = np.concatenate([page.columns[:, page.asked] for page in found], axis=1)
    target = np.concatenate([page.target[page.asked] for page in found])
    weights = np.concatenate([page.weights[page.asked] for page in found])
    return grow(feature_names(), columns, target, weights, shape)
