"""Trains the page model and the line model: `python -m training.cleaning ../shared/data`."""

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from dateline.boilerplate.line_model import LineModel
from dateline.ml.boosted_trees import Trees
from training.error_analysis import line_mistakes, page_mistakes, worst_mistakes
from training.evaluation import Outcome, Scores, line_languages, line_table, outcomes, page_languages, page_table
from training.line_model import Grams, grow_line_model
from training.page_model import LESS_SURE, Example, example, grow_page_model, scores_of
from training.pages import TRAINING, Gold, read_pages
from training.stories import LabelledStory, clean, sentences, stories_of_pages, synthetic

FOLDS = 5
_SEED = 1
_FIGURES = re.compile(r"(<!-- figures -->\n).*?(<!-- /figures -->)", re.S)


def train(folder: Path) -> tuple[Trees, LineModel]:
    """Return both models, out of the data in `folder`; the same ones every time."""
    pages = [found for _, found in _pages(folder)]
    labelled = list(stories_of_pages(folder, grow_page_model(pages, LESS_SURE), FOLDS))
    return grow_page_model(pages), _line_model(folder, labelled)


def _pages(folder: Path) -> list[tuple[Gold, Example]]:
    read = ((gold, example(gold)) for name in TRAINING for gold in read_pages(folder, name))
    return [(gold, found) for gold, found in read if found is not None]


def _line_model(folder: Path, labelled: Sequence[LabelledStory], known: Grams | None = None) -> LineModel:
    corpora = sentences(folder)
    random = np.random.Generator(np.random.PCG64(_SEED))
    return grow_line_model(
        [*labelled, *clean(labelled)], list(synthetic(corpora, random)), known or Grams(corpora), FOLDS
    )


@dataclass(frozen=True, slots=True)
class Validated:
    """Predictions of both models on publishers left out of training."""

    pages: list[Outcome]
    lines: list[tuple[LabelledStory, Scores]]

    def page_figures(self) -> str:
        """Return tables by set and by language, as Markdown."""
        return _by_language(page_table(self.pages), page_languages(self.pages))

    def line_figures(self) -> str:
        """Return tables by share kept and by language, as Markdown."""
        return _by_language(line_table(self.lines), line_languages(self.lines))


def _by_language(figures: str, languages: str) -> str:
    return f"{figures}\n\n<!-- languages -->\n{languages}\n<!-- /languages -->"


def cross_validate(folder: Path) -> Validated:
    """Return both models on each fold of publishers, learned from the others."""
    pages = _pages(folder)
    less_sure = grow_page_model([found for _, found in pages], LESS_SURE)
    labelled, known = list(stories_of_pages(folder, less_sure, FOLDS)), Grams(sentences(folder))
    page_scores, line_scores = list[tuple[Gold, Example, Scores]](), list[tuple[LabelledStory, Scores]]()
    for fold in range(FOLDS):
        left = grow_page_model([found for gold, found in pages if gold.fold(FOLDS) != fold])
        page_scores += [(gold, found, scores_of(found, left)) for gold, found in pages if gold.fold(FOLDS) == fold]
        lines = _line_model(folder, [story for story in labelled if story.fold != fold], known)
        line_scores += [
            (story, np.where(story.by_rule, 1.0, lines.scores(story.texts, story.by_rule)))
            for story in labelled
            if story.measured and story.fold == fold
        ]
    return Validated(list(outcomes(page_scores)), line_scores)


def write(target: Path, trees: Trees, lines: LineModel) -> None:
    """The artefacts `page.npz` and `line.npz`, of which nothing runs when they are loaded."""
    _save(target / "page.npz", trees.arrays())
    names = np.array([category.value for category in lines.categories])
    _save(
        target / "line.npz",
        {**lines.trees.arrays(), "grams": lines.grams, "categories": names, "by_category": lines.by_category},
    )


def _save(file: Path, arrays: dict[str, Any]) -> None:
    np.savez_compressed(file, allow_pickle=False, **arrays)


def put_figures(card: Path, table: str) -> None:
    """Write a table into its place in a card."""
    text = _FIGURES.sub(lambda match: f"{match[1]}{table}\n{match[2]}", card.read_text("utf-8"))
    card.write_text(text, encoding="utf-8")


def main() -> None:
    """Write both models to the package's folder, or what cross-validation says into their cards."""
    parser = argparse.ArgumentParser(prog="python -m training.cleaning", description=__doc__)
    parser.add_argument(
        "folder", type=Path, help="the folder that holds pages/, entities/ and leftover_lines_dev.jsonl"
    )
    parser.add_argument("target", type=Path, nargs="?", default=Path(str(files("dateline.models").joinpath(""))))
    parser.add_argument(
        "--cross-validate", action="store_true", help="measure on publishers left out, write the figures into the cards"
    )
    parser.add_argument(
        "--worst",
        type=int,
        default=0,
        metavar="N",
        help="with --cross-validate: print the N worst kinds and lines",
    )
    arguments = parser.parse_args()
    if arguments.cross_validate:
        found = cross_validate(arguments.folder)
        for name, table in (("page.md", found.page_figures()), ("line.md", found.line_figures())):
            print(table, end="\n\n")
            put_figures(arguments.target / name, table)
        if arguments.worst:
            print(worst_mistakes(list(page_mistakes(found.pages)), arguments.worst), end="\n\n")
            print(worst_mistakes(list(line_mistakes(found.lines)), arguments.worst))
    else:
        write(arguments.target, *train(arguments.folder))


if __name__ == "__main__":
    main()
