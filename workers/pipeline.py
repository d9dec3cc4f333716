"""The way of an item: raw bytes are decoded into stories, and each goes through five stages to a record or a rejection."""

from collections.abc import Iterable
from dataclasses import replace

from workers.boilerplate import strip
from workers.domain.rejected import Rejected
from workers.domain.story import Story
from workers.entities import tag
from workers.extract import extract
from workers.formats.decode import decode
from workers.language import identify
from workers.publish import validate
from workers.step import Around, Results, Stage, guarded
from workers.warm_up import RAWS

DECODE = "decode"
STAGES: tuple[tuple[str, Stage], ...] = (
    ("extract", extract),
    ("strip", strip),
    ("language", identify),
    ("tag", tag),
    ("validate", validate),
)


def with_learner(learner: Stage) -> tuple[tuple[str, Stage], ...]:
    """The stages with a learner behind strip: it knows what earlier items of a source repeated."""
    place = [name for name, _ in STAGES].index("strip") + 1
    return (*STAGES[:place], ("learn", learner), *STAGES[place:])


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
    """Loads every lexicon and model, so that the first real items do not wait."""
    for raw in RAWS:
        process(Story(raw=raw))
