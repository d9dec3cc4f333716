"""A GLiNER model (extra `gliner`, which brings PyTorch: the package needs it for ONNX files, too)."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
    os.environ[name] = "1"  # read when the libraries are imported: nothing is ever fetched
os.environ["TOKENIZERS_PARALLELISM"] = "false"

import torch  # noqa: E402
from gliner import GLiNER  # noqa: E402

from dateline.domain.entities import EntityType, Span  # noqa: E402
from dateline.entities.backends.base import Passage  # noqa: E402
from dateline.entities.backends.routes import LoadError  # noqa: E402

_ASKED = {
    "person": EntityType.PERSON,
    "organization": EntityType.ORGANISATION,
    "location": EntityType.PLACE,
}
_THRESHOLD = 0.5
_ONNX = "model.onnx"


class Gliner:
    """Asks the model for persons, organisations and locations."""

    name = "gliner"
    batch_size = 1

    def __init__(self, model: Any) -> None:
        self._model = model
        # It reads no more than so many words of a text and leaves out the rest; a word and its blank have two letters at least.
        self.max_chars = 2 * int(model.config.max_len)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Return the model of a folder that `save_pretrained` wrote; its ONNX file if it has no other weights. Raises LoadError."""
        torch.set_num_threads(1)
        is_onnx = not any((path / name).is_file() for name in ("model.safetensors", "pytorch_model.bin"))
        try:
            return cls(
                GLiNER.from_pretrained(
                    str(path), local_files_only=True, map_location="cpu", load_onnx_model=is_onnx, onnx_model_file=_ONNX
                )
            )
        except Exception as error:
            raise LoadError(f"{type(error).__name__}: {error}") from error

    def tag(self, texts: Sequence[Passage]) -> list[list[Span]]:
        """Return the spans of each text."""
        with torch.inference_mode():
            return [self._tag(each.text) for each in texts]

    def _tag(self, text: str) -> list[Span]:
        found = self._model.predict_entities(text, list(_ASKED), flat_ner=True, threshold=_THRESHOLD)
        return [Span(each["start"], each["end"], _ASKED[each["label"]]) for each in found]
