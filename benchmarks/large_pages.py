"""Pages of up to 2 MB that are made to be slow: what the longest takes, in `make bench-cleaning`."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from time import process_time

from dateline.domain.limits import MAX_LINES, MAX_TEXT_CHARS
from dateline.domain.rejection import Rejected
from dateline.domain.story import Form, Story
from dateline.extract import extract

MOST_BYTES = 2_000_000
_TAG = re.compile(r"<[^>]*>")
_WORDS = "port council bridge minister harbour repair week budget vote school river price summer report doctor answer".split()
_SENTENCE = "The council voted on Monday to repair the old bridge, said the mayor, who had asked for it in May. "


def _sentence(words: int, number: int) -> str:
    """Return other words for another number."""
    return " ".join(random.Random(number).choices(_WORDS, k=words)).capitalize() + "."


def _body(each: Callable[[int], str], most: int = MOST_BYTES, text: int = MAX_TEXT_CHARS * 9 // 10) -> str:
    """As many of the pieces as a page may have by its bytes and by its text."""
    lengths = {"bytes": 0, "text": 0}

    def fits(piece: str) -> bool:
        lengths["bytes"] += len(piece.encode())
        lengths["text"] += len(_TAG.sub("", piece))
        return lengths["bytes"] < MOST_BYTES and lengths["text"] < text

    pieces = takewhile(fits, map(each, range(most)))
    return f"<html><head><title>Port</title></head><body>{''.join(pieces)}</body></html>"


PAGES: dict[str, Callable[[], str]] = {
    "paragraphs": lambda: _body(lambda n: f"<p>{_sentence(40, n)}</p>"),
    "as many lines as there may be": lambda: _body(lambda n: f"<p>{_sentence(5, n)}</p>", MAX_LINES - 1),
    "links": lambda: _body(lambda n: f'<div><a href="/{n}">{_sentence(10, n)}</a></div>', MAX_LINES - 1),
    "links, few enough for the fall-back": lambda: _body(lambda n: f'<div><a href="/{n}">{_sentence(30, n)}</a></div>', 2400),
    "one word a line": lambda: _body(lambda _: "<div>Share</div>", MAX_LINES - 1),
    "the same line": lambda: _body(lambda _: f"<div>{_SENTENCE * 3}</div>"),
    "a table": lambda: _body(lambda n: f"<table><tr><td>{n}</td><td>{_sentence(3, n)}</td></tr></table>", MAX_LINES // 2 - 1),
    "comments": lambda: _body(lambda n: f'<div class="comment depth-{n % 9}" id="c{n}"><p>{_sentence(20, n)}</p></div>'),
    "one paragraph": lambda: _body(lambda n: _sentence(40, n) + " "),
    "one word": lambda: _body(lambda _: "a"),
    "every word marked up": lambda: _body(lambda n: f'<span class="w{n}"><b>{_sentence(1, n)}</b></span> '),
    "a hundred elements around each line": lambda: _body(lambda n: "<div>" * 100 + _sentence(20, n) + "</div>" * 100),
    "one deep in the other": lambda: _body(lambda n: f"<div>{_sentence(50, n)}", 2900),
    "empty elements": lambda: _body(lambda n: "<div></div>" if n else f"<p>{_SENTENCE * 30}</p>"),
    "long attributes": lambda: _body(lambda n: f'<div class="{"a b c d " * 40}" data-x="{"y" * 300}">{_sentence(20, n)}</div>'),
    "a script": lambda: _body(lambda n: f"<script>var a = {[n] * 9999};</script>" if n else f"<p>{_SENTENCE * 30}</p>"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """What a page takes: bytes, milliseconds of CPU, and what becomes of it."""

    name: str
    size: int
    milliseconds: float
    becomes: str


def taken() -> Iterator[Taken]:
    """Yield each page through the extract stage, fall-back included, once."""
    for name, made in PAGES.items():
        story = Story(raw=None, form=Form.PAGE, markup=made())
        began = process_time()
        found = extract(story)
        milliseconds = 1000 * (process_time() - began)
        becomes = (
            found.reason.value if isinstance(found, Rejected) else f"{len(found.kept)} of {len(found.lines)} lines"
        )
        yield Taken(name, len(story.markup.encode()), milliseconds, becomes)


def worst_of_them() -> tuple[list[str], str]:
    """Return the pages by what they take, and a line on the longest."""
    ranked = sorted(taken(), key=lambda page: -page.milliseconds)
    first = ranked[0]
    rows = [f"{each.milliseconds:8.0f} ms  {each.size:9,} bytes  {each.name}: {each.becomes}" for each in ranked]
    return rows, (
        f"Of {len(ranked)} pages of up to 2 MB made to be slow (`benchmarks/large_pages.py`) the longest takes "
        f"{first.milliseconds:.0f} ms ({first.name})."
    )
