"""The network at work: looks units up in tables, remembers what it makes of them, and convolves over the tokens of many lines at once."""

import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.domain.entities import Span
from dateline.entities.backends.base import Document
from dateline.entities.network.crf import Chain
from dateline.entities.network.encoder import Reading, read
from dateline.entities.network.labels import CLASSES, NO_NAME, span
from dateline.entities.network.segmenter import Dictionary, Line
from dateline.entities.network.token_features import hashed, is_of_a_neighbour, may_be_named, shape_row
from dateline.entities.network.token_shape import TokenKind, kind
from dateline.entities.network.tokens import tokens
from dateline.entities.rules.overrides import with_listed
from dateline.gazetteer import lexicon
from dateline.gazetteer import matcher as gazetteer
from dateline.ml.quantized_linear import Product, single
from dateline.text.word_shape import shape

Floats = NDArray[np.float32]

# The score of the class outside where no other comes into question; the others have none.
_OUTSIDE = 30
# Between lines stand as many empty tokens as the widest convolution reaches.
GAP = 4
# Units whose vectors are remembered, in halves (768 bytes each): the frequent words of some ten languages. Twice as many save 1 % of the time
# of an item and take 18 MB more in each process.
_REMEMBERED = 24_000
# Lines without end (a megabyte in one) are read in stretches of so many tokens.
_STRETCH = 4096
# Languages learned only from labels that miss many names: what is taken from the scores of no name and of a miscellaneous one.
# Strict F1 on the dev half of tr.twnertc-silver, which misses as many, is 47.0 with 0, 49.5 with 0.7, 49.3 with 1.2.
_MISSED = {"tr": 0.7}
# Languages that are read as their nearest kin.
_KIN = {"ms": "id", "no": "nb", "bs": "hr"}


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows in eight bits with a scale each."""

    rows: NDArray[np.int8]
    scale: Floats

    def __getitem__(self, numbers: NDArray[np.int64]) -> Floats:
        return self.rows[numbers] * self.scale[numbers, None]


class Network:
    """Tags persons, organisations and places; one model for all languages."""

    name = "network"

    def __init__(self, model: bytes, chain: Chain, dictionary: Dictionary) -> None:
        self._chain = chain
        self.dictionary = dictionary
        with np.load(BytesIO(model), allow_pickle=False) as file:
            arrays: dict[str, NDArray[Any]] = {name: file[name] for name in file.files}
        about = json.loads(arrays.pop("about").tobytes())
        self._marks: NDArray[np.uint16] = arrays["marks"]
        self._tables = {
            name: _Table(arrays[f"{name}.rows"], arrays[f"{name}.scale"].astype(np.float32))
            for name in ("ngram", "word", "shape")
        }
        self.languages = {name: number for number, name in enumerate(about["languages"])}
        self._missed = {self.languages[name]: by for name, by in _MISSED.items() if name in self.languages}
        self._inner, self._outer, self._classes = (Product.read(arrays, name) for name in ("inner", "outer", "classes"))
        self._layers = [
            (dilation, Product.read(arrays, f"layer{number}")) for number, dilation in enumerate(about["dilations"])
        ]
        # What a sign, a dictionary's sign and a language add in the first layer, as what a unit adds: to the token behind, to their own, to the one before.
        self._of_signs: Floats = arrays["signs"]
        self._of_cuts: Floats = arrays["cuts"]
        self._of_languages: Floats = arrays["languages"]
        self._first_bias: Floats = arrays["first.bias"]
        self._width = len(self._first_bias)
        self._forget()

    @classmethod
    def shipped(cls, chain: Chain | None = None) -> "Network":
        """The model in the package."""
        model = (files("dateline.models") / "entities.npz").read_bytes()
        return cls(model, chain or Chain.shipped(), Dictionary.shipped())

    def tag(self, texts: Sequence[Document]) -> list[list[Span]]:
        """The spans of each text."""
        found: list[list[Span]] = [[] for _ in texts]
        lines = [Line(each.text, tokens(each.text), lexicon.base_language(each.language)) for each in texts]
        listed = [gazetteer.find(line.text, shape(line.text), line.language) for line in lines]
        readings: list[tuple[int, int, Reading]] = []
        waiting = 0
        for number, (line, hits, words) in enumerate(zip(lines, listed, self.dictionary.cut(lines), strict=True)):
            for reading in _stretches(read(line, hits, words)):
                readings.append((number, self.language(line.language), reading))
                waiting += len(reading.spans)
                if waiting >= _STRETCH:
                    self._tag(readings, found)
                    readings, waiting = [], 0
        self._tag(readings, found)
        return [with_listed(each.text, spans, hits) for each, spans, hits in zip(texts, found, listed, strict=True)]

    def language(self, language: str | None) -> int:
        """The number of a language; one more than the last where it was not learned."""
        return self.languages.get(_KIN.get(language or "", language or ""), len(self.languages))

    def _tag(self, readings: Sequence[tuple[int, int, Reading]], found: list[list[Span]]) -> None:
        if not readings:
            return
        begins, total = [], GAP
        for _, _, reading in readings:
            begins.append(total)
            total += len(reading.spans) + GAP
        scores, kinds, blanks = self.scores(readings, begins, total)
        for begin, (_, language, reading) in zip(begins, readings, strict=True):
            if missed := self._missed.get(language):
                scores[begin : begin + len(reading.spans), NO_NAME] -= missed
        names = list(self._chain.names(scores, kinds, blanks))
        owners = np.searchsorted(begins, [first for first, _, _ in names], "right") - 1
        for (first, behind, type_number), owner in zip(names, owners.tolist(), strict=True):
            number, _, reading = readings[owner]
            begin = begins[owner]
            found[number].append(
                span(reading.spans[first - begin][0], reading.spans[behind - begin - 1][1], type_number)
            )

    def scores(
        self, readings: Sequence[tuple[int, int, Reading]], begins: Sequence[int], total: int
    ) -> tuple[Floats, NDArray[np.uint8], NDArray[np.uint8]]:
        """(scores of the classes, kind, whether a blank stands before) of each token and of the gaps, in which all is outside."""
        is_token = np.zeros(total, np.bool_)
        for begin, (_, _, reading) in zip(begins, readings, strict=True):
            is_token[begin : begin + len(reading.spans)] = True
        state, named, kinds, blanks = self._first_state(readings, is_token)
        rows = self._needed(named, is_token)
        for (dilation, layer), needed in zip(self._layers, rows, strict=True):
            wide = np.zeros((total + 2 * dilation, self._width), np.float32)
            wide[dilation : dilation + total] = layer.steps(state)
            around = np.concatenate([wide[needed], wide[needed + dilation], wide[needed + 2 * dilation]], axis=1)
            after = layer.of_steps(around)
            np.maximum(after, 0, out=after)
            state[needed] += after
        found = np.zeros((total, CLASSES), np.float32)
        found[:, 0] = _OUTSIDE
        found[rows[-1]] = self._classes(state[rows[-1]])
        return found, kinds, blanks

    def _needed(self, named: NDArray[np.bool_], is_token: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
        """The tokens that each layer has to look at, so that the last one sees all around what may be a name."""
        needed = _spread(_spread(named, 1), 1) & is_token
        rows = []
        for dilation, _ in reversed(self._layers):
            rows.append(np.flatnonzero(needed))
            needed = _spread(needed, dilation) & is_token
        return rows[::-1]

    def _first_state(
        self, readings: Sequence[tuple[int, int, Reading]], is_token: NDArray[np.bool_]
    ) -> tuple[Floats, NDArray[np.bool_], NDArray[np.uint8], NDArray[np.uint8]]:
        """(output of the first layer, whether a token may be part of a name, its kind, whether a blank stands before); zero in the gaps."""
        places, total, width = np.flatnonzero(is_token), len(is_token), self._width
        languages = np.repeat([language for _, language, _ in readings], [len(r.spans) for _, _, r in readings])
        signs = np.array(list(itertools.chain.from_iterable(reading.signs for _, _, reading in readings)), np.int64)
        units = list(itertools.chain.from_iterable(reading.units for _, _, reading in readings))
        inputs, nameable, kinds_of_tokens = self._of_units(units)
        inputs += self._of_signs[signs]
        inputs += self._of_languages[languages]
        cuts = np.array(list(itertools.chain.from_iterable(reading.cuts for _, _, reading in readings)), np.int64)
        in_words = np.flatnonzero(cuts)
        inputs[in_words] += self._of_cuts[cuts[in_words]]
        wide = np.zeros((total + 2, 3 * width), np.float32)
        wide[places + 1] = inputs
        # A token is to the left of the one behind it, and to the right of the one before.
        state = wide[:total, :width] + wide[1 : total + 1, width : 2 * width]
        state += wide[2:, 2 * width :]
        state += self._first_bias
        np.maximum(state, 0, out=state)
        state[~is_token] = 0
        named = np.zeros(total, np.bool_)
        named[places] = nameable | (signs > 1)
        kinds, blanks = np.zeros(total, np.uint8), np.zeros(total, np.uint8)
        kinds[places] = kinds_of_tokens
        blanks[places] = signs % 2
        return state, named, kinds, blanks

    def _of_units(self, tokens: Sequence[tuple[str, ...]]) -> tuple[Floats, NDArray[np.bool_], NDArray[np.uint8]]:
        """(what the first layer makes of each token's units, whether the token may be part of a name, its kind)."""
        units = list(itertools.chain.from_iterable(tokens))
        known = list(map(self._known.get, units))
        if None in known:
            self._learn(sorted({unit for unit, number in zip(units, known, strict=True) if number is None}), set(units))
            known = list(map(self._known.get, units))
        numbers = np.array(known, np.int64)
        # Most words of a text stand there more than once.
        different, which = np.unique(numbers, return_inverse=True)
        vectors = single(self._vectors[different])
        if len(numbers) == len(tokens):
            return vectors[which], self._may_be_named[numbers], self._kinds[numbers]
        lengths = np.array(list(map(len, tokens)))
        begins = np.cumsum(lengths) - lengths
        # The first one and the sum of the others: floats add up otherwise in another order.
        others = np.zeros((len(tokens), vectors.shape[1]), np.float32)
        for place in range(1, int(lengths.max())):
            longer = np.flatnonzero(lengths > place)
            others[longer] += vectors[which[begins[longer] + place]]
        own = numbers[begins]
        return vectors[which[begins]] + others, self._may_be_named[own], self._kinds[own]

    def _forget(self) -> None:
        self._known: dict[str, int] = {}
        self._vectors = np.zeros((1024, 3 * self._width), np.float16)
        self._may_be_named = np.zeros(1024, np.bool_)
        self._kinds = np.zeros(1024, np.uint8)

    def _learn(self, new: Sequence[str], needed: set[str]) -> None:
        """Remembers the vectors of units; forgets all others once they are too many."""
        if len(self._known) + len(new) > _REMEMBERED:
            self._forget()
            new = sorted(needed)
        begin = len(self._known) + 1
        if begin + len(new) > len(self._vectors):
            grown = np.zeros((max(2 * len(self._vectors), begin + len(new)), 3 * self._width), np.float16)
            grown[:begin] = self._vectors[:begin]
            self._vectors = grown
            more = len(grown) - len(self._kinds)
            self._may_be_named = np.append(self._may_be_named, np.zeros(more, np.bool_))
            self._kinds = np.append(self._kinds, np.zeros(more, np.uint8))
        for place in range(0, len(new), 1024):
            part = new[place : place + 1024]
            self._vectors[begin + place : begin + place + len(part)] = self._encoded(part)
        self._may_be_named[begin : begin + len(new)] = [may_be_named(unit) for unit in new]
        self._kinds[begin : begin + len(new)] = [
            TokenKind.NONE if is_of_a_neighbour(unit) else kind(unit) for unit in new
        ]
        self._known.update(zip(new, range(begin, begin + len(new)), strict=True))

    def _encoded(self, strings: Sequence[str]) -> Floats:
        """(strings, 3 × width): units, from their letters to what they add to the tokens around."""
        rows = hashed(strings)
        words = np.where(self._marks[rows.words] == rows.marks, rows.words, 0)
        shapes = np.fromiter((shape_row(string) for string in strings), np.int64, len(strings))
        is_ngram = rows.ngrams > 0
        counts = is_ngram.sum(axis=1)
        # Every unit has an n-gram: its first letter and the mark before it.
        of_ngrams = np.add.reduceat(self._tables["ngram"][rows.ngrams[is_ngram]], np.cumsum(counts) - counts)
        of_ngrams /= np.sqrt(counts)[:, None]
        of_units = [of_ngrams, self._tables["word"][words], self._tables["shape"][shapes]]
        inner = self._inner(np.concatenate(of_units, axis=1).astype(np.float32))
        np.maximum(inner, 0, out=inner)
        return self._outer(inner)


def _spread(some: NDArray[np.bool_], far: int) -> NDArray[np.bool_]:
    """What is some, or stands so far from some."""
    spread = some.copy()
    spread[far:] |= some[:-far]
    spread[:-far] |= some[far:]
    return spread


def _stretches(reading: Reading) -> list[Reading]:
    if len(reading.spans) <= _STRETCH:
        return [reading] if reading.spans else []
    return [
        Reading(
            reading.spans[begin : begin + _STRETCH],
            reading.units[begin : begin + _STRETCH],
            reading.signs[begin : begin + _STRETCH],
            reading.cuts[begin : begin + _STRETCH],
        )
        for begin in range(0, len(reading.spans), _STRETCH)
    ]
