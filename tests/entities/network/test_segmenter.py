"""The dictionaries that ship: how they cut lines, and that a word is known wherever it stands."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.entities.network.segmenter import (
    LEXICON_IDS,
    LexicalClass,
    Segmenter,
    TokenisedLine,
    code_points,
    substring_hashes,
)
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
def dictionary() -> Segmenter:
    return Segmenter.shipped()


@pytest.mark.parametrize(("language", "line", "expected"), LINES)
def test_cuts_a_line_into_words_with_their_senses(
    dictionary: Segmenter, language: str, line: str, expected: list[tuple[str, str]]
) -> None:
    spans = tokens(line)
    found = [
        (line[spans[word.first][0] : spans[word.end - 1][1]], LexicalClass(word.lexical_class).name)
        for word in dictionary.segment([TokenisedLine(line, spans, language)])[0]
    ]
    assert found == expected


@given(
    st.text(max_size=60) | st.text("東京都千代田區習近平서울은ไปเชียงใหม่ aB", max_size=30), st.sampled_from(LANGUAGES)
)
def test_words_of_any_text_lie_apart_and_hold_no_blank(line: str, language: str | None) -> None:
    spans, behind = tokens(line), 0
    for word in Segmenter.shipped().segment([TokenisedLine(line, spans, language)])[0]:
        assert behind <= word.first < word.end <= len(spans)
        assert all(0 < word.lexicon_id(token) < LEXICON_IDS for token in range(word.first, word.end))
        assert not any(char.isspace() for char in line[spans[word.first][0] : spans[word.end - 1][1]])
        behind = word.end


@given(st.text(min_size=1, max_size=12), st.text(max_size=30), st.text(max_size=30))
def test_a_word_has_the_same_hash_wherever_it_stands(word: str, before: str, after: str) -> None:
    alone = substring_hashes(code_points(word), np.array([0]), np.array([len(word)]))
    begin = np.array([len(before)])
    assert substring_hashes(code_points(before + word + after), begin, begin + len(word)) == alone


def test_what_is_packed_is_found_again() -> None:
    words = {"北京": LexicalClass.PLACE, "北京大学": LexicalClass.ORGANISATION, "大学": LexicalClass.WORD}
    arrays = {f"zh.{name}": array for name, array in packed(words, 4, {ord("學"): ord("学")}).items()}
    own = Segmenter(arrays)
    lines = [TokenisedLine(text, tokens(text), "zh") for text in ("北京大學在北京", "", "在北京")]
    cuts = [[(word.first, word.end, word.lexical_class) for word in words] for words in own.segment(lines)]
    assert cuts == [[(0, 4, LexicalClass.ORGANISATION), (5, 7, LexicalClass.PLACE)], [], [(1, 3, LexicalClass.PLACE)]]


def test_a_line_says_the_same_alone_and_in_company_and_at_any_length(dictionary: Segmenter) -> None:
    lines = [
        TokenisedLine(text, tokens(text), "ja") for text in ("岸田は東京で会見", "大阪へ", "。岸田は東京で会見" * 2000)
    ]
    together = dictionary.segment(lines)
    assert together == [dictionary.segment([line])[0] for line in lines]
    assert len(together[2]) >= 3 * 1990
