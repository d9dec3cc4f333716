"""The way of an item: raw bytes are decoded into stories, and each goes through five stages to a record or a rejection."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Protocol, TypeVar

from workers.boilerplate import strip
from workers.domain.rejected import Rejected
from workers.domain.story import Story
from workers.entities import tag
from workers.extract import extract
from workers.formats.decode import decode
from workers.language import identify
from workers.publish import validate

T = TypeVar("T")
Stage = Callable[[Story], Story | Rejected]
Results = tuple[Story | Rejected, ...]
"""What a message comes to: a finished story or a rejection for each story of its document, in order."""

DECODE = "decode"
STAGES: tuple[tuple[str, Stage], ...] = (
    ("extract", extract),
    ("strip", strip),
    ("language", identify),
    ("tag", tag),
    ("validate", validate),
)


class Around(Protocol):
    """Runs one step of the way."""

    def __call__(self, name: str, step: Callable[[Story], T], story: Story, /) -> T | Rejected:
        """What the step gives, or a rejection in its place."""
        ...


def with_learner(learner: Stage) -> tuple[tuple[str, Stage], ...]:
    """The stages with a learner behind strip: it knows what earlier items of a source repeated."""
    place = [name for name, _ in STAGES].index("strip") + 1
    return (*STAGES[:place], ("learn", learner), *STAGES[place:])


def guarded(name: str, step: Callable[[Story], T], story: Story) -> T | Rejected:
    """One step; an exception in it is a rejection like any other."""
    try:
        return step(story)
    except Exception as error:
        return Rejected.raised(name, error)


def process(message: Story, around: Around = guarded, stages: Iterable[tuple[str, Stage]] = STAGES) -> Results:
    """Decodes a message and sends each of its stories through the stages; `around` runs every step."""
    decoded = around(DECODE, decode, message)
    if isinstance(decoded, Rejected):
        return (decoded,)
    return tuple(entry if isinstance(entry, Rejected) else _through(entry, around, stages) for entry in decoded)


def _through(story: Story, around: Around, stages: Iterable[tuple[str, Stage]]) -> Story | Rejected:
    for name, stage in stages:
        after = around(name, stage, story)
        if isinstance(after, Rejected):
            return replace(after, position=story.position)
        story = after
    return story


def warm_up() -> None:
    """Loads every lexicon and model by sending a page and a text through, so that the first real ones do not wait."""
    for payload in (
        "<html><body><p>Berlin: One sentence about Angela Merkel.</p></body></html>",
        r"\n".join(
            f"Sentence {number} of a text says that the port of Berlin reopened on Monday." for number in range(10)
        ),
    ):
        process(Story(raw=f'{{"source": "warm-up", "payload": "{payload}"}}'.encode()))
