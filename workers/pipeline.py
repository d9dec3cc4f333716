"""The way of an item: raw bytes, six stages, a record or a rejection."""

from collections.abc import Callable, Iterable

from workers.boilerplate import strip
from workers.domain.rejected import Rejected
from workers.domain.story import Story
from workers.entities import tag
from workers.extract import extract
from workers.formats import decode
from workers.language import identify
from workers.publish import validate

Stage = Callable[[Story], Story | Rejected]
Around = Callable[[str, Stage, Story], Story | Rejected]

STAGES: tuple[tuple[str, Stage], ...] = (
    ("decode", decode),
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


def guarded(name: str, stage: Stage, story: Story) -> Story | Rejected:
    """One stage; an exception in it is a rejection like any other."""
    try:
        return stage(story)
    except Exception as error:
        return Rejected.raised(name, error)


def process(story: Story, around: Around = guarded, stages: Iterable[tuple[str, Stage]] = STAGES) -> Story | Rejected:
    """Sends a story through the stages until one rejects it; `around` runs each of them."""
    for name, stage in stages:
        after = around(name, stage, story)
        if isinstance(after, Rejected):
            return after
        story = after
    return story


def warm_up() -> None:
    """Loads every lexicon and model by sending one item through, so that the first real one does not wait."""
    process(
        Story(
            raw=b'{"source": "warm-up", "payload": "<html><body><p>Berlin: One sentence about Angela Merkel.</p></body></html>"}'
        )
    )
