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
class Form:
    """The sizes of a network; `sets` 0 is one that is not told which set a text is of."""

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
    unit_dropout: float = 0.03
    sign_dropout: float = 0.1
    cut_dropout: float = 0.05
    dropout: float = 0.08


@dataclass(frozen=True, slots=True)
class Tables:
    """Hashed features on the device."""

    ngrams: Tensor
    words: Tensor
    shapes: Tensor


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of tokens: units (rows, time, 5), and (rows, time) of the others; `mask` is 0 between texts."""

    units: Tensor
    signs: Tensor
    cuts: Tensor
    languages: Tensor
    sets: Tensor
    mask: Tensor


class Units(nn.Module):
    """Vectors of units out of their n-grams, word and shape."""

    def __init__(self, form: Form, width: int) -> None:
        super().__init__()
        self._form = form
        self.ngram = nn.Embedding(NGRAM_ROWS, form.ngram_size, padding_idx=0)
        self.word = nn.Embedding(WORD_ROWS, form.word_size, padding_idx=0)
        self.shape = nn.Embedding(SHAPE_ROWS, form.shape_size)
        self.inner = nn.Linear(form.ngram_size + form.word_size + form.shape_size, form.hidden)
        self.outer = nn.Linear(form.hidden, width)
        for table in (self.ngram, self.word, self.shape):
            nn.init.normal_(table.weight, std=0.1)
        with torch.no_grad():
            self.ngram.weight[0] = 0
            self.word.weight[0] = 0

    def forward(self, ngrams: Tensor, words: Tensor, shapes: Tensor) -> Tensor:
        """(units, width); the sum of n-grams is divided by the root of their number, so that long words do not drown."""
        count = (ngrams > 0).sum(1, keepdim=True).clamp(min=1)
        of_ngrams = self.ngram(ngrams).sum(1) / count.sqrt()
        of_words = self.word(words)
        if self.training:
            of_words = of_words * (torch.rand_like(of_words[:, :1]) > self._form.word_dropout)
        inner = functional.relu(self.inner(torch.cat([of_ngrams, of_words, self.shape(shapes)], 1)))
        return self.outer(functional.dropout(inner, self._form.dropout, self.training))


class Network(nn.Module):
    """Tags tokens: class scores (rows, time, classes)."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form
        width = form.width
        self.units = Units(form, width)
        self.sign = nn.Embedding(GAZETTEER_IDS, width)
        self.cut = nn.Embedding(LEXICON_IDS, width)
        self.language = nn.Embedding(form.languages + 1, width)
        self.set = nn.Embedding(form.sets + 1, width) if form.sets else None
        for table in (self.sign, self.cut, self.language, *([self.set] if self.set else [])):
            nn.init.normal_(table.weight, std=0.05)
        self.body = _Convolution(form)
        self.classes = nn.Linear(width, CLASSES)

    def forward(self, batch: Batch, tables: Tables) -> Tensor:
        """Class scores of each token."""
        form, units = self.form, batch.units
        seen, places = torch.unique(units, return_inverse=True)
        vectors = self.units(tables.ngrams[seen], tables.words[seen], tables.shapes[seen]) * (seen > 0)[:, None]
        if self.training:
            vectors = vectors * (torch.rand_like(vectors[:, :1]) > form.unit_dropout)
        of_tokens = functional.embedding(places, vectors).sum(2)
        signs, languages = batch.signs, batch.languages
        if self.training:
            signs = torch.where(torch.rand(signs.shape, device=signs.device) < form.sign_dropout, signs % 2, signs)
        of_tokens = of_tokens + self.sign(signs) + self.language(languages)
        of_cuts = self.cut(batch.cuts) * (batch.cuts > 0)[..., None]
        if self.training:
            of_cuts = of_cuts * (torch.rand_like(of_cuts[..., :1]) > form.cut_dropout)
        of_tokens = of_tokens + of_cuts
        if self.set is not None:
            of_tokens = of_tokens + self.set(batch.sets)
        mask = batch.mask[..., None]
        return self.classes(self.body(of_tokens * mask, mask))


class _Convolution(nn.Module):
    """Convolutions over three tokens, wider apart in each layer; teachers normalise, the student only adds."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._dropout = form.dropout
        self.first = nn.Conv1d(form.width, form.width, 3, padding=1)
        self.further = nn.ModuleList(
            nn.Conv1d(form.width, form.width, 3, dilation=d, padding=d) for d in form.dilations
        )
        is_teacher = form.kind != "student"
        self.norms = nn.ModuleList(nn.LayerNorm(form.width) for _ in form.dilations) if is_teacher else None

    def forward(self, tokens: Tensor, mask: Tensor) -> Tensor:
        """(rows, time, width) in and out."""
        state = functional.relu(_over_time(self.first, tokens)) * mask
        for number, layer in enumerate(self.further):
            before = self.norms[number](state) * mask if self.norms else state
            after = functional.relu(_over_time(layer, functional.dropout(before, self._dropout, self.training)))
            state = (state + after) * mask
        return functional.dropout(state, self._dropout, self.training)


def _over_time(layer: nn.Module, tokens: Tensor) -> Tensor:
    return layer(tokens.transpose(1, 2)).transpose(1, 2)
