"""The tagging stage: finds the people, organisations and places that a story names."""

import re
from dataclasses import replace

from dateline.domain.entities import Span
from dateline.domain.rejection import Rejected
from dateline.domain.story import Story
from dateline.entities.backends.base import Backend, Passage
from dateline.entities.backends.builtin import Builtin
from dateline.entities.document.boundaries import normalise_boundaries
from dateline.entities.document.consistency import unify_types
from dateline.entities.linking.linker import link
from dateline.text.languages import base_language

_LINE = re.compile(r"[^\n]+")
# Lone surrogates: JSON can hold them and UTF-8, in which the gazetteer is searched, can't.
_SURROGATES = re.compile("[\ud800-\udfff]")

DEFAULT: Backend = Builtin()


def spans(text: str, language: str | None = None, backend: Backend = DEFAULT) -> list[Span]:
    """Return the names in a text after the document-level pass, sorted and without overlaps; none crosses a line end."""
    text, base = _SURROGATES.sub("\ufffd", text), base_language(language)
    return unify_types(text, normalise_boundaries(text, line_spans(text, language, backend), base), base)


def line_spans(text: str, language: str | None = None, backend: Backend = DEFAULT) -> list[Span]:
    """Return the names that a backend finds line by line, before the document-level pass."""
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
    return replace(link(story, found), tagger=backend.name)
