"""Pages made harder, so that the page model leans on no single mark: without class names, and with most of their story cut away."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from workers.extract.blocks import Blocks, Elements

_SHORTEST, _LONGEST = 1, 5
"""Story blocks that a shortened page keeps."""


def without_classes(blocks: Blocks) -> Blocks:
    """The page as if its elements had no attributes."""
    elements = replace(blocks.elements, attributes=[""] * len(blocks.elements.tags))
    return replace(blocks, elements=elements)


def shortened(
    blocks: Blocks, labels: NDArray[np.bool_], random: np.random.Generator
) -> tuple[Blocks, NDArray[np.bool_]]:
    """The page with only the first few blocks of its story, and their labels."""
    story = np.flatnonzero(labels)
    kept = np.ones(len(labels), np.bool_)
    kept[story[int(random.integers(_SHORTEST, _LONGEST)) :]] = False
    return _only(blocks, kept), labels[kept]


def _only(blocks: Blocks, kept: NDArray[np.bool_]) -> Blocks:
    places = np.concatenate((np.zeros(1, np.int64), np.cumsum(kept)))
    elements = blocks.elements
    moved = Elements(
        elements.tags,
        elements.attributes,
        elements.parents,
        elements.depths,
        places[elements.first].tolist(),
        places[elements.last].tolist(),
    )
    numbers = np.flatnonzero(kept).tolist()
    return Blocks(
        [blocks.texts[n] for n in numbers],
        [blocks.inside[n] for n in numbers],
        [blocks.link_shares[n] for n in numbers],
        [blocks.images[n] for n in numbers],
        moved,
    )
