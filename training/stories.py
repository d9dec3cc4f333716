"""Plain texts with lines that are known to be boilerplate: what the line model learns from.

They are made of the pages' texts as extractors leave them, and, for languages that the pages lack, of sentences of annotated corpora
between phrases of the rule files.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import trafilatura
from numpy.typing import NDArray

from dateline.boilerplate.rules import RuleScope, load
from dateline.boilerplate.strip import by_rules
from dateline.domain.rejection import Rejected
from dateline.domain.story import Line, Story
from dateline.extract.blocks import read_blocks
from dateline.extract.features import Page
from dateline.extract.page import page_scores
from dateline.ml.boosted_trees import Trees
from dateline.text.normalize import tidy
from training.pages import TRAINING, Gold, labels, read_pages

# What a line counts that is not in the page's text and that nobody called boilerplate: captions, lists, tables.
_DOUBTFUL = 0.25
# Pages of WCXB are of shops and blogs, too, and their texts leave more out.
_ELSEWHERE = 0.3
# From this score of the page model on, a block is in the third, generous extract.
_GENEROUS = 0.05
_SENTENCES, _STORIES = 400, 25


@dataclass(frozen=True, slots=True)
class LabelledStory:
    """A text's lines: which are boilerplate, which of them rules take, what each counts; whose it is, and whether it is measured."""

    publisher: str
    language: str
    fold: int
    texts: list[str]
    target: NDArray[np.bool_]
    by_rule: NDArray[np.bool_]
    weights: NDArray[np.float64]
    measured: bool


def taken_by_rules(texts: list[str]) -> NDArray[np.bool_]:
    """Return which lines of a text rules take whole."""
    lines = tuple(Line(number, text) for number, text in enumerate(texts))
    story = by_rules(Story(raw=None, lines=lines, kept=tuple(enumerate(texts))))
    kept = set() if isinstance(story, Rejected) else {number for number, _ in story.kept}
    return np.array([number not in kept for number in range(len(texts))])


def read_leftovers(folder: Path) -> dict[str, set[str]]:
    """By publisher, the lines that extractors leave and that people called boilerplate."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in (folder / "leftover_lines_dev.jsonl").read_text("utf-8").splitlines():
        leftover = json.loads(line)
        found[leftover["pub"]].add(tidy(leftover["line"]))
    return found


def stories_of_pages(folder: Path, trees: Trees, folds: int) -> Iterator[LabelledStory]:
    """Three extracts of each page."""
    leftovers = read_leftovers(folder)
    for name in TRAINING:
        known = leftovers if name == "fundus-dev" else None
        for gold in read_pages(folder, name):
            for text in _extracts(gold, trees):
                if labelled := _labelled(gold, [line for line in map(tidy, text.splitlines()) if line], known, folds):
                    yield labelled


def _extracts(gold: Gold, trees: Trees) -> Iterator[str]:
    for precise in (False, True):
        yield trafilatura.extract(gold.html, include_comments=False, favor_precision=precise) or ""
    blocks = read_blocks(gold.html)
    if blocks.texts:
        scores = page_scores(Page(blocks), trees)
        yield "\n".join(text for text, score in zip(blocks.texts, scores, strict=True) if score >= _GENEROUS)


def _labelled(gold: Gold, texts: list[str], leftovers: dict[str, set[str]] | None, folds: int) -> LabelledStory | None:
    if not texts:
        return None
    genuine = labels(texts, gold.text)
    if leftovers is None:
        weights = np.where(genuine, _ELSEWHERE, _ELSEWHERE * 0.4)
    else:
        weights = np.where(genuine | np.isin(texts, sorted(leftovers[gold.publisher])), 1.0, _DOUBTFUL)
    fold, rules = gold.fold(folds), taken_by_rules(texts)
    return LabelledStory(gold.publisher, gold.language, fold, texts, ~genuine, rules, weights, leftovers is not None)


def sentences(folder: Path) -> dict[str, list[str]]:
    """By language, the first sentences of each annotated corpus whose licence is clear enough to count over."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted((folder / "entities").glob("*.train.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for _, line in zip(range(_SENTENCES), lines, strict=False):
                found[file.name.split(".")[0]].append(tidy(json.loads(line)["text"])[:600])
    return {language: [text for text in texts if text] for language, texts in found.items()}


def synthetic(labelled: dict[str, list[str]], random: np.random.Generator) -> Iterator[LabelledStory]:
    """Stories of consecutive sentences, with headings, between phrases of the language's rules."""
    by_language: dict[str, list[str]] = defaultdict(list)
    for language, _, phrase in phrases():
        by_language[language].append(phrase)
    for language, texts in labelled.items():
        for number in range(_STORIES if len(by_language[language]) > 20 else 0):
            yield _synthetic(f"{language}{number}", language, texts, by_language[language], random)


def _synthetic(
    name: str, language: str, texts: list[str], spoken: list[str], random: np.random.Generator
) -> LabelledStory:
    lines: list[tuple[str, bool]] = []
    at = int(random.integers(len(texts)))
    for _ in range(int(random.integers(4, 14))):
        size = int(random.integers(1, 4))
        paragraph = " ".join(texts[at : at + size])
        at = (at + size) % len(texts)
        if paragraph and random.random() < 0.12:
            heading = paragraph.split(" ")[: int(random.integers(3, 8))]
            lines.append((" ".join(heading)[:60], False))
        if paragraph:
            lines.append((paragraph, False))
    for _ in range(int(random.integers(0, 5))):
        place = len(lines) if random.random() < 0.7 else int(random.integers(len(lines) + 1))
        lines.insert(place, (str(random.choice(spoken)), True))
    found = [text for text, _ in lines]
    target = np.array([is_boilerplate for _, is_boilerplate in lines], np.bool_)
    seen = target & (random.random(len(lines)) < 0.5)
    return LabelledStory(name, language, -1, found, target, seen, np.full(len(lines), 0.5), measured=False)


def phrases() -> Iterator[tuple[str, str, str]]:
    """(language, category, phrase) of the rule files: each phrase with its first choices, and with its last ones."""
    for rule in load().all:
        # A word that is boilerplate only in a row of its like tells nothing of a line.
        if rule.scope is RuleScope.BAR:
            continue
        for phrase in dict.fromkeys(_spelt(rule.phrase, last) for last in (False, True)):
            if phrase:
                yield rule.language, rule.category, phrase


def _spelt(phrase: str, last: bool) -> str:
    pieces: list[str] = []
    for part in phrase.replace("…", " ").split("<"):
        choice, closed, rest = part.partition(">")
        pieces += [choice.split("|")[-1 if last else 0], rest] if closed else [part]
    text = "".join(pieces)
    while "{" in text and "}" in text:
        before, _, behind = text.partition("{")
        text = before + behind.partition("}")[2]
    return " ".join(text.split())


def clean(labelled: Iterable[LabelledStory]) -> Iterator[LabelledStory]:
    """Yield the genuine lines of measured stories alone: a story without boilerplate keeps all it has."""
    for story in labelled:
        kept = ~story.target
        if story.measured and kept.sum() > 2:
            texts = [text for text, is_kept in zip(story.texts, kept, strict=True) if is_kept]
            yield LabelledStory(
                story.publisher, story.language, story.fold, texts, story.target[kept], story.by_rule[kept], story.weights[kept] * 0.3, measured=False
            )  # fmt: skip
