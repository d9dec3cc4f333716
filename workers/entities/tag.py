"""The tagging stage: the people, organisations and places that a story names."""

import re
from dataclasses import replace

from workers.domain.entity import Span
from workers.domain.rejected import Rejected
from workers.domain.story import Story
from workers.entities import lexicon
from workers.entities.backend import Backend, Document
from workers.entities.builtin import Builtin
from workers.entities.coreference import consistent
from workers.entities.linking import entities

_LINE = re.compile(r"[^\n]+")

DEFAULT: Backend = Builtin()


def spans(text: str, language: str | None = None, backend: Backend = DEFAULT) -> list[Span]:
    """The names in a text, sorted and apart from each other; none crosses a line end."""
    placed = [(match.start(), match.group()) for match in _LINE.finditer(text)]
    tagged = backend.tag([Document(line, language) for _, line in placed])
    found = [
        Span(start + span.start, start + span.end, span.type)
        for (start, _), of_line in zip(placed, tagged, strict=True)
        for span in of_line
    ]
    return consistent(text, found, lexicon.base_language(language))


def tag(story: Story, backend: Backend = DEFAULT) -> Story | Rejected:
    """The story with its entities."""
    text = story.text
    found = spans(text, story.language, backend)
    return replace(story, entities=entities(text, found, lexicon.base_language(story.language)), tagger=backend.name)


def warm() -> None:
    """Loads all lists, so that the first story does not wait for them."""
    spans("Jakarta")
