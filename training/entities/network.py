"""The network in PyTorch: the student that ships, and the wider teachers it learns from."""

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

from dateline.entities.network.encoder import GAZETTEER_IDS
from dateline.entities.network.labels import CLASSES
from dateline.entities.network.segmenter import LEXICON_IDS
from dateline.entities.network.token_features import NGRAM_ROWS, SHAPE_ROWS, WORD_ROWS


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """Model configuration: sizes and dropout rates; with `sets` 0 the network is not told which set a text is from."""

    kind: Literal["student", "teacher"]
    languages: int
    sets: int
    ngram_size: int = 64
    word_size: int = 64
    shape_size: int = 16
    hidden: int = 256
    width: int = 128
    dilations: tuple[int, ...] = (2, 4, 1)
    word_dropout: float = 0.15
    feature_dropout: float = 0.03
    gazetteer_dropout: float = 0.1
    lexicon_dropout: float = 0.05
    dropout: float = 0.08


@dataclass(frozen=True, slots=True)
class Tables:
    """Table rows that features are hashed to, on the device: (features, n-grams) of n-grams, (features,) of words and shapes; row 0 is none."""

    ngrams: Tensor
    words: Tensor
    shapes: Tensor


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of tokens: features (rows, time, 5), all others (rows, time); `mask` is 0 between texts."""

    features: Tensor
    gazetteer_ids: Tensor
    lexicon_ids: Tensor
    languages: Tensor
    sets: Tensor
    mask: Tensor


class FeatureEncoder(nn.Module):
    """Encodes token features by their n-grams, word and shape."""

    def __init__(self, config: ModelConfig, width: int) -> None:
        super().__init__()
        self._config = config
        self.ngram = nn.Embedding(NGRAM_ROWS, config.ngram_size, padding_idx=0)
        self.word = nn.Embedding(WORD_ROWS, config.word_size, padding_idx=0)
        self.shape = nn.Embedding(SHAPE_ROWS, config.shape_size)
        self.inner = nn.Linear(config.ngram_size + config.word_size + config.shape_size, config.hidden)
        self.outer = nn.Linear(config.hidden, width)
        for table in (self.ngram, self.word, self.shape):
            nn.init.normal_(table.weight, std=0.1)
        with torch.no_grad():
            self.ngram.weight[0] = 0
            self.word.weight[0] = 0

    def forward(self, ngrams: Tensor, words: Tensor, shapes: Tensor) -> Tensor:
        """Return (features, width). The sum of n-grams is divided by the root of their number, so that long words do not drown."""
        count = (ngrams > 0).sum(1, keepdim=True).clamp(min=1)
        of_ngrams = self.ngram(ngrams).sum(1) / count.sqrt()
        of_words = self.word(words)
        if self.training:
            of_words = of_words * (torch.rand_like(of_words[:, :1]) > self._config.word_dropout)
        inner = functional.relu(self.inner(torch.cat([of_ngrams, of_words, self.shape(shapes)], 1)))
        return self.outer(functional.dropout(inner, self._config.dropout, self.training))


class Network(nn.Module):
    """Tags tokens: class scores (rows, time, classes)."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        width = config.width
        self.features = FeatureEncoder(config, width)
        self.gazetteer = nn.Embedding(GAZETTEER_IDS, width)
        self.lexicon = nn.Embedding(LEXICON_IDS, width)
        self.language = nn.Embedding(config.languages + 1, width)
        self.set = nn.Embedding(config.sets + 1, width) if config.sets else None
        for table in (self.gazetteer, self.lexicon, self.language, *([self.set] if self.set else [])):
            nn.init.normal_(table.weight, std=0.05)
        self.body = _Convolution(config)
        self.classes = nn.Linear(width, CLASSES)

    def forward(self, batch: Batch, tables: Tables) -> Tensor:
        """Return class scores, (rows, time, classes)."""
        config, features = self.config, batch.features
        seen, places = torch.unique(features, return_inverse=True)
        vectors = self.features(tables.ngrams[seen], tables.words[seen], tables.shapes[seen]) * (seen > 0)[:, None]
        if self.training:
            vectors = vectors * (torch.rand_like(vectors[:, :1]) > config.feature_dropout)
        of_tokens = functional.embedding(places, vectors).sum(2)
        gazetteer_ids, languages = batch.gazetteer_ids, batch.languages
        if self.training:
            gazetteer_ids = torch.where(
                torch.rand(gazetteer_ids.shape, device=gazetteer_ids.device) < config.gazetteer_dropout,
                gazetteer_ids % 2,
                gazetteer_ids,
            )
        of_tokens = of_tokens + self.gazetteer(gazetteer_ids) + self.language(languages)
        of_lexicon = self.lexicon(batch.lexicon_ids) * (batch.lexicon_ids > 0)[..., None]
        if self.training:
            of_lexicon = of_lexicon * (torch.rand_like(of_lexicon[..., :1]) > config.lexicon_dropout)
        of_tokens = of_tokens + of_lexicon
        if self.set is not None:
            of_tokens = of_tokens + self.set(batch.sets)
        mask = batch.mask[..., None]
        return self.classes(self.body(of_tokens * mask, mask))


class _Convolution(nn.Module):
    """Convolutions over three tokens, wider apart in each layer; teachers normalise, the student only adds."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self._dropout = config.dropout
        self.first = nn.Conv1d(config.width, config.width, 3, padding=1)
        self.further = nn.ModuleList(
            nn.Conv1d(config.width, config.width, 3, dilation=d, padding=d) for d in config.dilations
        )
        is_teacher = config.kind != "student"
        self.norms = nn.ModuleList(nn.LayerNorm(config.width) for _ in config.dilations) if is_teacher else None

    def forward(self, tokens: Tensor, mask: Tensor) -> Tensor:
        """Map (rows, time, width) to the same shape; positions with mask 0 stay zero, so that texts do not see each other."""
        state = functional.relu(_over_time(self.first, tokens)) * mask
        for number, layer in enumerate(self.further):
            before = self.norms[number](state) * mask if self.norms else state
            after = functional.relu(_over_time(layer, functional.dropout(before, self._dropout, self.training)))
            state = (state + after) * mask
        return functional.dropout(state, self._dropout, self.training)


def _over_time(layer: nn.Module, tokens: Tensor) -> Tensor:
    return layer(tokens.transpose(1, 2)).transpose(1, 2)
