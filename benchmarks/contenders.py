"""Ways from a raw item's bytes to a record's: ours, and what a team would build without us."""

from collections.abc import Callable
from functools import cache
from time import process_time
from typing import Any

import orjson
import trafilatura

from dateline.boilerplate.learner import Learner
from dateline.domain.rejection import Rejected, StageName
from dateline.domain.story import Story
from dateline.entities import tag
from dateline.language.identify import detect
from dateline.messages.cloudevents import record_message
from dateline.messages.message import Incoming
from dateline.pipeline.pipeline import process, with_learner
from dateline.pipeline.stage import T, catching
from dateline.pool.item_processor import ItemProcessor, RenderedRecord
from dateline.record.formats import OutputFormat

OURS, LOOP, BATCHED, TAGGER = "Dateline", "trafilatura + spaCy", "the same by nlp.pipe", "resiliparse + our tagger"
BATCH = 32
"""Texts that go into spaCy's `nlp.pipe` at once."""

Contender = Callable[[list[bytes]], list[bytes]]


@cache
def dateline() -> Contender:
    """Return all stages, and the record as it is sent."""
    maker = ItemProcessor(process, "enriched")

    def made(raw: bytes) -> bytes:
        (result,) = maker(_incoming(raw)).results
        return (result.message.value if isinstance(result, RenderedRecord) else None) or b""

    return lambda raws: [made(raw) for raw in raws]


@cache
def loop() -> Contender:
    """Return a model's entities of the text that trafilatura takes from a page; of plain text as it came."""
    nlp = _spacy()

    def made(raw: bytes) -> bytes:
        item = orjson.loads(raw)
        return _written(item, nlp(_extracted(item)))

    return lambda raws: [made(raw) for raw in raws]


@cache
def batched() -> Contender:
    """Return the same, many items at once."""
    nlp = _spacy()

    def made(raws: list[bytes]) -> list[bytes]:
        items = [orjson.loads(raw) for raw in raws]
        texts = (_extracted(item) for item in items)
        return [_written(item, doc) for item, doc in zip(items, nlp.pipe(texts, batch_size=BATCH), strict=True)]

    return made


@cache
def tagger() -> Contender:
    """Return names by our tagger in the text that resiliparse takes from a page; of plain text as it came."""
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415 - loaded where it is used

    def made(raw: bytes) -> bytes:
        item = orjson.loads(raw)
        text = item["payload"]
        if _is_page(item):
            text = str(extract_plain_text(text, main_content=True, alt_texts=False))
        language = detect(text)
        story = tag(Story(raw=None, kept=((0, text),), language=language))
        names = [
            {"type": one.type.value, "canonical": one.canonical, "mentions": [[m.start, m.end] for m in one.mentions]}
            for one in (story.entities if isinstance(story, Story) else ())
        ]
        return orjson.dumps({"id": item["guid"], "text": text, "language": language, "entities": names})

    return lambda raws: [made(raw) for raw in raws]


CONTENDERS: dict[str, Callable[[], Contender]] = {OURS: dateline, LOOP: loop, BATCHED: batched, TAGGER: tagger}


LEARN = StageName.LEARN
"""The learner's stage, which `dateline enrich --learn` has and the worker has not."""


def stages(raw: bytes) -> dict[str, float]:
    """CPU seconds of each of our stages, the learner's among them, and of writing the record."""
    seconds: dict[str, float] = {}

    def around(name: StageName, step: Callable[[Story], T], story: Story) -> T | Rejected:
        began = process_time()
        after = catching(name, step, story)
        seconds[name] = process_time() - began
        return after

    item = _incoming(raw)
    (result,) = process(item.story(), around, with_learner(_learner()))
    began = process_time()
    if isinstance(result, Story):
        record_message("enriched", item, result, OutputFormat.RECORD)
    return seconds | {"publish": process_time() - began}


@cache
def _learner() -> Learner:
    return Learner()


def _incoming(raw: bytes) -> Incoming:
    return Incoming("raw-items", 0, 0, 0, None, raw, ())


@cache
def _spacy() -> Any:
    from benchmarks.spacy_pipeline import pipeline  # noqa: PLC0415 - loaded where it is used

    return pipeline()


def _is_page(item: dict[str, Any]) -> bool:
    return bool(item["content_type"] == "text/html")


def _extracted(item: dict[str, Any]) -> str:
    text = item["payload"]
    return (trafilatura.extract(text, include_comments=False) or "") if _is_page(item) else str(text)


def _written(item: dict[str, Any], doc: Any) -> bytes:
    names = [
        {"type": name.label_, "start": name.start_char, "end": name.end_char, "text": name.text} for name in doc.ents
    ]
    return orjson.dumps({"id": item["guid"], "text": doc.text, "entities": names})
