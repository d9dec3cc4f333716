"""Encodes a line for the network: each token's features, what the gazetteer lists, and the dictionary's words."""

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.entities.network.segmenter import Segmenter, TokenisedLine, Word
from dateline.entities.network.token_features import token_features
from dateline.entities.network.tokens import is_by_character, tokens
from dateline.gazetteer import matcher as gazetteer
from dateline.gazetteer.entry import Hit
from dateline.text.word_shape import shape

# Per type of listed name one id for its first token and one for those after it, each with and without a space before.
LISTED_TYPES = 5
GAZETTEER_IDS = 2 * (1 + 2 * LISTED_TYPES)


@dataclass(frozen=True, slots=True)
class EncodedLine:
    """A line's tokens, one value per token in each list: (start, end) in code points; the features; an id of what the gazetteer lists there
    and whether a space stands before; an id of the dictionary's word.
    """

    spans: list[tuple[int, int]]
    features: list[tuple[str, ...]]
    gazetteer_ids: list[int]
    lexicon_ids: list[int]


def encode(line: TokenisedLine, hits: Sequence[Hit], words: Sequence[Word]) -> EncodedLine:
    """Encode a line in which the gazetteer finds `hits` and the dictionary `words`."""
    text, spans = line.text, line.spans
    lexicon_ids = [0] * len(spans)
    for word in words:
        for token in range(word.first, word.end):
            lexicon_ids[token] = word.lexicon_id(token)
    features = token_features(text, spans, is_by_character(text), words)
    return EncodedLine(spans, features, _gazetteer_ids(spans, hits), lexicon_ids)


def encode_alone(text: str, language: str, segmenter: Segmenter) -> EncodedLine:
    """Encode a single text without line breaks."""
    line = TokenisedLine(text, tokens(text), language)
    return encode(line, gazetteer.find(text, shape(text), language), *segmenter.segment([line]))


def _gazetteer_ids(spans: Sequence[tuple[int, int]], hits: Sequence[Hit]) -> list[int]:
    ids, previous_end = list[int](), -1
    for start, end in spans:
        ids.append(0 if start == previous_end else 1)
        previous_end = end
    token = 0
    for hit in hits:
        while token < len(spans) and spans[token][1] <= hit.start:
            token += 1
        is_first = True
        while token < len(spans) and spans[token][0] < hit.end:
            ids[token] += 2 * (hit.entry.type if is_first else hit.entry.type + LISTED_TYPES)
            is_first = False
            token += 1
    return ids
