"""DATELINE_ENTITY_BACKEND: what is understood, and what is said of what is not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dateline.entities.backends.routes import Route, parse
from dateline.settings import Settings, Tagging


def test_one_tagger_for_all_languages_and_others_for_some() -> None:
    assert parse("builtin") == parse("") == (Route(),)
    assert parse("spacy:/models/en") == (Route("spacy", Path("/models/en")),)
    assert parse(" en = spacy:/models/a b , zh=onnx:models/zh,id=builtin, gliner:/g=1:2") == (
        Route("gliner", Path("/g=1:2")),
        Route("spacy", Path("/models/a b"), "en"),
        Route("onnx", Path("models/zh"), "zh"),
        Route("builtin", None, "id"),
    )


@given(
    st.lists(
        st.builds(
            Route,
            st.sampled_from(["spacy", "onnx", "gliner"]),
            st.builds(Path, st.text("ab/.=: ", min_size=1).map(lambda path: f"/{path}x")),
            st.sampled_from(["en", "zh", "fil"]),
        ),
        unique_by=lambda route: route.language,
    )
)
def test_what_check_config_shows_is_understood_again(routes: list[Route]) -> None:
    assert parse(",".join(map(str, [Route(), *routes]))) == (Route(), *routes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bert:/models", "bert"),
        ("spacy", "'spacy' is not"),
        ("spacy:", "'spacy:' is not"),
        ("/models/en", "spacy:PATH"),
        ("English=spacy:/models/en", "'English' is no language code"),
        ("en=", "en="),
        ("en=spacy:/a,en=onnx:/b", "en has two taggers: en=spacy:/a and en=onnx:/b"),
        ("spacy:/a,onnx:/b", "spacy:/a and onnx:/b are both for every language"),
        ("builtin:/a", "'builtin:/a' is not"),
    ],
)
def test_what_is_not_understood_is_said_with_the_part_and_the_form(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"is not|both|two taggers|no language code") as caught:
        parse(text)
    assert said in str(caught.value)


def folder(path: Path, *names: str) -> Path:
    path.mkdir()
    for name in names:
        (path / name).touch()
    return path


def problem(monkeypatch: pytest.MonkeyPatch, text: str) -> str:
    monkeypatch.setenv("DATELINE_ENTITY_BACKEND", text)
    with pytest.raises(ValidationError) as caught:
        Tagging()
    (error,) = caught.value.errors()
    assert error["loc"] == ("entity_backend",)
    return error["msg"]


def test_a_folder_that_is_not_there_or_holds_something_else_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "/nowhere is no folder" in problem(monkeypatch, "builtin,en=spacy:/nowhere")
    assert "meta.json is missing" in problem(monkeypatch, f"spacy:{tmp_path}")
    halved = folder(tmp_path / "half", "model_quantized.onnx", "config.json")
    said = problem(monkeypatch, f"zh=onnx:{halved},ja=onnx:/nowhere")
    assert "tokenizer.json is missing" in said
    assert "/nowhere is no folder" in said


def test_a_package_that_is_missing_is_said_with_the_extra_that_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "dateline.entities.backends.routes.find_spec", lambda name: None if name == "tokenizers" else name
    )
    path = folder(tmp_path / "onnx", "model.onnx", "tokenizer.json", "config.json")
    assert problem(monkeypatch, f"onnx:{path}").endswith("needs tokenizers: install dateline[onnx]")


def test_a_tagger_must_leave_an_item_time_for_builtin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_ITEM_SECONDS", "0.5")
    assert Settings().entity_seconds == 1.0
    path = folder(tmp_path / "onnx", "model.onnx", "tokenizer.json", "config.json")
    monkeypatch.setenv("DATELINE_ENTITY_BACKEND", f"onnx:{path}")
    with pytest.raises(ValidationError, match="DATELINE_ENTITY_SECONDS is not below DATELINE_ITEM_SECONDS"):
        Settings()
    monkeypatch.setenv("DATELINE_ENTITY_SECONDS", "0.25")
    assert Settings().public()["DATELINE_ENTITY_BACKEND"] == f"onnx:{path}"
