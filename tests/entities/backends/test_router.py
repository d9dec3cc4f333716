"""Which tagger reads a story, and what happens where it fails."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from dateline.domain.entities import EntityType, Fallback, FallbackReason, Span
from dateline.domain.story import Story
from dateline.entities.backends.base import Passage
from dateline.entities.backends.router import Tagger
from dateline.entities.backends.routes import LoadError, Route
from dateline.entities.backends.time_limited import TimeLimited, windows
from dateline.entities.tag import spans, tag
from tests.support.entity_models import random_classifier, spacy_pipeline, word_pieces

TEXT = "Angela Merkel visited Paris on Monday.\nReuters said so."


@dataclass
class Scripted:
    """A tagger that does as it is told with each piece; by default its first word is a place."""

    does: Callable[[str], object] = lambda text: None  # noqa: ARG005 - called with the text
    name: str = "scripted"
    batch_size: int = 1
    max_chars: int = 40
    read: list[Passage] = field(default_factory=list)

    def tag(self, texts: Sequence[Passage]) -> list[list[Span]]:
        assert len(texts) <= self.batch_size
        self.read += texts
        for text in texts:
            self.does(text.text)
        return [[Span(0, len(text.text.split(" ")[0]), EntityType.PLACE)] for text in texts]


def names(text: str, found: Sequence[Span]) -> list[str]:
    return [f"{span.type} {text[span.start : span.end]}" for span in found]


def test_a_story_goes_to_the_tagger_of_its_language() -> None:
    chinese, other = Scripted(), Scripted()
    tagger = Tagger(TimeLimited(other, 60), {"zh": TimeLimited(chinese, 60)})
    for language in ("zh-Hant", "zh", "en", None):
        assert names("Bonn so", tagger.spans("Bonn so", language).spans) == ["LOC Bonn"]
    assert [each.language for each in chinese.read] == ["zh-Hant", "zh"]
    assert [each.language for each in other.read] == ["en", None]


def test_the_story_knows_who_tagged_it() -> None:
    story = Story(raw=None, kept=((0, "Bonn so"),), language="en")
    by_other = Tagger(TimeLimited(Scripted(), 60))(story)
    assert isinstance(by_other, Story)
    assert (by_other.tagger, by_other.fallback, by_other.entities[0].canonical) == ("scripted", None, "Bonn")
    assert Tagger()(story) == tag(story)
    assert isinstance(by_builtin := Tagger()(story), Story)
    assert by_builtin.tagger == "builtin"


def test_a_tagger_that_raises_is_stood_in_for() -> None:
    def fail(_: str) -> None:
        raise RuntimeError("no kernel")

    tagger = Tagger(TimeLimited(Scripted(fail), 60))
    found, fallback = tagger.spans(TEXT, "en")
    assert found == spans(TEXT, "en")
    assert fallback == Fallback("scripted", FallbackReason.ERROR, "RuntimeError: no kernel")
    after = tagger(Story(raw=None, kept=((0, TEXT),), language="en"))
    assert isinstance(after, Story)
    assert (after.tagger, after.fallback) == ("builtin", fallback)


def test_a_tagger_that_takes_too_long_is_stopped_after_the_piece_that_it_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each piece takes a second by the clock of the thread's CPU time."""
    slow = Scripted()
    monkeypatch.setattr("dateline.entities.backends.time_limited.thread_time", lambda: float(len(slow.read)))
    text = "\n".join(["Bonn so"] * 10)
    found, fallback = Tagger(TimeLimited(slow, 2.5)).spans(text, "en")
    assert found == spans(text, "en")
    assert fallback == Fallback("scripted", FallbackReason.DEADLINE, "not done after 2.5 s of CPU time")
    assert len(slow.read) == 3


def test_a_tagger_that_is_done_in_time_is_given_all_pieces_as_many_at_once_as_it_likes() -> None:
    patient = Scripted(batch_size=8)
    assert Tagger(TimeLimited(patient, 60)).spans("\n".join(["Bonn so"] * 100), "en").fallback is None
    assert len(patient.read) == 100


def test_an_error_elsewhere_is_not_the_taggers(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("linking")

    monkeypatch.setattr(sys.modules["dateline.entities.tag"], "link", broken)  # the package's `tag` is the stage
    with pytest.raises(ValueError, match="linking"):
        Tagger(TimeLimited(Scripted(), 60))(Story(raw=None, kept=((0, TEXT),)))


def test_long_lines_are_cut_at_blanks_and_spans_are_the_texts_own() -> None:
    text = " ".join(f"Bonn{number}" for number in range(100))
    scripted = Scripted()
    (found,) = TimeLimited(scripted, 60).tag([Passage(text)])
    assert " ".join(each.text for each in scripted.read) == text
    assert [text[span.start : span.end] for span in found] == [each.text.split(" ")[0] for each in scripted.read]


def test_pieces_are_the_text_without_outer_blanks() -> None:
    assert list(windows("", 10)) == list(windows(" \u3000 ", 10)) == []
    assert list(windows("  so  ", 10)) == [(2, "so")]
    assert "".join(piece for _, piece in windows("x" * 95, 10)) == "x" * 95


@pytest.mark.parametrize(
    "span",
    [
        Span(-1, 4, EntityType.PLACE),
        Span(3, 99, EntityType.PLACE),
        Span(2, 2, EntityType.PLACE),
        Span(4, 5, EntityType.PLACE),
    ],
)
def test_spans_that_no_text_has_are_mended_or_left_out(span: Span, monkeypatch: pytest.MonkeyPatch) -> None:
    scripted = Scripted()
    monkeypatch.setattr(scripted, "tag", lambda texts: [[span] for _ in texts])
    (found,) = TimeLimited(scripted, 60).tag([Passage("Bonn so")])
    assert all(0 <= each.start < each.end <= 7 and " " not in "Bonn so"[each.start] for each in found)


def test_of_names_that_overlap_the_first_stands_and_of_two_that_begin_together_the_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scripted = Scripted()
    several = [Span(3, 9, EntityType.PERSON), Span(0, 4, EntityType.PLACE), Span(0, 6, EntityType.ORGANISATION)]
    monkeypatch.setattr(scripted, "tag", lambda texts: [several for _ in texts])
    assert TimeLimited(scripted, 60).tag([Passage("Bonn so bald")]) == [[Span(0, 6, EntityType.ORGANISATION)]]


def test_models_are_loaded_by_their_routes_and_each_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    english, chinese = spacy_pipeline(tmp_path / "en"), random_classifier(tmp_path / "zh", word_pieces())
    opened: list[Path] = []
    from dateline.entities.backends import onnx  # noqa: PLC0415 - beside the test that watches it

    load = onnx.Onnx.load

    def watched(path: Path) -> onnx.Onnx:
        opened.append(path)
        return load(path)

    monkeypatch.setattr(onnx.Onnx, "load", watched)
    routes = (
        Route(),
        Route("spacy", english, "en"),
        Route("onnx", chinese, "zh"),
        Route("onnx", chinese, "ja"),
        Route("builtin", None, "de"),
    )
    tagger = Tagger.load(routes, 60)
    assert opened == [chinese]
    assert names(TEXT, tagger.spans(TEXT, "en").spans) == ["PER Angela Merkel", "LOC Paris", "ORG Reuters"]
    assert tagger.spans(TEXT, "de").spans == spans(TEXT, "de")


def test_a_model_that_is_none_is_named_with_its_route(tmp_path: Path) -> None:
    path = random_classifier(tmp_path, word_pieces())
    (path / "model.onnx").write_bytes(b"")
    with pytest.raises(LoadError, match=f"^onnx:{path}: "):
        Tagger.load((Route("onnx", path),), 60)
    with pytest.raises(LoadError, match="no folder"):
        Tagger.load((Route("gliner", path / "nowhere"),), 60)
