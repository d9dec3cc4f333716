"""The dictionaries that ship: how they cut lines, and that a word is known wherever it stands."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.entities.network.segmenter import CUT_SIGNS, Dictionary, Line, Sense, codes_of, hashed
from dateline.entities.network.tokens import tokens
from training.dictionaries import packed

LINES = (
    ("zh", "華中科技大學在武漢。", [("華中科技大學", "ORGANISATION"), ("武漢", "PLACE")]),
    ("zh", "华中科技大学在武汉。", [("华中科技大学", "ORGANISATION"), ("武汉", "PLACE")]),
    ("ja", "岸田は東京で会見", [("岸田", "FAMILY_NAME"), ("東京", "PLACE"), ("会見", "WORD")]),
    ("ko", "대통령은 서울에서", [("대통령", "WORD"), ("서울", "PLACE"), ("에서", "WORD")]),
    ("th", "ไปเชียงใหม่", [("ไป", "WORD"), ("เชียงใหม่", "PLACE")]),
    ("de", "Die Ministerin Annalena flog nach Berlin.", [("Die", "WORD"), ("Ministerin", "WORD"), ("Annalena", "GIVEN_NAME"), ("Berlin", "PLACE")]),
)  # fmt: skip
LANGUAGES = ("zh", "ja", "ko", "th", "de", "en", None)


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return Dictionary.shipped()


@pytest.mark.parametrize(("language", "line", "expected"), LINES)
def test_cuts_a_line_into_words_with_their_senses(
    dictionary: Dictionary, language: str, line: str, expected: list[tuple[str, str]]
) -> None:
    spans = tokens(line)
    found = [
        (line[spans[word.first][0] : spans[word.behind - 1][1]], Sense(word.sense).name)
        for word in dictionary.cut([Line(line, spans, language)])[0]
    ]
    assert found == expected


@given(
    st.text(max_size=60) | st.text("東京都千代田區習近平서울은ไปเชียงใหม่ aB", max_size=30), st.sampled_from(LANGUAGES)
)
def test_words_of_any_text_lie_apart_and_hold_no_blank(line: str, language: str | None) -> None:
    spans, behind = tokens(line), 0
    for word in Dictionary.shipped().cut([Line(line, spans, language)])[0]:
        assert behind <= word.first < word.behind <= len(spans)
        assert all(0 < word.sign(token) < CUT_SIGNS for token in range(word.first, word.behind))
        assert not any(char.isspace() for char in line[spans[word.first][0] : spans[word.behind - 1][1]])
        behind = word.behind


@given(st.text(min_size=1, max_size=12), st.text(max_size=30), st.text(max_size=30))
def test_a_word_has_the_same_hash_wherever_it_stands(word: str, before: str, after: str) -> None:
    alone = hashed(codes_of(word), np.array([0]), np.array([len(word)]))
    begin = np.array([len(before)])
    assert hashed(codes_of(before + word + after), begin, begin + len(word)) == alone


def test_what_is_packed_is_found_again() -> None:
    words = {"北京": Sense.PLACE, "北京大学": Sense.ORGANISATION, "大学": Sense.WORD}
    arrays = {f"zh.{name}": array for name, array in packed(words, 4, {ord("學"): ord("学")}).items()}
    own = Dictionary(arrays)
    lines = [Line(text, tokens(text), "zh") for text in ("北京大學在北京", "", "在北京")]
    cuts = [[(word.first, word.behind, word.sense) for word in words] for words in own.cut(lines)]
    assert cuts == [[(0, 4, Sense.ORGANISATION), (5, 7, Sense.PLACE)], [], [(1, 3, Sense.PLACE)]]


def test_a_line_says_the_same_alone_and_in_company_and_at_any_length(dictionary: Dictionary) -> None:
    lines = [Line(text, tokens(text), "ja") for text in ("岸田は東京で会見", "大阪へ", "。岸田は東京で会見" * 2000)]
    together = dictionary.cut(lines)
    assert together == [dictionary.cut([line])[0] for line in lines]
    assert len(together[2]) >= 3 * 1990
