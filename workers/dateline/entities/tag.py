"""The tagging stage: the people, organisations and places that a story names."""

import re
from dataclasses import replace

from dateline.domain.entities import Span
from dateline.domain.rejection import Rejected
from dateline.domain.story import Story
from dateline.entities.backends.base import Backend, Passage
from dateline.entities.backends.builtin import Builtin
from dateline.entities.document.boundaries import mended
from dateline.entities.document.consistency import consistent
from dateline.entities.linking.linker import linked
from dateline.text.languages import base_language

_LINE = re.compile(r"[^\n]+")
# Halves of a pair of code units, which JSON can hold and no encoding; the lists are searched in UTF-8.
_HALVES = re.compile("[\ud800-\udfff]")

DEFAULT: Backend = Builtin()


def spans(text: str, language: str | None = None, backend: Backend = DEFAULT) -> list[Span]:
    """Return the names in a text, read as a whole, sorted and apart from each other; none crosses a line end."""
    text, base = _HALVES.sub("\ufffd", text), base_language(language)
    return consistent(text, mended(text, line_spans(text, language, backend), base), base)


def line_spans(text: str, language: str | None = None, backend: Backend = DEFAULT) -> list[Span]:
    """Return the names that a backend finds line by line, before the text is read as a whole."""
    placed = [(match.start(), match.group()) for match in _LINE.finditer(text)]
    tagged = backend.tag([Passage(line, language) for _, line in placed])
    return [
        Span(start + span.start, start + span.end, span.type)
        for (start, _), of_line in zip(placed, tagged, strict=True)
        for span in of_line
    ]


def tag(story: Story, backend: Backend = DEFAULT) -> Story | Rejected:
    """Return the story with its entities and its countries."""
    found = spans(story.text, story.language, backend)
    return replace(linked(story, found), tagger=backend.name)


def warm() -> None:
    """Load all lists, so that the first story does not wait for them."""
    spans("Jakarta")
