"""Grows the page model: which blocks of a page are its story."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workers.extract.blocks import read_blocks
from workers.extract.features import Page, features
from workers.extract.letters import Ints
from workers.training.augment import shortened, without_classes
from workers.training.boosting import Floats, Shape, grow
from workers.training.pages import Gold, labels
from workers.trees import Trees

SHAPE = Shape(trees=200, depth=6)
# A page counts the same however long it is, nearly; a long block more than a short one, since scores count words.
_BLOCK_POWER, _PAGE_POWER = 0.75, 0.6
# What a page that was made harder counts.
_MADE_HARDER = 0.7


@dataclass(frozen=True, slots=True)
class Example:
    """A page's blocks: features as columns, whether each is the story's, characters, and what the page counts."""

    columns: Floats
    wanted: NDArray[np.bool_]
    chars: Ints
    counts: float = 1.0

    @property
    def weights(self) -> NDArray[np.float64]:
        """What each block counts."""
        each = (self.chars + 5.0) ** _BLOCK_POWER
        return np.asarray(self.counts * each / each.sum() ** _PAGE_POWER)


def examples(gold: Gold, random: np.random.Generator) -> Iterator[Example]:
    """The page, and one that was made harder; nothing of a page without text."""
    blocks = read_blocks(gold.html)
    if not blocks.texts:
        return
    page = Page(blocks)
    wanted = labels(blocks.texts, gold.text)
    yield Example(features(page)[1], wanted, page.chars)
    if random.random() < 0.5:
        bare = Page(without_classes(blocks))
        yield Example(features(bare)[1], wanted, bare.chars, _MADE_HARDER)
    elif wanted.any():
        short, kept = shortened(blocks, wanted, random)
        if kept.any():
            page = Page(short)
            yield Example(features(page)[1], kept, page.chars, _MADE_HARDER)


def grow_page_model(found: Sequence[Example], shape: Shape = SHAPE) -> Trees:
    """The trees."""
    columns = np.concatenate([example.columns for example in found], axis=1)
    wanted = np.concatenate([example.wanted for example in found])
    weights = np.concatenate([example.weights for example in found])
    return grow(columns, wanted, weights, shape)
