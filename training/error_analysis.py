"""The lines that cost most on publishers left out, by kind: what to work on next."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dateline.boilerplate.line_model import CUT
from dateline.extract.blocks import read_blocks
from dateline.extract.features import Page, features
from dateline.text.sentence import ends_sentence
from training.boosting import Floats
from training.evaluation import Outcome, Scores
from training.stories import LabelledStory

# Kinds of containers, the more telling first, and of elements.
_CONTAINERS = (
    "comment",
    "notice",
    "related",
    "subscribe",
    "advertisement",
    "share",
    "picture",
    "facts",
    "side",
    "foot",
    "quote",
)
_ELEMENTS = (
    ("heading", "heading"),
    ("is li", "list item"),
    ("is td", "table cell"),
    ("is figcaption", "caption"),
    ("is p", "paragraph"),
)
_SHOWN = 90
_SHORT = 60


@dataclass(frozen=True, slots=True)
class Mistake:
    """A line that was kept or left out wrongly: its kind, what it costs (characters, or 1), the score, and where it stands."""

    kind: str
    cost: int
    score: float
    text: str
    where: str


def page_mistakes(pages: Sequence[Outcome]) -> Iterator[Mistake]:
    """Yield blocks of pages; a kind says what the block is, or what it stands in."""
    for page in pages:
        example, kept = page.example, set(page.kept)
        wrong = [at for at, target in enumerate(example.target.tolist()) if target != (at in kept)]
        if wrong:
            names, columns = features(Page(read_blocks(page.gold.html)))
            said = {name: columns[at] for at, name in enumerate(names)}
            for at in wrong:
                kind = f"{'kept' if at in kept else 'missed'}: {_kind(said, at)}"
                yield Mistake(kind, int(example.chars[at]), float(page.scores[at]), example.texts[at], page.gold.id)


def _kind(said: dict[str, Floats], at: int) -> str:
    element = next((name for feature, name in _ELEMENTS if said[feature][at]), "other")
    container = next((kind for kind in _CONTAINERS if said[f"below {kind}"][at]), None)
    return f"{element} in {container}" if container else element


def line_mistakes(scored: Sequence[tuple[LabelledStory, Scores]]) -> Iterator[Mistake]:
    """Yield lines of plain text; a kind says which way it went wrong, and the line's shape."""
    for story, scores in scored:
        for at in np.flatnonzero((story.weights == 1) & ((scores >= CUT) != story.target)).tolist():
            text, score = story.texts[at], float(scores[at])
            shape = "sentence" if ends_sentence(text) else "short line" if len(text) < _SHORT else "long line"
            kind = (
                f"{'kept' if story.target[at] else 'missed'}: {shape}{' taken by a rule' if story.by_rule[at] else ''}"
            )
            yield Mistake(kind, 1, score, text, f"{story.language} {story.publisher}")


def worst_mistakes(mistakes: Sequence[Mistake], most: int) -> str:
    """Kinds by what they cost, and the lines that cost most, as Markdown; of a line that is wrong twice, the first."""
    costs, counts = Counter[str](), Counter[str]()
    for mistake in mistakes:
        costs[mistake.kind] += mistake.cost
        counts[mistake.kind] += 1
    total = max(1, costs.total())
    kinds = [f"| {kind} | {counts[kind]} | {cost / total:.3f} |" for kind, cost in costs.most_common(most)]
    different = {mistake.text: mistake for mistake in reversed(mistakes)}.values()
    ranked = sorted(different, key=lambda each: (-each.cost, -abs(each.score - 0.5), each.text))[:most]
    lines = [f"| {each.kind} | {each.score:.3f} | {_cell(each.text)} | {each.where} |" for each in ranked]
    return "\n".join(
        ("| kind | lines | share of the cost |", "| --- | ---: | ---: |", *kinds, "", "| kind | score | line | of |", "| --- | ---: | --- | --- |", *lines)
    )  # fmt: skip


def _cell(text: str) -> str:
    return text[:_SHOWN].replace("|", "\\|")
