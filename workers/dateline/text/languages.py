"""Language fall-backs: one table of the languages that stand in for others in word lists and for the network."""

from typing import NamedTuple


class LanguageFallback(NamedTuple):
    """The fall-back of a language without data of its own.

    lists: the language whose word lists it uses; network: the language as which the network reads it; by_network: whether the network reads
    it at all, by what it has learned of related languages, instead of lists and cues.
    """

    lists: str | None = None
    network: str | None = None
    by_network: bool = False


FALLBACKS = {
    # The same language under another code, or so close that annotated text of one serves the other.
    "bs": LanguageFallback("hr", "hr", by_network=True),
    "no": LanguageFallback("nb", "nb", by_network=True),
    "ms": LanguageFallback(network="id", by_network=True),
    "fil": LanguageFallback("tl"),
    # Related languages whose titles and cues are alike; the network has learned their scripts and endings from the relatives.
    "be": LanguageFallback("ru", by_network=True),
    "bg": LanguageFallback("ru", by_network=True),
    "mk": LanguageFallback("sr", by_network=True),
    "ca": LanguageFallback("es", by_network=True),
    "gl": LanguageFallback("pt", by_network=True),
    "mr": LanguageFallback("hi", by_network=True),
    "jv": LanguageFallback("id"),
    # These have lists of their own or none that help; the network does better than the cues.
    "cs": LanguageFallback(by_network=True),
    "is": LanguageFallback(by_network=True),
    "ne": LanguageFallback(by_network=True),
    "pl": LanguageFallback(by_network=True),
    "sl": LanguageFallback(by_network=True),
    "uk": LanguageFallback(by_network=True),
}
"""LanguageFallback by ISO 639 code."""


def lists_language(language: str) -> str | None:
    """Return the language whose word lists stand in for a language's own, None if none do."""
    return FALLBACKS.get(language, LanguageFallback()).lists


def network_language(language: str) -> str:
    """Return the language as which the network reads a language: itself, unless it has a stand-in."""
    return FALLBACKS.get(language, LanguageFallback()).network or language


def is_read_by_network(language: str) -> bool:
    """Return whether the network reads a language that it was not trained on."""
    return FALLBACKS.get(language, LanguageFallback()).by_network


def base_language(language: str | None) -> str | None:
    """Return the primary subtag of a language tag: "pt" of "pt-BR"."""
    return language.replace("_", "-").split("-")[0].lower() if language else None
