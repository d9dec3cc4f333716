"""Pages with their story's text as people gave it: what the page model learns from and is measured on."""

import gzip
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from dateline.domain.story import Line
from dateline.extract.align import kept_lines

TRAINING = ("wcxb-articles-dev", "fundus-dev")
"""The sets to learn from; article-extraction-benchmark is for testing only."""

_TOKEN = re.compile(r"\w+")
_SHINGLE = 4
# Of a block's shingles that the story has, too, from which on it counts as the story's.
_SHARED = 0.5

Shingles = Counter[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Gold:
    """A page, the text that people took from it, and whose it is."""

    id: str
    html: str
    text: str
    publisher: str
    language: str

    def fold(self, folds: int) -> int:
        """Pages of a publisher are all in one fold."""
        return zlib.crc32(self.publisher.encode()) % folds


def read_pages(folder: Path, name: str) -> Iterator[Gold]:
    """Yield the pages of a set in `folder`/pages."""
    with gzip.open(folder / "pages" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            page = json.loads(line)
            host = urlsplit(page["url"] or "").hostname or ""
            publisher = page.get("publisher") or ".".join(host.split(".")[-2:])
            language = (page.get("langs") or ["en"])[0]
            yield Gold(page["id"], page["html"], _text(page), publisher, language)


def _text(page: dict[str, Any]) -> str:
    if "gold_text" in page:
        return str(page["gold_text"])
    sections = (part for section in page["body"]["sections"] for part in (*section["headline"], *section["paragraphs"]))
    return "\n".join((*page["body"]["summary"], *sections))


def tokens(text: str) -> list[str]:
    """Return words as article-extraction-benchmark's scorer tells them."""
    return _TOKEN.findall(text)


def shingles(words: list[str]) -> Shingles:
    """Run of four words, each with how often it stands there; of a shorter text the whole of it."""
    if not words:
        return Counter()
    return Counter(tuple(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1)))


def labels(texts: list[str], gold: str) -> NDArray[np.bool_]:
    """Return which blocks are the story's: those that make up its text in order, and those that share most shingles with the rest of it."""
    chosen = kept_lines([Line(number, text) for number, text in enumerate(texts)], gold)
    found = np.zeros(len(texts), np.bool_)
    found[sorted(chosen)] = True
    left = shingles(tokens(gold))
    for number in chosen:
        words = tokens(texts[number])
        if len(words) >= _SHINGLE:
            left -= shingles(words)
    for number, text in enumerate(texts):
        words = tokens(text)
        if not found[number] and len(words) >= _SHINGLE:
            own = shingles(words)
            if sum((own & left).values()) > _SHARED * sum(own.values()):
                found[number] = True
                left -= own
    return found
