"""The chain over the network's scores: its names lie apart, it learns where names end, and it says the same in any company."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.entities.network.crf import MAX_RUN, CandidateRuns, Crf, merge_miscellaneous
from dateline.entities.network.labels import CLASSES
from dateline.entities.network.token_shape import TokenShape, token_shape
from training.entities.chain import ScoredTokens, fit

RNG = np.random.default_rng(7)


def scores(tokens: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    found = (3 * RNG.standard_normal((tokens, CLASSES))).astype(np.float32)
    found[[0, -1]] = 0
    found[[0, -1], 0] = 30
    return found


@given(st.integers(2, 300))
def test_names_lie_apart_and_inside(tokens: int) -> None:
    shapes, blanks = RNG.integers(0, len(TokenShape), tokens), RNG.integers(0, 2, tokens)
    behind = 1
    for first, end, which in Crf.shipped().decode(scores(tokens), shapes.astype(np.uint8), blanks.astype(np.uint8)):
        assert behind <= first < end <= tokens - 1
        assert which in range(3)
        behind = end


def test_a_stretch_says_the_same_beside_others() -> None:
    chain, parts = Crf.shipped(), [scores(size) for size in (5, 90, 3, MAX_RUN + 2, 12)]
    shapes, blanks = np.full(200, TokenShape.HAN, np.uint8), np.zeros(200, np.uint8)
    alone, offset = [], 0
    for part in parts:
        own = chain.decode(part, shapes[: len(part)], blanks[: len(part)])
        alone += [(first + offset, end + offset, which) for first, end, which in own]
        offset += len(part)
    together = chain.decode(np.concatenate(parts), shapes[:offset], blanks[:offset])
    assert list(together) == alone


def test_it_learns_that_a_name_goes_on_within_a_word() -> None:
    """The network is unsure of a second Katakana letter; marked names always have it, and end before Hiragana."""
    unsure = np.array(
        [
            [9, 0, 0, 0, 0, 0, 0, 0, 0],
            [0, 0, 0, 0, 0, 5, 0, 0, 0],
            [1, 0, 0, 0, 0, 0, 1, 0, 0],
            [1, 0, 0, 0, 0, 0, 1, 0, 0],
        ]
    )
    texts = np.tile(np.vstack([unsure, unsure[:1]]), (50, 1)).astype(np.float32)
    shapes = np.tile(np.array([0, TokenShape.KATAKANA, TokenShape.KATAKANA, TokenShape.HIRAGANA, 0], np.uint8), 50)
    blanks = np.zeros(len(shapes), np.uint8)
    labels, other = merge_miscellaneous(texts)
    gold = np.tile(np.array([0, 5, 6, 0, 0]), 50)
    lines = ScoredTokens(
        labels.astype(float), other.astype(float), shapes, blanks, gold, CandidateRuns.find(labels[:, 0])
    )
    chain = Crf(fit(lines, 30))
    assert list(chain.decode(texts[:5], shapes[:5], blanks[:5])) == [(1, 3, 2)]


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("said", TokenShape.SMALL),
        ("Said", TokenShape.CAPITALISED),
        ("NATO", TokenShape.CAPITALS),
        ("J", TokenShape.ONE_CAPITAL),
        ("2024", TokenShape.DIGITS),
        ("・", TokenShape.HYPHEN),
        ("ー", TokenShape.KATAKANA),
        ("市", TokenShape.HAN),
        ("の", TokenShape.HIRAGANA),
        ("김", TokenShape.HANGUL),
        ("ก", TokenShape.THAI),
        ("محمد", TokenShape.CASELESS),
        ("🙂", TokenShape.SYMBOL),
    ],
)
def test_tokens_are_of_a_kind(token: str, expected: TokenShape) -> None:
    assert token_shape(token) is expected
