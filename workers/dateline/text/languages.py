"""Language fall-backs: one table of the languages that stand in for others in word lists and for the network."""

from typing import NamedTuple


class Fallback(NamedTuple):
    """The fall-back of a language without data of its own.

    lists: the language whose word lists it uses; network: the language as which the network reads it; by_network: whether the network reads
    it at all, by what it has learned of related languages, instead of lists and cues.
    """

    lists: str | None = None
    network: str | None = None
    by_network: bool = False


FALLBACKS = {
    # The same language under another code, or so close that annotated text of one serves the other.
    "bs": Fallback("hr", "hr", by_network=True),
    "no": Fallback("nb", "nb", by_network=True),
    "ms": Fallback(network="id", by_network=True),
    "fil": Fallback("tl"),
    # Related languages whose titles and cues are alike; the network has learned their scripts and endings from the relatives.
    "be": Fallback("ru", by_network=True),
    "bg": Fallback("ru", by_network=True),
    "mk": Fallback("sr", by_network=True),
    "ca": Fallback("es", by_network=True),
    "gl": Fallback("pt", by_network=True),
    "mr": Fallback("hi", by_network=True),
    "jv": Fallback("id"),
    # These have lists of their own or none that help; the network does better than the cues.
    "cs": Fallback(by_network=True),
    "is": Fallback(by_network=True),
    "ne": Fallback(by_network=True),
    "pl": Fallback(by_network=True),
    "sl": Fallback(by_network=True),
    "uk": Fallback(by_network=True),
}
"""Fallback by ISO 639 code."""


def lists_language(language: str) -> str | None:
    """Return the language whose word lists stand in for a language's own, None if none do."""
    return FALLBACKS.get(language, Fallback()).lists


def network_language(language: str) -> str:
    """Return the language as which the network reads a language: itself, unless it has a stand-in."""
    return FALLBACKS.get(language, Fallback()).network or language


def is_read_by_network(language: str) -> bool:
    """Return whether the network reads a language that it was not trained on."""
    return FALLBACKS.get(language, Fallback()).by_network


def base_language(language: str | None) -> str | None:
    """Return the primary subtag of a language tag: "pt" of "pt-BR"."""
    return language.replace("_", "-").split("-")[0].lower() if language else None
