"""py3langid's model, asked without a walk in Python over every byte."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from py3langid.langid import MODEL_FILE, RAW_FLOOR, LanguageIdentifier

# Bytes of the model's longest n-gram: where its automaton stands depends on no byte further back (Aho and Corasick 1975).
_LONGEST = 6


class Identifier(LanguageIdentifier):  # type: ignore[misc]
    """Scores as `LanguageIdentifier` gives them, to the last bit; its automaton moves at all places of a text at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._moves: NDArray[np.uint32] = np.frombuffer(self.tk_nextmove, np.uint32)
        self._rows: NDArray[np.uint32] = np.array(self._rowbase, np.uint32)
        self._features: NDArray[np.int32] = np.array(self.tk_output, np.int32)

    @classmethod
    def of(cls, languages: Sequence[str]) -> Self:
        """The model that ships with py3langid, for these languages (ISO 639-1)."""
        made: Self = cls.from_model_file(MODEL_FILE, norm_probs=False)
        made.set_languages(languages)
        made.nb_ptc = np.ascontiguousarray(
            made.nb_ptc, np.float32
        )  # a row in one piece, and not converted for each text
        made._full_model = None
        return made

    def _raw_score(self, text: bytes) -> NDArray[np.float32]:
        found = self._features[self._states(np.frombuffer(text, np.uint8))]
        visits = Counter(found[found >= 0].tolist())
        if not visits:
            return np.full(len(self.nb_classes), RAW_FLOOR, np.float32)
        return np.asarray(self._sparse_score(visits, self.nb_ptc), np.float32)

    def _states(self, text: NDArray[np.uint8]) -> NDArray[np.uint32]:
        """Where the automaton stands behind each byte."""
        states = np.zeros(len(text), np.uint32)
        for back in range(min(_LONGEST, len(text)) - 1, -1, -1):
            states[back:] = self._moves[self._rows[states[back:]] + text[: len(text) - back]]
        return states
