"""Routes from languages to taggers: `builtin,en=spacy:/models/en,zh=onnx:/models/zh`."""

import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from dateline.domain.entities import EXTERNAL_BACKENDS

BUILTIN = "builtin"
# What each needs besides Dateline (the extra of the same name brings it), and the files of its folder: of each row one.
_PACKAGES = {"spacy": ("spacy",), "onnx": ("onnxruntime", "tokenizers"), "gliner": ("gliner",)}
_FILES = {
    "spacy": (("meta.json",), ("config.cfg",)),
    "onnx": (("model.onnx", "model_quantized.onnx"), ("tokenizer.json",), ("config.json",)),
    "gliner": (("gliner_config.json",), ("model.safetensors", "pytorch_model.bin", "model.onnx")),
}
_FORM = "builtin, spacy:PATH, onnx:PATH or gliner:PATH"
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class LoadError(Exception):
    """A model that can't be used; says which and why."""


@dataclass(frozen=True, slots=True)
class Route:
    """A tagger by its kind, with the folder of its model unless it is the built-in one; a `language` of None stands for all others."""

    kind: str = BUILTIN
    path: Path | None = None
    language: str | None = None

    def problem(self) -> str | None:
        """Return why it can't be loaded, as far as one sees without trying."""
        if self.path is None:
            return None
        if not self.path.is_dir():
            return f"{self.kind}:{self.path}: {self.path} is no folder"
        for alternatives in _FILES[self.kind]:
            if not any((self.path / name).is_file() for name in alternatives):
                return f"{self.kind}:{self.path}: {' or '.join(alternatives)} is missing in the folder"
        if missing := [name for name in _PACKAGES[self.kind] if find_spec(name) is None]:
            return f"{self.kind}:{self.path} needs {' and '.join(missing)}: install dateline[{self.kind}]"
        return None

    def __str__(self) -> str:
        tagger = self.kind if self.path is None else f"{self.kind}:{self.path}"
        return tagger if self.language is None else f"{self.language}={tagger}"


def parse(text: str) -> tuple[Route, ...]:
    """Return the routes, one for all languages first. Raises ValueError if a part is not understood or two say the same."""
    default, by_language = None, dict[str, Route]()
    for part in filter(None, map(str.strip, text.split(","))):
        route = _route(part)
        if route.language is None:
            if default is not None:
                raise ValueError(f"{default} and {route} are both for every language; write en={route} for one")
            default = route
        elif by_language.setdefault(route.language, route) is not route:
            raise ValueError(f"{route.language} has two taggers: {by_language[route.language]} and {route}")
    return (default or Route(), *by_language.values())


def _route(part: str) -> Route:
    """Return one part; a path may hold anything but a comma, an equals sign too."""
    before, colon, path = part.partition(":")
    language, equals, kind = before.rpartition("=")
    if equals and not _LANGUAGE.fullmatch(language := language.strip()):
        raise ValueError(f"{part!r}: {language!r} is no language code of two or three small letters")
    kind, path = kind.strip(), path.strip()
    if kind == BUILTIN and not colon:
        return Route(language=language or None)
    if kind not in EXTERNAL_BACKENDS or not path:
        raise ValueError(f"{part!r} is not {_FORM}, or one of these after a language, as in en=spacy:/models/en")
    return Route(kind, Path(path), language or None)
