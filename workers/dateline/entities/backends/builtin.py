"""The tagger that ships: the network where it has learned a language or its kin, lists and cues elsewhere."""

from collections.abc import Sequence
from functools import cache

from dateline.domain.entities import Span
from dateline.entities.backends.base import Backend, Document
from dateline.entities.network.tagger import Network
from dateline.entities.rules.tagger import Heuristic
from dateline.gazetteer import lexicon

# Languages without training data whose names the network reads by what it knows of their kin.
_BY_KIN = frozenset("be bg bs ca cs gl is mk mr ms ne no pl sl uk".split())


@cache
def _network() -> Network:
    return Network.shipped()


class Builtin:
    """One tagger out of two, by language."""

    name = "builtin"

    def __init__(self) -> None:
        self._heuristic = Heuristic()

    def tag(self, texts: Sequence[Document]) -> list[list[Span]]:
        """The spans of each text."""
        found: list[list[Span]] = [[] for _ in texts]
        by_backend: dict[str, list[int]] = {}
        backends: dict[str, Backend] = {}
        for number, document in enumerate(texts):
            backend = self._backend(document.language)
            backends[backend.name] = backend
            by_backend.setdefault(backend.name, []).append(number)
        for name, numbers in by_backend.items():
            tagged = backends[name].tag([texts[number] for number in numbers])
            for number, spans in zip(numbers, tagged, strict=True):
                found[number] = spans
        return found

    def _backend(self, language: str | None) -> Backend:
        base = lexicon.base_language(language)
        if base is None or base in _BY_KIN or base in _network().languages:
            return _network()
        return self._heuristic
