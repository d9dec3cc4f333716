"""Taggers that Dateline does not ship, on small real models: what they find, that offsets hold, and what is said of a bad one."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from dateline.domain.entities import Span
from dateline.entities.backends.base import ExternalBackend, Passage
from dateline.entities.backends.onnx import Onnx
from dateline.entities.backends.routes import LoadError
from dateline.entities.backends.spacy import Spacy
from dateline.entities.backends.time_limited import TimeLimited
from dateline.entities.backends.words import LabelledToken, words
from tests.support.entity_models import (
    BIO,
    SENTENCES,
    TOKENIZERS,
    byte_pairs,
    classifier,
    knowing_classifier,
    random_classifier,
    sentence_pieces,
    spacy_pipeline,
    word_pieces,
)
from tests.support.examples import examples

PLENTY = 60.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def learned(folder: Path) -> Spacy:
    return Spacy.load(spacy_pipeline(folder / "spacy"))


def found(backend: ExternalBackend, text: str) -> list[str]:
    (spans,) = TimeLimited(backend, PLENTY).tag([Passage(text)])
    return [f"{span.type} {text[span.start : span.end]}" for span in spans]


def test_spacy_finds_what_it_has_learned_under_our_types_and_no_dates(learned: Spacy) -> None:
    assert found(learned, "Anna Cole works for Reuters in London.") == ["PER Anna Cole", "ORG Reuters", "LOC London"]
    assert found(learned, "The Louvre in Paris was closed.") == ["LOC Louvre", "LOC Paris"]
    assert found(learned, "Nobody came on Monday.") == []


def test_spacy_says_the_same_of_texts_in_any_company_that_is_the_same(learned: Spacy) -> None:
    documents = [Passage(text) for text, *_ in SENTENCES]
    first = learned.tag(documents)
    assert [[len(spans) for spans in first], first] == [[2, 2, 2, 2, 3, 2, 1, 3, 0, 2], learned.tag(documents)]


def test_a_spacy_pipeline_by_rules_runs_all_its_components() -> None:
    pipeline = spacy.blank("xx")
    pipeline.add_pipe("entity_ruler").add_patterns([{"label": "LOC", "pattern": "Bonn"}])  # type: ignore[attr-defined]
    assert found(Spacy(pipeline), "Bonn am Rhein") == ["LOC Bonn"]


def test_a_spacy_pipeline_that_finds_no_names_is_none(folder: Path) -> None:
    pipeline = spacy.blank("xx")
    with pytest.raises(LoadError, match="no component"):
        Spacy(pipeline)
    pipeline.add_pipe("entity_ruler").add_patterns([{"label": "PRODUCT", "pattern": "Golf"}])  # type: ignore[attr-defined]
    with pytest.raises(LoadError, match="PRODUCT"):
        Spacy(pipeline)
    (folder / "config.cfg").write_text("[nlp]\nlang = ", "utf-8")
    with pytest.raises(LoadError):
        Spacy.load(folder)


@pytest.mark.parametrize(
    ("labels", "first", "inner", "last", "single"),
    [
        (BIO, "B-PER", "I-PER", "I-PER", "B-PER"),
        (("O", "B-PER", "I-PER", "E-PER", "S-PER"), "B-PER", "I-PER", "E-PER", "S-PER"),
        (("O", "B_PERSON", "I_PERSON", "L_PERSON", "U_PERSON"), "B_PERSON", "I_PERSON", "L_PERSON", "U_PERSON"),
        (("O", "PERSON"), "PERSON", "PERSON", "PERSON", "PERSON"),
    ],
    ids=["BIO", "BIOES", "BILOU", "types alone"],
)
def test_onnx_reads_every_way_to_write_labels(  # noqa: PLR0917
    tmp_path: Path, labels: tuple[str, ...], first: str, inner: str, last: str, single: str
) -> None:
    known = {"Anna": first, "Joko": inner, "Cole": last, "Merkel": single}
    model = Onnx.load(knowing_classifier(tmp_path, word_pieces(), labels, known))
    assert found(model, "Anna Joko Cole met Merkel on Monday.") == ["PER Anna Joko Cole", "PER Merkel"]


def test_onnx_parts_names_that_touch_where_its_labels_say_so(tmp_path: Path) -> None:
    known = {"Anna": "B-PER", "Merkel": "B-PER", "Cole": "I-ORG"}
    model = Onnx.load(knowing_classifier(tmp_path, word_pieces(), BIO, known))
    assert found(model, "Anna Merkel Cole") == ["PER Anna", "PER Merkel", "ORG Cole"]


@pytest.mark.parametrize("tokenizer", TOKENIZERS)
@pytest.mark.parametrize("text", ["Zürichsee, Nagoya!", "(Nagoyaville) was", "l'Nagoya’s"])
def test_a_word_is_what_its_first_token_says_and_punctuation_is_no_part_of_it(
    tmp_path: Path, tokenizer: Callable[[], Tokenizer], text: str
) -> None:
    cutter = tokenizer()
    words = [word for word in ("Zürichsee", "Nagoyaville", "Nagoya") if word in text]
    at = text.index(words[0])
    cut = cutter.encode(text, add_special_tokens=False)
    starting = [
        token for token, (start, end) in zip(cut.tokens, cut.offsets, strict=True) if start <= at < end and end > at
    ]
    model = Onnx.load(knowing_classifier(tmp_path, cutter, BIO, {starting[0]: "B-LOC"}))
    assert found(model, text)[0].removeprefix("LOC ") == words[0]


def test_han_and_thai_are_read_token_by_token(tmp_path: Path) -> None:
    known = {"北": "B-LOC", "京": "I-LOC", "李": "B-PER", "明": "I-PER"}
    cutter = word_pieces()
    cutter.add_tokens(list(known))
    model = Onnx.load(knowing_classifier(tmp_path, cutter, BIO, known))
    assert found(model, "李明在北京说") == ["PER 李明", "LOC 北京"]


@pytest.mark.parametrize("int8", [False, True])
@pytest.mark.parametrize("tokenizer", [word_pieces, byte_pairs, sentence_pieces])
def test_every_name_of_a_text_longer_than_a_window_is_found_once(
    tmp_path: Path, tokenizer: Callable[[], Tokenizer], int8: bool
) -> None:
    cutter = tokenizer()
    cut = cutter.encode("so Paris", add_special_tokens=False)
    label = next(token for token, (_, end) in zip(cut.tokens, cut.offsets, strict=True) if end > 2)
    model = Onnx.load(knowing_classifier(tmp_path, cutter, BIO, {label: "B-LOC"}, int8))
    text = " ".join("so Paris" if word % 3 else "so so so" for word in range(700))
    (spans,) = model.tag([Passage(text)])
    assert [text[span.start : span.end].strip() for span in spans] == ["Paris"] * text.count("Paris")


def test_a_word_whose_beginning_has_a_token_of_its_own_is_what_that_says() -> None:
    tokens = [
        LabelledToken(0, 2, 0),
        LabelledToken(2, 3, 5, opens=True),
        LabelledToken(3, 4, 1),
        LabelledToken(4, 8, 1),
        LabelledToken(8, 9, 7),
        LabelledToken(9, 11, 3),
    ]
    assert list(words("so Paris so", tokens)) == [
        LabelledToken(0, 2, 0),
        LabelledToken(3, 8, 5),
        LabelledToken(9, 11, 3),
    ]


def test_onnx_says_the_same_of_a_text_alone_and_in_company(tmp_path: Path) -> None:
    model = Onnx.load(random_classifier(tmp_path, word_pieces()))
    documents = [Passage(text) for text, *_ in SENTENCES]
    assert model.tag(documents) == [model.tag([document])[0] for document in documents]


# The stage leaves a backend no halves of a surrogate pair.
ANY_TEXT = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=300),
    st.lists(st.sampled_from(["Paris", " ", "\u200f", "北京", "กรุงเทพ", "👩‍👩‍👧", "e\u0301", "\ufb01", "\u2028", "ﷺ", "दिल्ली", "-", "’"]), max_size=200).map("".join),
)  # fmt: skip


@pytest.fixture(scope="module")
def drawn(folder: Path, learned: Spacy) -> list[ExternalBackend]:
    """A tagger of each kind; the random ones find names everywhere."""
    return [learned, *(Onnx.load(random_classifier(folder / make.__name__, make())) for make in TOKENIZERS)]


@examples(40)
@given(text=ANY_TEXT)
def test_names_stand_inside_any_text_apart_from_each_other_and_on_one_line(
    drawn: list[ExternalBackend], text: str
) -> None:
    for backend in drawn:
        (spans,) = TimeLimited(backend, PLENTY).tag([Passage(text)])
        assert_sound(text, spans)
        assert TimeLimited(backend, PLENTY).tag([Passage(text)]) == [spans]


def assert_sound(text: str, spans: list[Span]) -> None:
    for before, span in zip([None, *spans], spans, strict=False):
        assert (before.end if before else 0) <= span.start < span.end <= len(text)
        name = text[span.start : span.end]
        assert name == name.strip()
        assert len(name.splitlines()) == 1


def test_a_megabyte_without_blanks_is_read_in_pieces(learned: Spacy) -> None:
    text = "Berlin" * 20_000
    (spans,) = TimeLimited(learned, PLENTY).tag([Passage(text)])
    assert_sound(text, spans)


def test_a_model_whose_labels_or_form_are_not_understood_is_refused_with_the_reason(tmp_path: Path) -> None:
    def refused(name: str, **changed: object) -> str:
        path = random_classifier(tmp_path / name, word_pieces())
        config = json.loads((path / "config.json").read_text("utf-8")) | changed
        (path / "config.json").write_text(json.dumps(config), "utf-8")
        with pytest.raises(LoadError) as caught:
            Onnx.load(path)
        return str(caught.value)

    assert "LABEL_0, LABEL_1" in refused("unnamed", id2label={"0": "LABEL_0", "1": "LABEL_1"})
    assert "no id2label" in refused("without", id2label=None)
    assert "no id2label" in refused("gap", id2label={"0": "O", "2": "B-PER"})
    assert "for 2 labels" in refused("fewer", id2label={"0": "O", "1": "PER"})


def test_a_file_that_is_no_model_is_refused_with_the_reason(tmp_path: Path) -> None:
    path = random_classifier(tmp_path, word_pieces())
    (path / "tokenizer.json").write_text("{}", "utf-8")
    with pytest.raises(LoadError, match="Exception"):
        Onnx.load(path)
    (path / "model.onnx").write_bytes(b"no model")
    with pytest.raises(LoadError, match="Protobuf"):
        Onnx.load(path)


def test_a_model_for_something_else_than_tokens_is_refused(tmp_path: Path) -> None:
    cutter = word_pieces()
    path = classifier(tmp_path, cutter, BIO, np.zeros((3, len(BIO)), np.float32))
    with pytest.raises(LoadError, match="indices"):
        Onnx.load(path)
