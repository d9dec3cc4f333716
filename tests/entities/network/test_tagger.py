"""The network that ships: what it finds, that its offsets hold, and that it says the same whatever it was asked before."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.entities.backends.base import Passage
from dateline.entities.backends.builtin import Builtin
from dateline.entities.network.crf import Crf
from dateline.entities.network.encoder import encode
from dateline.entities.network.labels import CLASSES, classes, decode
from dateline.entities.network.segmenter import Segmenter, TokenisedLine
from dateline.entities.network.tagger import Network
from dateline.entities.network.tokens import tokens
from dateline.entities.tag import spans
from tests.support.examples import examples

TEXTS = (
    ("id", "Presiden Prabowo Subianto tiba di Surabaya kemarin."),
    ("id", "Menteri Luar Negeri Jepang Yoko Kamikawa bertemu."),
    ("id", "Utusan AS dan Tiongkok berunding."),
    ("en", "President Joe Biden flew to Warsaw."),
    ("es", "El presidente Pedro Sánchez llegó a Bruselas."),
    ("pt", "O presidente Lula viajou para Lisboa."),
    ("hr", "Predsjednik Zoran Milanović stigao je u Beograd."),
    ("ru", "Президент Владимир Путин прилетел в Москву."),
    ("sv", "Statsminister Ulf Kristersson besökte Helsingfors."),
)


@pytest.fixture(scope="module")
def network() -> Network:
    return Network.shipped()


def test_says_the_same_alone_and_in_company_and_after_other_texts(network: Network) -> None:
    documents = [Passage(text, language) for language, text in TEXTS]
    together = network.tag(documents)
    fresh = Network.shipped()
    assert [fresh.tag([document])[0] for document in reversed(documents)] == together[::-1]
    assert network.tag(documents) == together


def test_forgetting_words_changes_nothing(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [Passage(text, language) for language, text in TEXTS]
    expected = network.tag(documents)
    monkeypatch.setattr("dateline.entities.network.embedding_cache._CAPACITY", 10)
    forgetful = Network.shipped()
    assert [forgetful.tag([document])[0] for document in documents] == expected


def test_the_model_is_read_without_running_code() -> None:
    file = io.BytesIO()
    np.savez(file, about=np.array([{"a": 1}], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        Network(file.getvalue(), Crf.shipped(), Segmenter.shipped())


@pytest.mark.parametrize("language", ["sw", "vi", "xx"])
def test_a_language_that_was_not_learned_is_read_by_lists_and_cues(language: str) -> None:
    text = "Rais Joe Biden Warsaw NATO"
    assert [text[s.start : s.end] for s in Builtin().tag([Passage(text, language)])[0] if s.type == "ORG"] == ["NATO"]


@examples(150)
@given(st.lists(st.text(max_size=60), max_size=4), st.sampled_from([None, "en", "id", "zh", "th", "ar", "tr", "sw"]))
def test_spans_of_any_text_lie_inside_it_in_order(texts: list[str], language: str | None) -> None:
    for text, found in zip(texts, Builtin().tag([Passage(text, language) for text in texts]), strict=True):
        ends = [0]
        for span in found:
            assert ends[-1] <= span.start < span.end <= len(text)
            ends.append(span.end)


@given(st.text(max_size=80))
def test_tokens_cover_all_but_blanks(text: str) -> None:
    found = list(tokens(text))
    assert all(start < end for start, end in found)
    covered = {place for start, end in found for place in range(start, end)}
    assert all(char.isspace() for place, char in enumerate(text) if place not in covered)
    reading = encode(TokenisedLine(text, found, None), [], ())
    assert len(reading.features) == len(reading.gazetteer_ids) == len(found)


@given(st.lists(st.sampled_from(range(7)), max_size=20))
def test_decoding_gives_back_what_was_marked(labels: list[int]) -> None:
    one_hot = np.zeros((len(labels), CLASSES), np.float32)
    one_hot[np.arange(len(labels)), labels] = 1
    found = list(decode(one_hot))
    places = [(place, place + 1) for place in range(len(labels))]
    again = classes(places, [(start, end, ("PER", "ORG", "LOC")[kind]) for start, end, kind in found])
    assert [label > 0 for label in again] == [label > 0 for label in labels]


@pytest.mark.parametrize("text", ["김" * 100_000, "Ab" * 300_000, "ก" * 50_000, "🙂" * 1000, "ABC NEWS " * 20_000])
def test_endless_lines_are_read(text: str) -> None:
    assert all(span.end <= len(text) for span in spans(text, "ko"))
