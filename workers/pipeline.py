"""The way of an item: raw bytes are decoded into stories, and each goes through five stages to a record or a rejection."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from workers.boilerplate import strip
from workers.domain.rejected import Rejected
from workers.domain.story import Story
from workers.entities import tag
from workers.entities.tagger import Tagger
from workers.extract import extract
from workers.formats.decode import decode
from workers.language import identify
from workers.language.identify import identifier
from workers.publish import validate
from workers.settings import Tagging
from workers.step import Around, Results, Stage, guarded
from workers.warm_up import RAWS

DECODE = "decode"
Stages = tuple[tuple[str, Stage], ...]
STAGES: Stages = (
    ("extract", extract),
    ("strip", strip),
    ("language", identify),
    ("tag", tag),
    ("validate", validate),
)


def with_learner(learner: Stage, stages: Stages = STAGES) -> Stages:
    """The stages with a learner behind strip: it knows what earlier items of a source repeated."""
    place = [name for name, _ in stages].index("strip") + 1
    return (*stages[:place], ("learn", learner), *stages[place:])


def with_tagger(tagger: Tagger) -> Stages:
    """The stages with other taggers than the built-in one."""
    return tuple((name, tagger if name == "tag" else stage) for name, stage in STAGES)


def configured(settings: Tagging) -> Callable[[Story, Around], Results]:
    """`process` with the taggers that are set, and every lexicon and model loaded, so that the first real items do not wait.
    Raises LoadError.
    """
    with ThreadPoolExecutor(1, "loading") as beside:
        # Unpacking this model takes long and leaves Python to what else is loaded.
        beside.submit(identifier)
        pipeline = partial(process, stages=with_tagger(Tagger.load(settings.entity_backend, settings.entity_seconds)))
        for raw in RAWS:
            pipeline(Story(raw=raw))
    return pipeline


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
