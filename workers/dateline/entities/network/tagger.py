"""The neural tagger: encodes lines, convolves over the tokens of many lines at once, and decodes names."""

import itertools
import json
from collections.abc import Iterable, Sequence
from importlib.resources import files
from io import BytesIO
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.domain.entities import Span
from dateline.entities.backends.base import Passage
from dateline.entities.network.crf import Crf
from dateline.entities.network.embedding_cache import EmbeddingCache, FeatureEmbedder
from dateline.entities.network.encoder import EncodedLine, encode
from dateline.entities.network.labels import CLASSES, NO_NAME, span
from dateline.entities.network.segmenter import Segmenter, TokenisedLine
from dateline.entities.network.tokens import tokens
from dateline.entities.rules.overrides import with_listed
from dateline.gazetteer import matcher as gazetteer
from dateline.ml.quantised_linear import Floats, QuantisedLinear
from dateline.text.languages import base_language, network_language
from dateline.text.word_shape import shape

# The score of the class outside for tokens that can't be names; the other classes have none.
_OUTSIDE = 30
# Empty tokens between lines: as many as the widest convolution reaches.
GAP = 4
# Tokens of a batch; lines without end (a megabyte in one) are read in parts of as many.
_BATCH_TOKENS = 4096
# Languages learned only from labels that miss many names: subtracted from the scores of no name and of a miscellaneous one.
# Strict F1 on the dev half of tr.twnertc-silver, which misses as many, is 47.0 with 0, 49.5 with 0.7, 49.3 with 1.2.
_MISSED = {"tr": 0.7}


class BatchLine(NamedTuple):
    """A line, or a part of one, in a batch: the number of its text, the number of its language, and its encoding."""

    text: int
    language: int
    encoded: EncodedLine


class TokenScores(NamedTuple):
    """For each token of a batch, gaps included: the network's scores (tokens, 9), the shape (tokens,), and 1 if a space stands before
    (tokens,).
    """

    scores: Floats
    shapes: NDArray[np.uint8]
    spaces: NDArray[np.uint8]


class Network:
    """Tags persons, organisations and places; one model for all languages."""

    name = "network"

    def __init__(self, model: bytes, crf: Crf, segmenter: Segmenter) -> None:
        self._crf = crf
        self.segmenter = segmenter
        with np.load(BytesIO(model), allow_pickle=False) as file:
            arrays: dict[str, NDArray[Any]] = {name: file[name] for name in file.files}
        about = json.loads(arrays.pop("about").tobytes())
        self.languages = {name: number for number, name in enumerate(about["languages"])}
        self._missed = {self.languages[name]: by for name, by in _MISSED.items() if name in self.languages}
        self._classes = QuantisedLinear.load(arrays, "classes")
        self._layers = [
            (dilation, QuantisedLinear.load(arrays, f"layer{number}"))
            for number, dilation in enumerate(about["dilations"])
        ]
        # What a gazetteer id, a lexicon id and a language add in the first layer, (ids, 3 × width): like a feature's embedding, to the token
        # after, to their own and to the token before.
        self._gazetteer_embeddings: Floats = arrays["signs"]
        self._lexicon_embeddings: Floats = arrays["cuts"]
        self._language_embeddings: Floats = arrays["languages"]
        self._first_bias: Floats = arrays["first.bias"]
        self._width = len(self._first_bias)
        self._embeddings = EmbeddingCache(FeatureEmbedder(arrays), 3 * self._width)

    @classmethod
    def shipped(cls, crf: Crf | None = None) -> "Network":
        """Load the model in the package."""
        model = (files("dateline.models") / "entities.npz").read_bytes()
        return cls(model, crf or Crf.shipped(), Segmenter.shipped())

    def tag(self, texts: Sequence[Passage]) -> list[list[Span]]:
        """Return the spans of each text."""
        spans: list[list[Span]] = [[] for _ in texts]
        lines = [TokenisedLine(each.text, tokens(each.text), base_language(each.language)) for each in texts]
        hits = [gazetteer.find(line.text, shape(line.text), line.language) for line in lines]
        batch: list[BatchLine] = []
        size = 0
        for number, (line, listed, words) in enumerate(zip(lines, hits, self.segmenter.segment(lines), strict=True)):
            for part in _parts(encode(line, listed, words)):
                batch.append(BatchLine(number, self.language(line.language), part))
                size += len(part.spans)
                if size >= _BATCH_TOKENS:
                    self._tag(batch, spans)
                    batch, size = [], 0
        self._tag(batch, spans)
        return [with_listed(each.text, own, listed) for each, own, listed in zip(texts, spans, hits, strict=True)]

    def language(self, language: str | None) -> int:
        """Return the number of a language; one more than the last if it was not learned."""
        return self.languages.get(network_language(language or ""), len(self.languages))

    def _tag(self, batch: Sequence[BatchLine], spans: list[list[Span]]) -> None:
        """Add the spans of a batch to those of their texts."""
        if not batch:
            return
        starts, total = [], GAP
        for line in batch:
            starts.append(total)
            total += len(line.encoded.spans) + GAP
        scores, shapes, spaces = self.scores(batch, starts, total)
        for start, line in zip(starts, batch, strict=True):
            if missed := self._missed.get(line.language):
                scores[start : start + len(line.encoded.spans), NO_NAME] -= missed
        names = list(self._crf.decode(scores, shapes, spaces))
        owners = np.searchsorted(starts, [first for first, _, _ in names], "right") - 1
        for (first, end, type_number), owner in zip(names, owners.tolist(), strict=True):
            line, start = batch[owner], starts[owner]
            line_spans = line.encoded.spans
            spans[line.text].append(span(line_spans[first - start][0], line_spans[end - start - 1][1], type_number))

    def scores(self, batch: Sequence[BatchLine], starts: Sequence[int], total: int) -> TokenScores:
        """Score the tokens of a batch whose lines start at these tokens; in the gaps all is outside."""
        is_token = np.zeros(total, np.bool_)
        for start, line in zip(starts, batch, strict=True):
            is_token[start : start + len(line.encoded.spans)] = True
        state, nameable, shapes, spaces = self._first_layer(batch, is_token)
        rows = self._needed(nameable, is_token)
        for (dilation, layer), needed in zip(self._layers, rows, strict=True):
            padded = np.zeros((total + 2 * dilation, self._width), np.float32)
            padded[dilation : dilation + total] = layer.quantise(state)
            window = np.concatenate([padded[needed], padded[needed + dilation], padded[needed + 2 * dilation]], axis=1)
            output = layer.forward(window)
            np.maximum(output, 0, out=output)
            state[needed] += output
        scores = np.zeros((total, CLASSES), np.float32)
        scores[:, 0] = _OUTSIDE
        scores[rows[-1]] = self._classes(state[rows[-1]])
        return TokenScores(scores, shapes, spaces)

    def _needed(self, nameable: NDArray[np.bool_], is_token: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
        """Return the tokens that each layer has to compute, so that the last one sees the whole context of what may be a name."""
        needed = _dilate(_dilate(nameable, 1), 1) & is_token
        rows = []
        for dilation, _ in reversed(self._layers):
            rows.append(np.flatnonzero(needed))
            needed = _dilate(needed, dilation) & is_token
        return rows[::-1]

    def _first_layer(
        self, batch: Sequence[BatchLine], is_token: NDArray[np.bool_]
    ) -> tuple[Floats, NDArray[np.bool_], NDArray[np.uint8], NDArray[np.uint8]]:
        """Return the first layer's output (tokens, width), whether a token may be part of a name, its shape, and whether a space stands
        before; zero in the gaps.
        """
        positions, total, width = np.flatnonzero(is_token), len(is_token), self._width
        languages = np.repeat([line.language for line in batch], [len(line.encoded.spans) for line in batch])
        gazetteer_ids = _concatenated(line.encoded.gazetteer_ids for line in batch)
        features = list(itertools.chain.from_iterable(line.encoded.features for line in batch))
        inputs, may_be_named, token_shapes = self._embeddings.lookup(features)
        inputs += self._gazetteer_embeddings[gazetteer_ids]
        inputs += self._language_embeddings[languages]
        lexicon_ids = _concatenated(line.encoded.lexicon_ids for line in batch)
        in_words = np.flatnonzero(lexicon_ids)
        inputs[in_words] += self._lexicon_embeddings[lexicon_ids[in_words]]
        padded = np.zeros((total + 2, 3 * width), np.float32)
        padded[positions + 1] = inputs
        # A token is to the left of the one after it, and to the right of the one before.
        state = padded[:total, :width] + padded[1 : total + 1, width : 2 * width]
        state += padded[2:, 2 * width :]
        state += self._first_bias
        np.maximum(state, 0, out=state)
        state[~is_token] = 0
        nameable = np.zeros(total, np.bool_)
        nameable[positions] = may_be_named | (gazetteer_ids > 1)
        shapes, spaces = np.zeros(total, np.uint8), np.zeros(total, np.uint8)
        shapes[positions] = token_shapes
        spaces[positions] = gazetteer_ids % 2
        return state, nameable, shapes, spaces


def _concatenated(ids: Iterable[Sequence[int]]) -> NDArray[np.int64]:
    return np.array(list(itertools.chain.from_iterable(ids)), np.int64)


def _dilate(mask: NDArray[np.bool_], distance: int) -> NDArray[np.bool_]:
    """Add to a mask what lies exactly this distance from it."""
    dilated = mask.copy()
    dilated[distance:] |= mask[:-distance]
    dilated[:-distance] |= mask[distance:]
    return dilated


def _parts(encoded: EncodedLine) -> list[EncodedLine]:
    """Split a line that is longer than a batch."""
    if len(encoded.spans) <= _BATCH_TOKENS:
        return [encoded] if encoded.spans else []
    return [
        EncodedLine(
            encoded.spans[start : start + _BATCH_TOKENS],
            encoded.features[start : start + _BATCH_TOKENS],
            encoded.gazetteer_ids[start : start + _BATCH_TOKENS],
            encoded.lexicon_ids[start : start + _BATCH_TOKENS],
        )
        for start in range(0, len(encoded.spans), _BATCH_TOKENS)
    ]
