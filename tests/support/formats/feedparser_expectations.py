"""What feedparser expects of its own test files."""

import ast
import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from dateline.domain.metadata import Flaw
from dateline.domain.rejection import Rejected
from dateline.domain.story import Form, Story
from dateline.extract.extract import html_lines
from dateline.formats.decode.stage import decode
from dateline.formats.metadata import values

AT_LEAST = 0.98


TITLE, LINK, DATE, CONTENT = "title", "link", "date", "content"


ABOUT = {
    "title": TITLE, "title_detail": TITLE, "link": LINK, "published_parsed": DATE, "updated_parsed": DATE, "content": CONTENT,
    "description": CONTENT, "summary": CONTENT, "summary_detail": CONTENT, "content_detail": CONTENT,
}  # fmt: skip


COMMENT = re.compile(r"<!--(?:(?!-->).)*?Expect:\s*(?P<expression>.*?)\s*-->", re.S)


SERVED = "http://127.0.0.1:8097/"
"""Where feedparser's tests serve the files: the base of relative links, which a message has not, either."""


HEADER = "Header:"
"""In the comment of a file that wants to be served with headers, which a message has not."""


CLOSING = re.compile(r"</(?:[\w]+:)?(?:item|entry)>", re.I)


@dataclass(frozen=True)
class Expectation:
    """One comparison of a file: what it is about, under which key, and the value."""

    about: str
    key: str
    value: Any


def expectations(file: Path) -> list[Expectation]:
    """Those of a file on its first entry that are about what we keep."""
    found = COMMENT.search(file.read_bytes().decode("utf-8", "replace"))
    if found is None or HEADER in found[0]:
        return []
    try:
        tree = ast.parse(found["expression"].strip(), mode="eval")
    except SyntaxError:
        return []
    return list(_comparisons(tree))


def _comparisons(tree: ast.AST) -> Iterator[Expectation]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq):
            path = _path(node.left)
            try:
                value = ast.literal_eval(node.comparators[0])
            except ValueError:
                continue
            if (
                path[:2] == ["entries", 0]
                and len(path) > 2
                and path[2] in ABOUT
                and path[-1] not in ("type", "language", "base", "src")
            ):
                yield Expectation(ABOUT[path[2]], path[2], value)


def _path(node: ast.expr) -> list[Any]:
    """The steps of `entries[0]['title']` or `entries[0].title`."""
    match node:
        case ast.Name():
            return [node.id]
        case ast.Attribute():
            return [*_path(node.value), node.attr]
        case ast.Subscript(slice=ast.Constant(value=step)):
            return [*_path(node.value), step]
    return [None]


def story_of(file: Path) -> Story | Rejected:
    """The first entry; one without text is given some, since its title and dates are looked at here."""
    raw = file.read_bytes()
    first = _first(raw)
    if isinstance(first, Rejected):
        text = raw.decode("utf-8", "surrogateescape")
        name = "summary" if "</entry>" in text else "description"
        first = _first(
            CLOSING.sub(lambda tag: f"<{name}>Text.</{name}>{tag[0]}", text, count=1).encode("utf-8", "surrogateescape")
        )
    return first


def _first(raw: bytes) -> Story | Rejected:
    results = decode(Story(raw=raw, default_source="feedparser"))
    return results if isinstance(results, Rejected) else results[0]


def holds(expected: Expectation, story: Story) -> bool:
    """Whether what we took agrees."""
    match expected.about:
        case "title":
            return _plain(expected.value) == (story.title or "")
        case "link":
            refused = any(r.flaw is Flaw.NOT_A_URL for r in story.refused)
            return bool(
                expected.value == story.url
                or (refused and (not expected.value.startswith("http") or expected.value.startswith(SERVED)))
            )
        case "date":
            moment = story.published if expected.key == "published_parsed" or story.updated is None else story.updated
            return moment is not None and datetime.fromisoformat(moment.value).timestamp() == calendar.timegm(
                expected.value
            )
    return expected.value == story.markup or _visible(expected.value, Form.FRAGMENT) == _visible(
        story.markup, story.form
    )


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", values.plain(text))


def _visible(markup: str, form: Form) -> str:
    lines = [markup] if form is Form.TEXT else [line.text for line in html_lines(markup)]
    return re.sub(r"\s+", "", "".join(lines))
