"""The item pipeline: decode turns an item into stories, and each story goes through five stages to a record or a rejection."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from dateline.boilerplate import strip
from dateline.domain.rejection import Rejected, StageName
from dateline.domain.story import Story
from dateline.entities import tag
from dateline.entities.backends.router import Tagger
from dateline.extract import extract
from dateline.formats.decode.stage import decode
from dateline.language import identify
from dateline.language.identify import identifier
from dateline.pipeline.stage import Results, Stage, StageRunner, catching
from dateline.record.build import validate
from dateline.settings import Tagging

Stages = Mapping[StageName, Stage]
STAGES: Stages = {
    StageName.EXTRACT: extract,
    StageName.STRIP: strip,
    StageName.LANGUAGE: identify,
    StageName.TAG: tag,
    StageName.VALIDATE: validate,
}


_PAGE = "<html><body><p>Berlin: One sentence about Angela Merkel.</p></body></html>"
# As many lines as the line model wants to see.
_TEXT = r"\n".join(
    f"Sentence {number} of a text says that the port of Berlin reopened on Monday." for number in range(10)
)
WARM_UP_ITEMS = tuple(f'{{"source": "warm-up", "payload": "{payload}"}}'.encode() for payload in (_PAGE, _TEXT))
"""Items that touch every lexicon and model."""


def with_learner(learner: Stage, stages: Stages = STAGES) -> Stages:
    """Insert a learner after strip: it removes what earlier items of a source repeated."""
    extended = {}
    for name, stage in stages.items():
        extended[name] = stage
        if name is StageName.STRIP:
            extended[StageName.LEARN] = learner
    return extended


def with_tagger(tagger: Tagger) -> Stages:
    """Replace the built-in tagger."""
    return {**STAGES, StageName.TAG: tagger}


def load(settings: Tagging) -> Callable[[Story, StageRunner], Results]:
    """`process` with the configured taggers and every lexicon and model loaded, so that the first items do not wait.

    Raises LoadError.
    """
    with ThreadPoolExecutor(1, "loading") as beside:
        # Decompressing this model takes long and releases the GIL, so the other models load meanwhile.
        beside.submit(identifier)
        pipeline = partial(process, stages=with_tagger(Tagger.load(settings.entity_backend, settings.entity_seconds)))
        for raw in WARM_UP_ITEMS:
            pipeline(Story(raw=raw))
    return pipeline


def process(message: Story, run: StageRunner = catching, stages: Stages = STAGES) -> Results:
    """Decode a message and send each of its stories through the stages; `run` runs every stage."""
    decoded = run(StageName.DECODE, decode, message)
    if isinstance(decoded, Rejected):
        return (decoded,)
    return tuple(story if isinstance(story, Rejected) else _run_stages(story, run, stages) for story in decoded)


def _run_stages(story: Story, run: StageRunner, stages: Stages) -> Story | Rejected:
    for name, stage in stages.items():
        result = run(name, stage, story)
        if isinstance(result, Rejected):
            return replace(result, position=story.position)
        story = result
    return story
