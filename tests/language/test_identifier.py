"""The language model's scores beside py3langid's own."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from dateline.language.identifier import Identifier
from tests.support.examples import examples

_LANGUAGES = ("de", "en", "id", "ja", "no", "ru", "sr", "zh")


@cache
def _own() -> LanguageIdentifier:
    own = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=False)
    own.set_languages(_LANGUAGES)
    return own


@cache
def _ours() -> Identifier:
    return Identifier(_LANGUAGES)


@pytest.mark.parametrize(
    "text",
    [
        "Der Hafen von Berlin ist am Montag wieder geöffnet worden.",
        "Pelabuhan di Jakarta dibuka kembali pada hari Senin.",
        "Порт Берлина открылся в понедельник.",
        "ベルリン港は月曜日に再開した。",
        "7",
        "",
    ],
)
def test_a_text_has_the_scores_that_py3langid_gives_it(text: str) -> None:
    assert _ours().classify(text) == _own().classify(text)


@given(st.text(max_size=200))
@examples(50)
def test_any_text_has_them_to_the_last_bit(text: str) -> None:
    assert _ours()._decide(text).tobytes() == _own()._decide(text).tobytes()


def test_no_move_of_the_automaton_is_lost() -> None:
    own, moves = _own(), _ours()._moves
    rows = np.array(own.tk_nextmove, np.uint32).reshape(-1, 256)[np.array(own.tk_row)]
    states = np.arange(len(rows), dtype=np.uint32)
    for byte in range(256):
        after = moves._after(states, *(np.full(len(rows), part, np.uint32) for part in divmod(byte, moves._BLOCK)))
        assert np.array_equal(after, rows[:, byte])
