"""Figures of models on publishers they did not learn from, as Markdown."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import trafilatura
from numpy.typing import NDArray

from workers.extract.blocks import read_blocks
from workers.extract.page import cut_of
from workers.training.page_model import Example
from workers.training.pages import Gold, Shingles, shingles, tokens
from workers.training.stories import Told

Scores = NDArray[np.float64]
Rates = tuple[float, float]


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


def page_table(scored: Sequence[tuple[Gold, Example, Scores]]) -> str:
    """Shingle F1 by set: the model alone, with trafilatura where it is unsure, and trafilatura alone."""
    ways = ("model alone", "model, trafilatura where unsure", "trafilatura default")
    found: dict[tuple[str, str], list[Rates]] = {}
    unsure: Counter[str] = Counter()
    for gold, example, scores in scored:
        name, wanted = gold.id.split("/")[0], shingles(tokens(gold.text))
        texts = np.array(read_blocks(gold.html).texts, object)
        cut, sure = cut_of(scores, example.chars)
        alone = "\n".join(texts[scores >= cut].tolist())
        other = trafilatura.extract(gold.html, include_comments=False) or ""
        unsure[name] += not sure
        for way, text in zip(ways, (alone, alone if sure else other, other), strict=True):
            found.setdefault((name, way), []).append(rates(wanted, shingles(tokens(text))))
    rows = [f"| {name} | {way} | {_figures(mean_rates(pages))} |" for (name, way), pages in sorted(found.items())]
    return "\n".join(
        ("| set | | F1 | P | R |", "| --- | --- | ---: | ---: | ---: |", *rows, f"\nUnsure: {dict(unsure)}")
    )


def line_table(scored: Sequence[tuple[Told, Scores]]) -> str:
    """Boilerplate lines removed at shares of genuine lines kept, rules included, and line F1."""
    counted = [(scores[at], story.wanted[at]) for story, scores in scored for at in np.flatnonzero(story.weights == 1)]
    score, wanted = np.array([s for s, _ in counted]), np.array([w for _, w in counted], np.bool_)
    rows = []
    for kept in (0.998, 0.995, 0.99, 0.98, 0.95):
        cut = float(np.quantile(score[~wanted], kept, method="higher"))
        stays = score <= cut
        precision, recall = (~wanted[stays]).mean(), stays[~wanted].mean()
        f1 = 2 * precision * recall / (precision + recall)
        rows.append(f"| {cut:.3f} | {recall:.4f} | {1 - stays[wanted].mean():.3f} | {f1:.3f} |")
    head = "| a line goes above | genuine kept | boilerplate removed | line F1 |"
    return "\n".join(
        (head, "| ---: | ---: | ---: | ---: |", *rows, f"\n{(~wanted).sum()} genuine, {wanted.sum()} boilerplate")
    )


def _figures(figures: tuple[float, float, float]) -> str:
    return " | ".join(f"{figure:.4f}" for figure in figures)
