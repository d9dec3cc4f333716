"""Figures of models on publishers they did not learn from, as Markdown."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import trafilatura
from numpy.typing import NDArray

from dateline.boilerplate.line_model import CUT
from dateline.extract.page import fall_back, kept_blocks
from training.page_model import Example
from training.pages import Gold, Shingles, shingles, tokens
from training.stories import LabelledStory

Scores = NDArray[np.float64]
Rates = tuple[float, float]

# The set whose pages are in many languages.
_MANY_LANGUAGES = "fundus"
_WAYS = ("model alone", "model, trafilatura where unsure", "trafilatura default")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The evaluation of a page: the blocks that the model keeps, whether it is sure, and rates by method."""

    gold: Gold
    example: Example
    scores: Scores
    kept: list[int]
    sure: bool
    rates: dict[str, Rates]


@dataclass(frozen=True, slots=True)
class LineRates:
    """Shares of genuine lines kept and boilerplate lines removed, and the F1 of keeping genuine ones."""

    kept: float
    removed: float
    f1: float

    @classmethod
    def of(cls, stays: NDArray[np.bool_], target: NDArray[np.bool_]) -> "LineRates":
        """Of lines that stay, where `target` are boilerplate."""
        right, kept, genuine = int((stays & ~target).sum()), int(stays.sum()), int((~target).sum())
        removed = float((~stays[target]).mean()) if target.any() else 0.0
        return cls(right / max(1, genuine), removed, 2 * right / max(1, kept + genuine))


def rates(gold: Shingles, found: Shingles) -> Rates:
    """Precision and recall, as article-extraction-benchmark's scorer has them for one page."""
    right = sum((gold & found).values())
    if not gold and not found:
        return 1.0, 1.0
    return (right / found.total() if found else 0.0), (right / gold.total() if gold else 0.0)


def mean_rates(pages: Sequence[Rates]) -> tuple[float, float, float]:
    """F1, precision and recall: means over pages, and the F1 of these means."""
    precision, recall = (float(np.mean([page[side] for page in pages])) for side in (0, 1))
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall


def outcomes(scored: Iterable[tuple[Gold, Example, Scores]]) -> Iterator[Outcome]:
    """Yield the model alone, with trafilatura where it is unsure, and trafilatura alone."""
    for gold, example, scores in scored:
        target = shingles(tokens(gold.text))
        kept, sure = kept_blocks(scores, example.chars, example.texts)
        other = trafilatura.extract(gold.html, include_comments=False) or ""
        alone = "\n".join(example.texts[at] for at in kept)
        texts = zip(_WAYS, (alone, alone if sure else fall_back(gold.html) or alone, other), strict=True)
        found = {way: rates(target, shingles(tokens(text))) for way, text in texts}
        yield Outcome(gold, example, scores, kept, sure, found)


def page_table(pages: Sequence[Outcome]) -> str:
    """Shingle F1 by set."""
    found: dict[tuple[str, str], list[Rates]] = {}
    unsure: Counter[str] = Counter()
    for page in pages:
        name = page.gold.id.split("/")[0]
        unsure[name] += not page.sure
        for way, rate in page.rates.items():
            found.setdefault((name, way), []).append(rate)
    rows = [f"| {name} | {way} | {_figures(mean_rates(each))} |" for (name, way), each in sorted(found.items())]
    return "\n".join(
        ("| set | | F1 | P | R |", "| --- | --- | ---: | ---: | ---: |", *rows, f"\nUnsure: {dict(unsure)}")
    )


def page_languages(pages: Sequence[Outcome]) -> str:
    """Shingle F1 by language, on the set that has many."""
    found: dict[str, list[Outcome]] = {}
    for page in pages:
        if page.gold.id.startswith(_MANY_LANGUAGES):
            found.setdefault(page.gold.language, []).append(page)
    rows = []
    for language, each in sorted(found.items()):
        ours, theirs = (mean_rates([page.rates[way] for page in each])[0] for way in _WAYS[1:])
        rows.append(f"| {language} | {len(each)} | {ours:.3f} | {theirs:.3f} |")
    return "\n".join(("| language | pages | F1 | trafilatura default |", "| --- | ---: | ---: | ---: |", *rows))


def line_table(scored: Sequence[tuple[LabelledStory, Scores]]) -> str:
    """Boilerplate lines removed at shares of genuine lines kept, rules included, and line F1."""
    score, target = _counted(scored)
    rows = []
    for kept in (0.998, 0.995, 0.99, 0.98, 0.95):
        cut = float(np.quantile(score[~target], kept, method="higher"))
        found = LineRates.of(score <= cut, target)
        rows.append(f"| {cut:.3f} | {found.kept:.4f} | {found.removed:.3f} | {found.f1:.3f} |")
    head = "| a line goes above | genuine kept | boilerplate removed | line F1 |"
    return "\n".join(
        (head, "| ---: | ---: | ---: | ---: |", *rows, f"\n{(~target).sum()} genuine, {target.sum()} boilerplate")
    )


def line_languages(scored: Sequence[tuple[LabelledStory, Scores]]) -> str:
    """Return what the stage takes from plain text by language, beside the line F1 of taking nothing."""
    rows = []
    for language in sorted({story.language for story, _ in scored}):
        score, target = _counted([(story, scores) for story, scores in scored if story.language == language])
        found, nothing = LineRates.of(score < CUT, target), LineRates.of(np.ones(len(target), np.bool_), target)
        counts = f"{(~target).sum()} | {target.sum()}"
        rows.append(
            f"| {language} | {counts} | {found.kept:.3f} | {found.removed:.3f} | {found.f1:.3f} | {nothing.f1:.3f} |"
        )
    head = "| language | genuine lines | boilerplate lines | genuine kept | boilerplate removed | line F1 | of doing nothing |"
    return "\n".join((head, "| --- | ---: | ---: | ---: | ---: | ---: | ---: |", *rows))


def _counted(scored: Sequence[tuple[LabelledStory, Scores]]) -> tuple[Scores, NDArray[np.bool_]]:
    """Scores of the lines that people spoke about, and which of them are boilerplate."""
    counted = [(scores[at], story.target[at]) for story, scores in scored for at in np.flatnonzero(story.weights == 1)]
    return np.array([score for score, _ in counted]), np.array([target for _, target in counted], np.bool_)


def _figures(figures: tuple[float, float, float]) -> str:
    return " | ".join(f"{figure:.4f}" for figure in figures)
