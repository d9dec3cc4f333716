"""Other taggers in the pool's processes: loaded once, the same bytes from each, and built-in names where they fail, counted."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import orjson
import pytest

from dateline.delivery.instrument.metrics import DeliveryMetrics
from dateline.delivery.outcome import Outcome, OutcomeBuilder
from dateline.observe.health import Health
from dateline.observe.metrics import Metrics
from dateline.pool.fork_protocol import NOT_LOADED, PIPELINE
from dateline.pool.pool import Pool
from tests.support.delivery.batch_context import CountingBatch
from tests.support.delivery.delivery_harness import item
from tests.support.entity_models import BIO, classifier, knowing_classifier, spacy_pipeline, whole_words, word_pieces
from tests.support.items import envelope

ENGLISH = "Anna Cole works for Reuters in London.\nThe Louvre in Paris was closed until Monday, a spokesman said."
INDONESIAN = "Presiden Joko Widodo tiba di Jakarta kemarin.\nIa bertemu dengan para menteri pada hari Senin."


@contextmanager
def pool(monkeypatch: pytest.MonkeyPatch, backend: str, **variables: str) -> Iterator[tuple[Pool, Metrics]]:
    monkeypatch.setenv("DATELINE_ENTITY_BACKEND", backend)
    for name, value in variables.items():
        monkeypatch.setenv(f"DATELINE_{name}", value)
    metrics = Metrics()
    working = Pool(2, metrics, Health())
    working.start()
    try:
        yield working, metrics
    finally:
        working.close()


def through(working: Pool, metrics: Metrics, *payloads: str) -> list[Outcome]:
    items = [item(number, envelope(payload, id=str(number))) for number, payload in enumerate(payloads)]
    builder = OutcomeBuilder("dead")
    processed = asyncio.run(working.process(items, CountingBatch()))
    outcomes = [builder.finish(builder.start(one), result) for one, result in zip(items, processed, strict=True)]
    DeliveryMetrics(metrics).finished(outcomes)
    return outcomes


def names(outcome: Outcome) -> list[str]:
    record = orjson.loads(outcome.messages[0].value or b"")
    return [f"{entity['type']} {entity['text']}" for entity in record["entities"]]


def fallbacks(metrics: Metrics, **labels: str) -> float:
    return metrics.registry.get_sample_value("dateline_entity_fallbacks_total", labels) or 0


def test_each_language_goes_to_its_tagger_in_every_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    english = spacy_pipeline(tmp_path / "en")
    indonesian = knowing_classifier(tmp_path / "id", word_pieces(), BIO, {"Joko": "B-PER", "Widodo": "I-PER"})
    with pool(monkeypatch, f"builtin,en=spacy:{english},id=onnx:{indonesian}") as (working, metrics):
        outcomes = through(working, metrics, *[ENGLISH, INDONESIAN] * 12)
        assert {tuple(names(outcome)) for outcome in outcomes[::2]} == {
            ("PER Anna Cole", "ORG Reuters", "LOC London", "LOC Louvre", "LOC Paris")
        }
        assert {tuple(names(outcome)) for outcome in outcomes[1::2]} == {("PER Joko Widodo",)}
        assert fallbacks(metrics, backend="spacy", reason="error") == 0


def test_a_tagger_that_fails_in_a_process_is_stood_in_for_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Its table ends before the number of "Anna".
    broken = classifier(tmp_path, whole_words("Jakarta", "Anna"), BIO, np.zeros((4, len(BIO)), np.float32))
    with pool(monkeypatch, f"builtin,en=onnx:{broken}") as (working, metrics):
        outcomes = through(working, metrics, ENGLISH, ENGLISH, INDONESIAN)
        assert [len(outcome.records) for outcome in outcomes] == [1, 1, 1]
        assert "LOC London" in names(outcomes[0])
        assert fallbacks(metrics, backend="onnx", reason="error") == 2
    with pool(monkeypatch, "builtin") as (working, metrics):
        assert names(through(working, metrics, ENGLISH)[0]) == names(outcomes[0])


def test_a_tagger_that_takes_too_long_is_stood_in_for_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = spacy_pipeline(tmp_path / "en")
    with pool(monkeypatch, f"spacy:{english}", ENTITY_SECONDS="0.0000001") as (working, metrics):
        (outcome,) = through(working, metrics, ENGLISH)
        assert "LOC London" in names(outcome)
        assert fallbacks(metrics, backend="spacy", reason="deadline") == 1


def test_a_nursery_whose_model_is_none_says_so_and_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = knowing_classifier(tmp_path, word_pieces(), BIO, {})
    (path / "model.onnx").write_bytes(b"no model")
    monkeypatch.setenv("DATELINE_ENTITY_BACKEND", f"onnx:{path}")
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-m", "dateline.pool.fork_server", str(theirs.fileno()), PIPELINE]
    with ours, theirs:
        ended = subprocess.run(command, pass_fds=[theirs.fileno()], capture_output=True, text=True, check=False)
    assert ended.returncode == NOT_LOADED
    (line,) = ended.stderr.splitlines()
    assert f"onnx:{path}: " in orjson.loads(line)["error"]
