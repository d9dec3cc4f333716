"""A token classifier as an ONNX file beside its tokenizer.json and config.json (extra `onnx`)."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from dateline.domain.entities import Span
from dateline.entities.backends.base import Passage
from dateline.entities.backends.routes import LoadError
from dateline.entities.backends.token_labels import TokenLabels
from dateline.entities.backends.words import LabelledToken, words

# Longer texts are read in windows of so many tokens, of which each shares so many with the next; a shared token is read where it has
# more context on both sides.
_WINDOW = 256
_SHARED = 64
# SentencePiece's mark for a space; alone, it stands for the word after it.
_MARK = "\u2581"
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_ONE = "one token classifier is needed: input_ids and attention_mask to one row of label scores a token"


class Onnx:
    """Reads one text after the other, on one thread: what it says of a text does not depend on its neighbours."""

    name = "onnx"
    batch_size = 1
    max_chars = 2000

    def __init__(self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer, config: dict[str, Any]) -> None:
        """Raise LoadError if the three do not fit together, or the model finds no names of ours."""
        self._session, self._tokenizer = session, tokenizer
        self._labels = TokenLabels.from_config(config)
        self._inputs = {each.name: np.int32 if "int32" in each.type else np.int64 for each in session.get_inputs()}
        if not {"input_ids"} <= set(self._inputs) <= set(_INPUTS):
            raise LoadError(f"its inputs are {', '.join(sorted(self._inputs))}; {_ONE}")
        # Of XLM-RoBERTa's 514 positions two can't be used.
        window = min(_WINDOW, int(config.get("max_position_embeddings") or 512) - 2)
        self._shared = min(_SHARED, window // 4)
        tokenizer.no_padding()
        tokenizer.enable_truncation(window, stride=self._shared)
        with _load_errors():
            scores = self._scores(tokenizer.encode("Jakarta"))
        if scores.ndim != 2 or scores.shape[1] != len(self._labels):
            raise LoadError(f"it gives scores of the form {scores.shape} for {len(self._labels)} labels; {_ONE}")

    @classmethod
    def load(cls, path: Path) -> Self:
        """Return the model of a folder. Raises LoadError."""
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.use_deterministic_compute = True
        options.enable_cpu_mem_arena = False  # it would keep what the largest item took
        options.log_severity_level = 4  # what it raises says the same
        file = next(path / name for name in ("model.onnx", "model_quantized.onnx") if (path / name).is_file())
        with _load_errors():
            session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
            tokenizer = Tokenizer.from_file(str(path / "tokenizer.json"))
            config = json.loads((path / "config.json").read_text("utf-8"))
            return cls(session, tokenizer, config)

    def tag(self, texts: Sequence[Passage]) -> list[list[Span]]:
        """Return the spans of each text."""
        return [self._labels.spans(words(each.text, self._tokens(each.text))) for each in texts]

    def _tokens(self, text: str) -> Iterator[LabelledToken]:
        """Yield the text's tokens in order, each once."""
        whole = self._tokenizer.encode(text)
        windows = [whole, *whole.overflowing]
        for number, window in enumerate(windows):
            labels = self._scores(window).argmax(axis=1)
            tokens = [
                LabelledToken(start, end, int(label), piece == _MARK)
                for piece, (start, end), label, special in zip(
                    window.tokens, window.offsets, labels, window.special_tokens_mask, strict=True
                )
                if not special
            ]
            begin = self._shared // 2 if number else 0
            end = len(tokens) if number + 1 == len(windows) else len(tokens) - (self._shared - self._shared // 2)
            yield from tokens[begin:end]

    def _scores(self, encoding: Any) -> NDArray[np.floating[Any]]:
        """(tokens, labels)."""
        columns = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,
        }
        given = {name: np.array([columns[name]], kind) for name, kind in self._inputs.items()}
        scores: NDArray[np.floating[Any]] = self._session.run(None, given)[0][0]
        return scores


@contextmanager
def _load_errors() -> Iterator[None]:
    """Both libraries raise exceptions of many kinds, some of them plain ones."""
    try:
        yield
    except LoadError:
        raise
    except Exception as error:
        raise LoadError(f"{type(error).__name__}: {error}") from error
