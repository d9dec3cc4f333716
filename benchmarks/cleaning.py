"""Dateline's cleaning beside other tools, in one run on one core: `make bench-cleaning`.

Pages are article-extraction-benchmark's, which no model here has seen, scored as its own scorer does. Plain text is what a
generous extractor leaves of them: genuine lines are those of the gold text.
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from statistics import fmean, quantiles
from time import perf_counter, process_time

import justext
import numpy as np
import trafilatura
from readability import Document
from resiliparse.extract.html2text import extract_plain_text

from benchmarks.large_pages import worst_of_them
from benchmarks.reporting.document import write_section
from dateline.boilerplate.line_model import without_boilerplate
from dateline.domain.rejection import Rejected
from dateline.domain.story import Line, Story
from dateline.extract.blocks import read_blocks
from dateline.extract.extract import lines_of
from dateline.extract.page import by_model, page_model, story_lines
from dateline.text.normalize import tidy
from training.evaluation import mean_rates, rates
from training.pages import Gold, labels, read_pages, shingles, tokens
from training.stories import taken_by_rules

TEST_SET = "article-extraction-benchmark"
PLOT = Path(__file__).parents[1] / "docs" / "cleaning.svg"
_LANGUAGES = re.compile(r"<!-- languages -->\n(.*?)\n<!-- /languages -->", re.S)
_CARDS = {"Pages (fundus, 4-word shingles):": "page.md", "Plain text (fundus, lines):": "line.md"}
_C4_ENDS = tuple(".!?\"'”’»」』。！？।۔…")

# Sends whoever has a fall-back to it, so that its word lists are loaded before the clock runs.
_HARD = "<html><body><p>One sentence about Berlin.</p><p>Menu</p><ul><li><a href='/'>Home</a></li></ul></body></html>"

Extractor = Callable[[str], str]


def dateline(html: str) -> str:
    """As the extract stage keeps it."""
    blocks = read_blocks(html)
    lines = lines_of(blocks)
    kept = story_lines(blocks, lines, html).kept
    return "\n".join(line.text for line in lines if line.number in kept)


def dateline_alone(html: str) -> str:
    """Return the page model without its fall-back."""
    blocks = read_blocks(html)
    kept = by_model(blocks, page_model())[0].kept
    return "\n".join(text for number, text in enumerate(blocks.texts) if number in kept)


def _trafilatura(fast: bool = False, precise: bool = False) -> Extractor:
    return lambda html: trafilatura.extract(html, include_comments=False, fast=fast, favor_precision=precise) or ""


def _readability(html: str) -> str:
    summary = Document(html).summary(html_partial=True)
    return "\n".join(line.text for line in lines_of(read_blocks(summary)))


def _justext(html: str) -> str:
    paragraphs = justext.justext(html.encode(), justext.get_stoplist("English"), encoding="utf-8")
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


def resiliparse(html: str) -> str:
    """Return its main content."""
    return str(extract_plain_text(html, main_content=True, alt_texts=False))


EXTRACTORS: dict[str, Extractor] = {
    "**Dateline**": dateline,
    "Dateline without fall-back": dateline_alone,
    "trafilatura precision": _trafilatura(precise=True),
    "trafilatura fast": _trafilatura(fast=True),
    "trafilatura default": _trafilatura(),
    "readability-lxml": _readability,
    "resiliparse": resiliparse,
    "jusText": _justext,
}


@dataclass(frozen=True, slots=True)
class Result:
    """An extractor's texts of the pages, seconds of CPU for all of them, and milliseconds a page."""

    texts: list[str]
    seconds: float
    each: list[float]


def run(extract: Extractor, pages: Sequence[Gold]) -> Result:
    """Return one page after the other; the tool is warm, each page is new to it."""
    for html in (_HARD, pages[0].html):
        _tolerant(extract, html)
    texts, each, began = [], [], process_time()
    for page in pages:
        start = perf_counter()
        texts.append(_tolerant(extract, page.html))
        each.append(1000 * (perf_counter() - start))
    return Result(texts, process_time() - began, each)


def _tolerant(extract: Extractor, html: str) -> str:
    """Return a tool that fails on a page has nothing of it."""
    try:
        return extract(html)
    except Exception as error:
        print(f"{type(error).__name__}: {error}"[:200], file=sys.stderr)
        return ""


def page_rows(pages: Sequence[Gold]) -> tuple[list[str], list[tuple[str, float, float]]]:
    """Table rows, and (name, F1, pages a second) of each tool."""
    golds = [shingles(tokens(page.text)) for page in pages]
    rows, points = [], []
    for name, extract in EXTRACTORS.items():
        result = run(extract, pages)
        found = [rates(gold, shingles(tokens(text))) for gold, text in zip(golds, result.texts, strict=True)]
        f1, precision, recall = mean_rates(found)
        exact = fmean(rate == (1.0, 1.0) for rate in found)
        speed, cuts = len(pages) / result.seconds, quantiles(result.each, n=100)
        rows.append(
            f"| {name} | {f1:.3f} | {precision:.3f} | {recall:.3f} | {exact:.2f} | {_token_f1(pages, result):.3f} "
            f"| {_line_f1(pages, result):.3f} | {speed:.0f} | {cuts[49]:.1f} | {cuts[98]:.0f} | {max(result.each):.0f} |"
        )
        points.append((name.strip("*"), f1, speed))
    return rows, points


def _token_f1(pages: Sequence[Gold], result: Result) -> float:
    found = []
    for page, text in zip(pages, result.texts, strict=True):
        gold, own = ({(word,): n for word, n in _counted(words).items()} for words in (page.text, text))
        right = sum(min(n, own.get(word, 0)) for word, n in gold.items())
        found.append(2 * right / max(1, sum(gold.values()) + sum(own.values())))
    return fmean(found)


def _line_f1(pages: Sequence[Gold], result: Result) -> float:
    """Mean over pages: a line of either text counts as right where the other text holds it or most of its shingles."""
    found = []
    for page, text in zip(pages, result.texts, strict=True):
        gold, own = ([line for line in map(tidy, lines.splitlines()) if line] for lines in (page.text, text))
        precision = labels(own, page.text).mean() if own else 0.0
        recall = labels(gold, text).mean() if gold else 0.0
        found.append(2 * precision * recall / max(1e-9, precision + recall))
    return fmean(found)


def _counted(text: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for word in tokens(text):
        counts[word] = counts.get(word, 0) + 1
    return counts


def _nothing(texts: list[str]) -> set[int]:
    return set(range(len(texts)))


def _c4(texts: list[str]) -> set[int]:
    """Raffel et al. 2020: lines of at least five words that end as a sentence; marks of other scripts count, too."""
    return {at for at, text in enumerate(texts) if len(text.split()) >= 5 and text.rstrip().endswith(_C4_ENDS)}


def _rules(texts: list[str]) -> set[int]:
    return set(np.flatnonzero(~taken_by_rules(texts)).tolist())


def _stripped(texts: list[str]) -> set[int]:
    lines, kept = tuple(Line(number, text) for number, text in enumerate(texts)), _rules(texts)
    story = Story(raw=None, lines=lines, kept=tuple((n, t) for n, t in enumerate(texts) if n in kept))
    stripped = without_boilerplate(story)
    return set() if isinstance(stripped, Rejected) else {number for number, _ in stripped.kept}


CLEANERS: dict[str, Callable[[list[str]], set[int]]] = {
    "**Dateline**": _stripped,
    "Dateline, rules alone": _rules,
    "C4 line rules": _c4,
    "nothing": _nothing,
}


def line_rows(pages: Sequence[Gold]) -> list[str]:
    """Table rows of what each makes of plain text."""
    read = [(page, [line for line in map(tidy, resiliparse(page.html).splitlines()) if line]) for page in pages]
    told = [(texts, labels(texts, page.text)) for page, texts in read if texts]
    rows = []
    for name, clean in CLEANERS.items():
        kept = [np.isin(np.arange(len(texts)), sorted(clean(texts))) for texts, _ in told]
        # The second time: rules are compiled when they are first needed.
        began = process_time()
        for texts, _ in told:
            clean(texts)
        speed = sum(len(texts) for texts, _ in told) / max(1e-9, process_time() - began)
        stays, genuine = np.concatenate(kept), np.concatenate([wanted for _, wanted in told])
        precision, recall = genuine[stays].mean(), stays[genuine].mean()
        f1 = 2 * precision * recall / (precision + recall)
        shown = f"{speed:,.0f}" if name != "nothing" else "–"
        rows.append(f"| {name} | {recall:.3f} | {(~stays)[~genuine].mean():.3f} | {f1:.3f} | {shown} |")
    return rows


def report(pages: Sequence[Gold], rows: list[str], lines: list[str], large: str) -> str:
    """Return both tables, and what large pages take, as docs/benchmarks.md shows them."""
    return "\n".join(
        (
            f"`make bench-cleaning`: {len(pages)} pages of article-extraction-benchmark, which were never trained on, by its own",
            "scorer (4-word shingles); one core, one run.",
            "",
            "| pages | F1 | P | R | exact | token F1 | line F1 | pages/s | p50 ms | p99 | worst |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
            *rows,
            "",
            large,
            "",
            "![F1 and pages a second](cleaning.svg)",
            "",
            "| plain text (those pages as resiliparse leaves them) | genuine lines kept | boilerplate lines removed | line F1 | lines/s |",
            "| --- | ---: | ---: | ---: | ---: |",
            *lines,
            "",
            *_by_language(),
        )
    )


def _by_language() -> Iterator[str]:
    tables = [f"{title}\n\n{table}\n" for title, card in _CARDS.items() if (table := _languages(card))]
    if tables:
        yield "<details><summary>By language, on publishers left out of training (from the models' cards)</summary>\n"
        yield from tables
        yield "</details>\n"


def _languages(card: str) -> str:
    """Return the table by language that cross-validation has written into a card."""
    found = _LANGUAGES.search(files("dateline.models").joinpath(card).read_text("utf-8"))
    return found[1] if found is not None else ""


def plot(points: Sequence[tuple[str, float, float]]) -> str:
    """F1 against pages a second (logarithmic), as SVG."""
    least, most = 0.78, 1.0
    fastest = max(speed for *_, speed in points) * 1.6
    slowest = min(speed for *_, speed in points) / 1.6
    marks = []
    for name, f1, speed in points:
        x = 60 + 560 * float(np.log(speed / slowest) / np.log(fastest / slowest))
        y = 330 - 300 * (f1 - least) / (most - least)
        colour = "#b03a2e" if name.startswith("Dateline") else "#34495e"
        marks.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="5" fill="{colour}"/>')
        marks.append(f'<text x="{x + 8:.0f}" y="{y + 4:.0f}" fill="{colour}">{name}</text>')
    ticks = [
        f'<text x="52" y="{334 - 300 * (value - least) / (most - least):.0f}" text-anchor="end">{value:.2f}</text>'
        for value in (0.8, 0.85, 0.9, 0.95, 1.0)
    ]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 370" font-family="sans-serif" font-size="12">'
        '<rect width="720" height="370" fill="white"/><path d="M60 30V330H680" fill="none" stroke="#999"/>'
        f'{"".join(ticks)}<text x="60" y="20">F1</text><text x="680" y="350" text-anchor="end">pages a second, logarithmic</text>'
        f"{''.join(marks)}</svg>\n"
    )


def main() -> None:
    """Print the tables; at full length also write them and the plot into docs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cleaning", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("../shared/data"))
    parser.add_argument("--short", action="store_true", help="every sixth page, print only")
    arguments = parser.parse_args()
    pages = list(read_pages(arguments.folder, TEST_SET))[:: 6 if arguments.short else 1]
    rows, points = page_rows(pages)
    large, longest = worst_of_them()
    text = report(pages, rows, line_rows(pages), longest)
    print("\n".join((text, "Pages of up to 2 MB made to be slow:", *large)))
    if not arguments.short:
        PLOT.parent.mkdir(exist_ok=True)
        PLOT.write_text(plot(points), encoding="utf-8")
        write_section("cleaning", text)


if __name__ == "__main__":
    main()
