"""A crawled page: which of its lines are the story."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import trafilatura
from numpy.typing import NDArray

from dateline.domain.limits import MAX_FALL_BACK_TAGS
from dateline.domain.story import Line
from dateline.extract.align import kept_lines
from dateline.extract.blocks import Blocks
from dateline.extract.features import Page, feature_names, features
from dateline.ml.artifacts import arrays_of
from dateline.ml.boosted_trees import Trees
from dateline.text.char_stats import Ints

MODEL = "page-model/1"
"""The name and version that removals carry."""

# The score from which on a page's blocks are kept is the one that promises most, within these bounds.
_LOWEST_CUT, _HIGHEST_CUT = 0.4, 0.6
# A page that promises a lower F1 than this goes to trafilatura.
_SURE_ENOUGH = 0.8
# From this weighted length on a text is no refrain.
_LONG = 80
# Of the lines that trafilatura leaves out on the 709 pages of WCXB's development split, the share that is not story text.
_TRAFILATURA_SCORE = 0.92
# Where nobody finds a story, paragraphs that are mostly no link are better than nothing.
_MOSTLY_LINKED = 0.5


@dataclass(frozen=True, slots=True)
class Choice:
    """The lines that are the story's; of every other, who left it out and how sure that is."""

    kept: set[int]
    by: str
    scores: tuple[float, ...]


def best_threshold(scores: NDArray[np.float64], chars: Ints) -> tuple[float, float]:
    """Return the score from which on blocks are best kept, and the F1 over characters that is then expected (Lipton et al. 2014)."""
    thousandths = np.rint(scores * 1000).astype(np.int64)
    order = np.argsort(-thousandths, kind="stable")
    right = np.cumsum((thousandths * chars)[order])
    expected = 2 * right / (1000 * np.cumsum(chars[order]) + right[-1])
    at = int(np.argmax(expected))
    return float(scores[order[at]]), float(expected[at])


@cache
def page_model() -> Trees:
    """Return the model that ships with the package (`workers/models/page.md`)."""
    return Trees.load(arrays_of("page.npz"), feature_names())


def threshold_for(scores: NDArray[np.float64], chars: Ints) -> tuple[float, bool]:
    """Return the score from which on a page's blocks are kept, and whether the model can be left alone with the page."""
    best, expected = best_threshold(scores, chars)
    return min(_HIGHEST_CUT, max(_LOWEST_CUT, best)), expected >= _SURE_ENOUGH


def page_scores(page: Page, trees: Trees) -> NDArray[np.float64]:
    """Return how sure the model is of each block that it is the story's; of those in comments and dialogs nobody asks it."""
    return np.where(page.excluded, 0.0, trees.scores(features(page)[1]))


def kept_blocks(scores: NDArray[np.float64], chars: Ints, texts: list[str]) -> tuple[list[int], bool]:
    """Return the blocks to keep, and whether the model can be left alone with the page. Of a long text that the page has several
    times, for wide and narrow screens, the first copy is kept.
    """
    cut, sure = threshold_for(scores, chars)
    kept, seen = list[int](), set[str]()
    for at in np.flatnonzero(scores >= cut).tolist():
        if texts[at] not in seen:
            kept.append(at)
        if chars[at] >= _LONG:
            seen.add(texts[at])
    return kept, sure


def by_model(blocks: Blocks, trees: Trees) -> tuple[Choice, bool]:
    """Return what to keep, and whether the model is sure of it."""
    page = Page(blocks)
    scores = page_scores(page, trees)
    kept, sure = kept_blocks(scores, page.chars, blocks.texts)
    gone = tuple(round(1 - score, 3) for score in scores.tolist())
    return Choice(set(kept), MODEL, gone), sure


def fall_back(markup: str) -> str | None:
    """Return a page's story by trafilatura (Barbaresi 2021), in its faster and stricter way: on the pages of which the model is unsure that is
    .08 better than its default, in half of the time. None if it finds none, strict or not, or would take seconds.
    """
    tags = markup.count("<")
    # A page may be read twice, so that the second reading is for pages of half as many tags.
    ways = [strict for strict, most in ((True, MAX_FALL_BACK_TAGS), (False, MAX_FALL_BACK_TAGS // 2)) if tags <= most]
    texts = (
        trafilatura.extract(markup, include_comments=False, include_tables=True, fast=True, favor_precision=strict)
        for strict in ways
    )
    return next(filter(None, texts), None)


def story_lines(blocks: Blocks, lines: tuple[Line, ...], markup: str) -> Choice:
    """Return the story's lines by the page model; by the fall-back if the model is unsure of the whole page; the page's plain paragraphs
    if neither finds any.
    """
    choice, sure = by_model(blocks, page_model())
    if choice.kept and sure:
        return choice
    if (text := fall_back(markup)) and (kept := kept_lines(lines, text)):
        return Choice(kept, "trafilatura", (_TRAFILATURA_SCORE,) * len(lines))
    if choice.kept:
        return choice
    paragraphs = {line.number for line in lines if line.tag == "p" and line.link_share < _MOSTLY_LINKED}
    return Choice(paragraphs, "no-paragraph", choice.scores)
