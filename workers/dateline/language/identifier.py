"""py3langid's model in a fifth of the memory, asked without a walk in Python over every byte."""

import lzma
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from py3langid.langid import MODEL_DIR, MODEL_FILE, RAW_FLOOR, LanguageIdentifier

from dateline.ml.quantised_linear import to_float32
from dateline.text.data_files import section_lines

_WORD = re.compile(r"[a-z]+")


@cache
def _words() -> dict[str, str]:
    """Return words that only one of the two spells so, by language (`id-ms.txt`)."""
    words = {}
    for _, line in section_lines(files("dateline.language").joinpath("id-ms.txt")):
        indonesian, malay = line.split()
        words[indonesian], words[malay] = "id", "ms"
    return words


def indonesian_or_malay(text: str, guess: str) -> str:
    """Whichever language more of the telling words belong to; `guess` if they balance."""
    told = [_words()[word] for word in _WORD.findall(text.lower()) if word in _words()]
    indonesian, malay = told.count("id"), told.count("ms")
    return guess if indonesian == malay else "id" if indonesian > malay else "ms"


# Bytes of the model's longest n-gram: its automaton's state depends on no byte further back (Aho and Corasick 1975).
_LONGEST = 6


class Moves:
    """Transitions of the automaton: from each state by each byte. Most blocks of a row of 256 are like those of other
    rows, and kept once.
    """

    # Of 4 to 32 the one with the smallest tables.
    _BLOCK = 16
    _SHIFT = 4
    # Blocks are compared by a hash, so many at a time that the wide numbers in between stay small.
    _AT_ONCE = 1 << 15

    def __init__(self, moves: NDArray[np.uint32], row_of_state: NDArray[np.uint16]) -> None:
        blocks = moves.reshape(-1, self._BLOCK)
        _, first, which = np.unique(self._hashes(blocks), return_index=True, return_inverse=True)
        self._moves = blocks[first].ravel()
        self._blocks = which.astype(np.uint32) * self._BLOCK
        self._rows = row_of_state.astype(np.uint32) * (256 // self._BLOCK)

    def states(self, text: NDArray[np.uint8]) -> NDArray[np.uint32]:
        """Return the state after each byte."""
        states = np.zeros(len(text), np.uint32)
        blocks, places = (text >> self._SHIFT).astype(np.uint32), (text & (self._BLOCK - 1)).astype(np.uint32)
        for back in range(min(_LONGEST, len(text)) - 1, -1, -1):
            read = len(text) - back
            states[back:] = self._after(states[back:], blocks[:read], places[:read])
        return states

    def _after(
        self, states: NDArray[np.uint32], blocks: NDArray[np.uint32], places: NDArray[np.uint32]
    ) -> NDArray[np.uint32]:
        # `take` needs two thirds of the time of an index in brackets.
        at = self._rows.take(states)
        at += blocks
        at = self._blocks.take(at)
        at += places
        return self._moves.take(at)

    def _hashes(self, blocks: NDArray[np.uint32]) -> NDArray[np.uint64]:
        keys = np.random.default_rng(0).integers(1 << 63, size=self._BLOCK, dtype=np.uint64) * 2 + 1
        parts = range(0, len(blocks), self._AT_ONCE)
        return np.concatenate([blocks[at : at + self._AT_ONCE].astype(np.uint64) @ keys for at in parts])


class Identifier(LanguageIdentifier):  # type: ignore[misc]
    """Scores as `LanguageIdentifier` gives them, to the last bit; its automaton moves at all places of a text at once."""

    def __init__(self, languages: Sequence[str]) -> None:
        """The model that ships with py3langid, for these languages (ISO 639-1)."""
        with np.load(BytesIO(lzma.decompress((MODEL_DIR / MODEL_FILE).read_bytes())), allow_pickle=False) as model:
            super().__init__(model["ptc"], model["pc"], model["classes"].tolist(), (), (), tk_row=())
            self._moves = Moves(model["nextmove"], model["nextmove_row"])
            self._features: NDArray[np.int32] = model["out_feat"]
        self.set_languages(languages)
        self.nb_ptc: NDArray[np.float16] = np.ascontiguousarray(self.nb_ptc)  # a row in one piece
        self._full_model = None

    def _raw_score(self, text: bytes) -> NDArray[np.float32]:
        found = self._features[self._moves.states(np.frombuffer(text, np.uint8))]
        visits = Counter(found[found >= 0].tolist())
        if not visits:
            return np.full(len(self.nb_classes), RAW_FLOOR, np.float32)
        features = np.fromiter(visits.keys(), np.intp, len(visits))
        counts = np.fromiter(visits.values(), np.float32, len(visits))
        return np.asarray(np.log1p(counts) @ to_float32(self.nb_ptc[features]) + self.nb_pc, np.float32)
