"""The built-in backend: the network for languages that it has learned, or whose relatives it has; lists and cues for others."""

from collections.abc import Sequence
from functools import cache

from dateline.domain.entities import Span
from dateline.entities.backends.base import Backend, Passage
from dateline.entities.network.tagger import Network
from dateline.entities.rules.tagger import RuleTagger
from dateline.text.languages import base_language, is_read_by_network


@cache
def _network() -> Network:
    return Network.shipped()


class Builtin:
    """Chooses the network or the rule tagger by language."""

    name = "builtin"

    def __init__(self) -> None:
        self._rule_tagger = RuleTagger()

    def tag(self, texts: Sequence[Passage]) -> list[list[Span]]:
        """Return the spans of each text."""
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
        base = base_language(language)
        if base is None or is_read_by_network(base) or base in _network().languages:
            return _network()
        return self._rule_tagger
